using System.Globalization;
using System.Management.Automation;
using System.Text.RegularExpressions;
using Pace.Configuration;
using Pace.Engine.Diagnostics;
using Pace.Engine.Platforms;
using Pace.Engine.Policies;
using Pace.PowerShell.Completion;
using Pace.PowerShell.Errors;
using Pace.PowerShell.Input;
using Pace.PowerShell.Session;

namespace Pace.PowerShell.Commands;

/// <summary>
/// Adds a processing platform to config.yaml, whose comments and other keys stay. A password is never written: it is
/// named as an environment variable, or kept in this process's memory.
/// </summary>
[Cmdlet(VerbsLifecycle.Register, "PaceProcessingPlatform", SupportsShouldProcess = true)]
[OutputType(typeof(ProcessingPlatformInfo))]
public sealed partial class RegisterPaceProcessingPlatformCommand : PaceCmdlet
{
    /// <summary>The id by which policies and commands name it.</summary>
    [Parameter(Mandatory = true, Position = 0)]
    [ValidateNotNullOrEmpty]
    public string Id { get; set; } = "";

    /// <summary>The type, such as POSTGRES.</summary>
    [Parameter(Mandatory = true, Position = 1)]
    [ArgumentCompleter(typeof(PlatformTypeCompleter))]
    [ValidateNotNullOrEmpty]
    public string Type { get; set; } = "";

    /// <summary>The server's name or address.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? HostName { get; set; }

    /// <summary>The server's port.</summary>
    [Parameter]
    [ValidateRange(1, 65535)]
    public int Port { get; set; }

    /// <summary>The database.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? Database { get; set; }

    /// <summary>The login's name.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? UserName { get; set; }

    /// <summary>
    /// A login's name and password, kept in the memory of this process only. Other processes take the password from
    /// -PasswordVariable, or from the driver's own password file.
    /// </summary>
    [Parameter]
    [Credential]
    [ValidateNotNull]
    public PSCredential? Credential { get; set; }

    /// <summary>The name of the environment variable that holds the password.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? PasswordVariable { get; set; }

    /// <summary>Whose roles decide what is seen: current_user, or session_user.</summary>
    [Parameter]
    [ValidateSet("current_user", "session_user")]
    public string? JudgeBy { get; set; }

    /// <summary>How the connection is protected.</summary>
    [Parameter]
    [ValidateSet("disable", "prefer", "require", "verify-ca", "verify-full")]
    public string? SslMode { get; set; }

    /// <summary>The file of the certificates that -SslMode verify-ca and verify-full trust.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? RootCertificate { get; set; }

    /// <summary>How many seconds connecting may take.</summary>
    [Parameter]
    [ValidateRange(1, 300)]
    public int TimeoutSeconds { get; set; }

    /// <summary>The file of a platform that is a file, such as SQLITE.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? Path { get; set; }

    /// <summary>Replaces a platform of that id.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <inheritdoc/>
    protected override void End()
    {
        if (PlatformDirectory.IsReserved(Id))
        {
            throw new CmdletException(
                PaceErrors.ParameterInvalid, $"The id '{Id}' belongs to the platform that is always there.", "Choose another id.", Id);
        }

        using PaceSession session = new();
        PlatformType type = RequireType();
        Dictionary<string, string> values = Values();
        RefuseWrongValues(type, values);
        bool replaces = session.Platforms.Find(Id) is not null;
        if (replaces && !Force)
        {
            throw new CmdletException(PaceErrors.PlatformExists, $"The processing platform '{Id}' is registered already.", target: Id);
        }

        string file = session.Paths.ConfigFile;
        if (!ShouldProcess(file, $"{(replaces ? "Replace" : "Register")} the processing platform '{Id}'"))
        {
            return;
        }

        new ConfigurationEditor(file).Apply(ConfigurationChange.SetPlatform(Id, PlatformDirectory.Spell(type), values));
        PlatformCredentials.Forget(Id);
        if (Credential is not null)
        {
            PlatformCredentials.Set(Id, Credential);
        }

        using PaceSession after = new();
        WriteObject(after.Platforms.List().Single(platform => platform.Id == Id));
    }

    private PlatformType RequireType()
    {
        if (!PlatformTypes.TryParse(Type, out PlatformType type))
        {
            throw new CmdletException(
                PaceErrors.ParameterInvalid, $"There is no type of platform '{Type}'.",
                $"Types that this build can connect to: {Supported}.", Type);
        }

        return EngineParts.PlatformTypes.Contains(type) ? type : throw new PaceException(
            PaceErrorKind.NotSupported,
            $"This build cannot connect to platforms of type {PlatformDirectory.Spell(type)} yet.",
            $"Types that it can connect to: {Supported}.",
            Type);
    }

    private static string Supported => string.Join(", ", EngineParts.PlatformTypes.Select(PlatformDirectory.Spell));

    private Dictionary<string, string> Values()
    {
        Dictionary<string, string> values = new(StringComparer.Ordinal);
        Add("host-name", HostName);
        Add("port", Number(Port));
        Add("database", Database);
        Add("path", Path is null ? null : FilePaths.Single(SessionState, Path));
        Add("user-name", UserName ?? Credential?.UserName);
        Add("password", PasswordReference());
        Add("judge-by", JudgeBy);
        Add("ssl-mode", SslMode);
        Add("root-certificate", RootCertificate is null ? null : FilePaths.Single(SessionState, RootCertificate));
        Add("timeout-seconds", Number(TimeoutSeconds));
        return values;

        static string? Number(int value) => value > 0 ? value.ToString(CultureInfo.InvariantCulture) : null;

        void Add(string key, string? value)
        {
            if (value is not null)
            {
                values.Add(key, value);
            }
        }
    }

    private string? PasswordReference() => PasswordVariable switch
    {
        null => null,
        _ when VariableName().IsMatch(PasswordVariable) => $"${{{PasswordVariable}}}",
        // Perhaps the password itself: it must not be repeated.
        _ => throw new CmdletException(
            PaceErrors.ParameterInvalid, "-PasswordVariable takes the name of an environment variable, not a password.",
            "Put the password into an environment variable, and give its name without a dollar sign."),
    };

    // The platform's own rules are asked before anything is written. Where the password comes from is not known yet.
    private void RefuseWrongValues(PlatformType type, Dictionary<string, string> values)
    {
        Dictionary<string, string> open = values.Where(pair => pair.Key != "password").ToDictionary();
        IProcessingPlatform platform = PlatformRegistry.Default.Create(new PlatformSettings(Id, type, open));
        platform.DisposeAsync().AsTask().Wait(TimeSpan.FromSeconds(1));
    }

    [GeneratedRegex(@"\A[A-Za-z_][A-Za-z0-9_]*\z", RegexOptions.CultureInvariant)]
    private static partial Regex VariableName();
}
