using System.Management.Automation;
using Pace.Configuration;
using Pace.Engine.Diagnostics;

namespace Pace.PowerShell.Errors;

/// <summary>Makes error records: an id from the table, a category, the target and what to do.</summary>
internal static class ErrorRecords
{
    // ENOSPC, and ERROR_DISK_FULL as an HRESULT.
    private const int DiskFull = 28;
    private const int DiskFullOnWindows = unchecked((int)0x80070070);

    /// <summary>The record of an exception.</summary>
    /// <param name="exception">The exception.</param>
    /// <param name="target">What it is about, where the exception does not say so itself.</param>
    public static ErrorRecord Of(Exception exception, object? target) => exception switch
    {
        AggregateException { InnerExceptions: [var only] } => Of(only, target),
        PaceException own => Make(own, PaceErrors.Of(own.Kind), own.Remedy, target ?? own.Target),
        CmdletException own => Make(own, own.Error, own.Remedy, own.Target ?? target),
        ConfigurationException own => Make(own, PaceErrors.ConfigurationInvalid, own.Advice + ".", target ?? own.File, own.Summary),
        RuntimeException foreign => FromPowerShell(foreign, target),
        PSInvalidOperationException => Make(exception, PaceErrors.NotInteractive, null, target),
        TimeoutException => Make(exception, PaceErrors.OperationTimeout, null, target),
        OperationCanceledException => Make(exception, PaceErrors.OperationCanceled, null, target),
        FileNotFoundException or DirectoryNotFoundException => Make(exception, PaceErrors.FileNotFound, null, target),
        IOException { HResult: DiskFull or DiskFullOnWindows } =>
            Make(exception, PaceErrors.FileUnusable, "Free space on the disk, then run it again.", target),
        IOException => Make(exception, PaceErrors.FileUnusable, null, target),
        UnauthorizedAccessException => Make(exception, PaceErrors.FileDenied, null, target),
        _ => Make(exception, PaceErrors.UnexpectedError, null, target),
    };

    /// <summary>Whether an exception is about one input object only, so that the next one may still work.</summary>
    /// <param name="exception">The exception.</param>
    /// <param name="platformMayDiffer">Whether the next object may be on another platform.</param>
    public static bool IsBoundToOneObject(Exception exception, bool platformMayDiffer) => exception switch
    {
        PaceException own => own.Kind switch
        {
            PaceErrorKind.StoreUnusable => false,
            PaceErrorKind.PlatformNotFound or PaceErrorKind.PlatformMisconfigured or PaceErrorKind.PlatformUnreachable => platformMayDiffer,
            _ => true,
        },
        CmdletException own => own.Error != PaceErrors.ConfigurationInvalid,
        IOException or UnauthorizedAccessException => true,
        _ => false,
    };

    private static ErrorRecord Make(
        Exception exception, PaceError error, string? remedy, object? target, string? message = null) =>
        new(exception, error.Id, error.Category, target)
        {
            ErrorDetails = new ErrorDetails(message ?? exception.Message) { RecommendedAction = remedy ?? error.Remedy },
        };

    // PowerShell's own exceptions carry a record with an id that people know.
    private static ErrorRecord FromPowerShell(RuntimeException exception, object? target)
    {
        ErrorRecord theirs = exception.ErrorRecord;
        ErrorCategory category = theirs.CategoryInfo.Category;
        return new ErrorRecord(
            exception,
            theirs.FullyQualifiedErrorId,
            category == ErrorCategory.NotSpecified ? PaceErrors.UnexpectedError.Category : category,
            theirs.TargetObject ?? target);
    }
}
