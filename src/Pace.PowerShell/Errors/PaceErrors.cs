using System.Management.Automation;
using Pace.Engine.Diagnostics;

namespace Pace.PowerShell.Errors;

/// <summary>One row of the table of errors.</summary>
/// <param name="Id">The id, the first part of FullyQualifiedErrorId. Never used again for another condition.</param>
/// <param name="Category">The category; never NotSpecified.</param>
/// <param name="Remedy">What to do, where the error itself does not say it more exactly.</param>
internal sealed record PaceError(string Id, ErrorCategory Category, string Remedy);

/// <summary>The one table of what cmdlets report. Problems in a policy have codes of their own, in the engine.</summary>
internal static class PaceErrors
{
    public static readonly PaceError PolicyInvalid = new("PolicyInvalid", ErrorCategory.InvalidData, "Correct the policy; Test-PaceDataPolicy shows its problems as objects.");
    public static readonly PaceError PolicyNotFound = new("PolicyNotFound", ErrorCategory.ObjectNotFound, "Get-PaceDataPolicy lists what is stored.");
    public static readonly PaceError GlobalTransformNotFound = new("GlobalTransformNotFound", ErrorCategory.ObjectNotFound, "Get-PaceGlobalTransform lists what is stored.");
    public static readonly PaceError VersionConflict = new("VersionConflict", ErrorCategory.ResourceExists, "Look at the other version with Get-PaceDataPolicy -History, then store again.");
    public static readonly PaceError PlatformNotFound = new("PlatformNotFound", ErrorCategory.ObjectNotFound, "Get-PaceProcessingPlatform lists what is configured; Register-PaceProcessingPlatform adds one.");
    public static readonly PaceError PlatformMisconfigured = new("PlatformMisconfigured", ErrorCategory.InvalidData, "Correct the platform's entry in config.yaml, or replace it with Register-PaceProcessingPlatform -Force.");
    public static readonly PaceError PlatformUnreachable = new("PlatformUnreachable", ErrorCategory.ConnectionError, "See that the server runs, and that host, port and login are right.");
    public static readonly PaceError PlatformRefused = new("PlatformRefused", ErrorCategory.PermissionDenied, "See what the login may do on the platform.");
    public static readonly PaceError PlatformMismatch = new("PlatformMismatch", ErrorCategory.InvalidArgument, "Name a platform of the policy's type, or change the policy.");
    public static readonly PaceError ResourceNotFound = new("ResourceNotFound", ErrorCategory.ObjectNotFound, "Get-PaceTable lists what is there.");
    public static readonly PaceError TargetNotPace = new("TargetNotPace", ErrorCategory.ResourceExists, "Give the target another name, or take it over with -Force.");
    public static readonly PaceError TargetHasDependants = new("TargetHasDependants", ErrorCategory.ResourceBusy, "Drop or change what depends on the view first.");
    public static readonly PaceError PlatformDrift = new("PlatformDrift", ErrorCategory.ResourceExists, "Compare-PaceDataPolicy shows each change and the SQL that mends it; -Force publishes over them.");
    public static readonly PaceError DataInvalid = new("DataInvalid", ErrorCategory.InvalidData, "Correct the value, or the field's type in the policy.");
    public static readonly PaceError StoreUnusable = new("StoreUnusable", ErrorCategory.OpenError, "See that the data directory is writable, or name another with PACE_DATA_PATH.");
    public static readonly PaceError NotSupported = new("NotSupported", ErrorCategory.NotImplemented, "See the cmdlet's help for what is supported.");

    public static readonly PaceError FileNotFound = new("FileNotFound", ErrorCategory.ObjectNotFound, "Name a file that is there.");
    public static readonly PaceError FileExists = new("FileExists", ErrorCategory.ResourceExists, "Replace it with -Force, or name another file.");
    public static readonly PaceError PathNotFileSystem = new("PathNotFileSystem", ErrorCategory.InvalidArgument, "Name a path of the file system.");
    public static readonly PaceError FileUnusable = new("FileUnusable", ErrorCategory.OpenError, "See that the file is there and not in use by others.");
    public static readonly PaceError FileDenied = new("FileDenied", ErrorCategory.PermissionDenied, "See who may read and write the file and its directory.");
    public static readonly PaceError ConfigurationInvalid = new("ConfigurationInvalid", ErrorCategory.InvalidData, "Correct config.yaml at the place that the message names.");
    public static readonly PaceError PlatformExists = new("PlatformExists", ErrorCategory.ResourceExists, "Replace it with -Force, or choose another id.");
    public static readonly PaceError ParameterInvalid = new("ParameterInvalid", ErrorCategory.InvalidArgument, "See the cmdlet's help for what the parameter takes.");
    public static readonly PaceError PrincipalNotFound = new("PrincipalNotFound", ErrorCategory.ObjectNotFound, "Name a principal of the policy, spelt as the policy spells it.");
    public static readonly PaceError TelemetryNotSent = new("TelemetryNotSent", ErrorCategory.ConnectionError, "See Get-PaceTelemetryStatus; nothing is lost, and the next upload carries these counts too.");
    public static readonly PaceError NotInteractive = new("NotInteractive", ErrorCategory.InvalidOperation, "Say yes beforehand with -Confirm:$false.");
    public static readonly PaceError OperationCanceled = new("OperationCanceled", ErrorCategory.OperationStopped, "Run it again.");
    public static readonly PaceError OperationTimeout = new("OperationTimeout", ErrorCategory.OperationTimeout, "See that the platform answers, then run it again.");
    public static readonly PaceError UnexpectedError = new("UnexpectedError", ErrorCategory.InvalidOperation, "This is a defect of Pace: report it with $Error[0].Exception.ToString(), without secrets.");

    /// <summary>The row of an engine's error.</summary>
    public static PaceError Of(PaceErrorKind kind) => kind switch
    {
        PaceErrorKind.PolicyInvalid => PolicyInvalid,
        PaceErrorKind.PolicyNotFound => PolicyNotFound,
        PaceErrorKind.VersionConflict => VersionConflict,
        PaceErrorKind.PlatformNotFound => PlatformNotFound,
        PaceErrorKind.PlatformMisconfigured => PlatformMisconfigured,
        PaceErrorKind.PlatformUnreachable => PlatformUnreachable,
        PaceErrorKind.PlatformRefused => PlatformRefused,
        PaceErrorKind.PlatformMismatch => PlatformMismatch,
        PaceErrorKind.ResourceNotFound => ResourceNotFound,
        PaceErrorKind.TargetNotPace => TargetNotPace,
        PaceErrorKind.TargetHasDependants => TargetHasDependants,
        PaceErrorKind.PlatformDrift => PlatformDrift,
        PaceErrorKind.PrincipalNotFound => PrincipalNotFound,
        PaceErrorKind.DataInvalid => DataInvalid,
        PaceErrorKind.StoreUnusable => StoreUnusable,
        PaceErrorKind.NotSupported => NotSupported,
        _ => UnexpectedError,
    };
}
