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
    [ArgumentCompleter(typeof(RegisteredPlatformCompleter))]
    [ValidateNotNullOrEmpty]
    public string Id { get; set; } = "";

    /// <summary>The type, such as POSTGRES.</summary>
    [Parameter(Mandatory = true, Position = 1)]
    [ArgumentCompleter(typeof(PlatformTypeCompleter))]
    [ValidateNotNullOrEmpty]
    public string Type { get; set; } = "";

    /// <summary>The server's name or address.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(NothingCompleter))]
    [ValidateNotNullOrEmpty]
    public string? HostName { get; set; }

    /// <summary>The server's port.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(NothingCompleter))]
    [ValidateRange(1, 65535)]
    public int Port { get; set; }

    /// <summary>The database.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(NothingCompleter))]
    [ValidateNotNullOrEmpty]
    public string? Database { get; set; }

    /// <summary>The login's name.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(NothingCompleter))]
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
    [ArgumentCompleter(typeof(VariableCompleter))]
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
    [ArgumentCompleter(typeof(CertificateFileCompleter))]
    [ValidateNotNullOrEmpty]
    public string? RootCertificate { get; set; }

    /// <summary>How many seconds connecting may take.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(NothingCompleter))]
    [ValidateRange(1, 300)]
    public int TimeoutSeconds { get; set; }

    /// <summary>The file of a platform that is a file, such as SQLITE.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(DatabaseFileCompleter))]
    [ValidateNotNullOrEmpty]
    public string? Path { get; set; }

    /// <summary>The address of a service, where it is not the usual one.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(NothingCompleter))]
    [ValidateNotNullOrEmpty]
    public string? ServerUrl { get; set; }

    /// <summary>The Snowflake account's name in its organization, or its locator.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(NothingCompleter))]
    [ValidateNotNullOrEmpty]
    public string? AccountName { get; set; }

    /// <summary>The Snowflake organization.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(NothingCompleter))]
    [ValidateNotNullOrEmpty]
    public string? OrganizationName { get; set; }

    /// <summary>The file of the user's private key.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(PrivateKeyFileCompleter))]
    [ValidateNotNullOrEmpty]
    public string? PrivateKeyFile { get; set; }

    /// <summary>The name of the environment variable that holds the private key.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(VariableCompleter))]
    [ValidateNotNullOrEmpty]
    public string? PrivateKeyVariable { get; set; }

    /// <summary>The name of the environment variable that holds what the private key is encrypted with.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(VariableCompleter))]
    [ValidateNotNullOrEmpty]
    public string? PassphraseVariable { get; set; }

    /// <summary>The Snowflake warehouse that computes.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(NothingCompleter))]
    [ValidateNotNullOrEmpty]
    public string? Warehouse { get; set; }

    /// <summary>The Snowflake role in force.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(NothingCompleter))]
    [ValidateNotNullOrEmpty]
    public string? Role { get; set; }

    /// <summary>The Google Cloud project.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(NothingCompleter))]
    [ValidateNotNullOrEmpty]
    public string? ProjectId { get; set; }

    /// <summary>The BigQuery table that says who is in which group.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(NothingCompleter))]
    [ValidateNotNullOrEmpty]
    public string? UserGroupsTable { get; set; }

    /// <summary>Groups are those of Google's IAM, asked through a routine.</summary>
    [Parameter]
    public SwitchParameter UseIamCheckExtension { get; set; }

    /// <summary>The file of the service account's key.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(JsonFileCompleter))]
    [ValidateNotNullOrEmpty]
    public string? ServiceAccountKeyFile { get; set; }

    /// <summary>The name of the environment variable that holds the service account's key.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(VariableCompleter))]
    [ValidateNotNullOrEmpty]
    public string? ServiceAccountKeyVariable { get; set; }

    /// <summary>Where BigQuery runs queries.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(NothingCompleter))]
    [ValidateNotNullOrEmpty]
    public string? Location { get; set; }

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
        Add("path", File(Path));
        Add("user-name", UserName ?? Credential?.UserName);
        Add("password", Reference(PasswordVariable, nameof(PasswordVariable), "a password"));
        Add("judge-by", JudgeBy);
        Add("ssl-mode", SslMode);
        Add("root-certificate", File(RootCertificate));
        Add("timeout-seconds", Number(TimeoutSeconds));
        Add("server-url", ServerUrl);
        Add("account-name", AccountName);
        Add("organization-name", OrganizationName);
        Add("private-key-file", File(PrivateKeyFile));
        Add("private-key", Reference(PrivateKeyVariable, nameof(PrivateKeyVariable), "a key"));
        Add("private-key-passphrase", Reference(PassphraseVariable, nameof(PassphraseVariable), "a passphrase"));
        Add("warehouse", Warehouse);
        Add("role", Role);
        Add("project-id", ProjectId);
        Add("user-groups-table", UserGroupsTable);
        Add("use-iam-check-extension", UseIamCheckExtension ? "true" : null);
        Add("service-account-json-key-file", File(ServiceAccountKeyFile));
        Add("service-account-json-key", Reference(ServiceAccountKeyVariable, nameof(ServiceAccountKeyVariable), "a key"));
        Add("location", Location);
        return values;

        string? File(string? path) => path is null ? null : FilePaths.Single(SessionState, path);

        static string? Number(int value) => value > 0 ? value.ToString(CultureInfo.InvariantCulture) : null;

        void Add(string key, string? value)
        {
            if (value is not null)
            {
                // Nobody types one: it came along with what was copied, or out of a file.
                values.Add(key, !value.Any(char.IsControl) ? value : throw new CmdletException(
                    PaceErrors.ParameterInvalid, $"The value for {key} holds a control character, such as a line break.", "Give it again without that.", Id));
            }
        }
    }

    private static string? Reference(string? variable, string parameter, string what) => variable switch
    {
        null => null,
        _ when VariableName().IsMatch(variable) => $"${{{variable}}}",
        // Perhaps the secret itself: it must not be repeated.
        _ => throw new CmdletException(
            PaceErrors.ParameterInvalid, $"-{parameter} takes the name of an environment variable, not {what}.",
            $"Put {what} into an environment variable, and give its name without a dollar sign."),
    };

    // The platform's own rules are asked before anything is written. What secrets are is not known yet.
    private void RefuseWrongValues(PlatformType type, Dictionary<string, string> values)
    {
        Dictionary<string, string> open = values.Where(pair => !ConfigurationKeys.IsSecret(pair.Key)).ToDictionary();
        try
        {
            IProcessingPlatform platform = PlatformRegistry.Default.Create(new PlatformSettings(Id, type, open));
            platform.DisposeAsync().AsTask().Wait(TimeSpan.FromSeconds(1));
        }
        catch (PaceException error) when (error.Kind == PaceErrorKind.PlatformMisconfigured)
        {
            // There is no entry yet that could be corrected.
            throw new PaceException(
                error.Kind,
                error.Message,
                "Nothing was written. Give each key as the parameter of its name, such as -UserName for user-name.",
                Id);
        }
    }

    [GeneratedRegex(@"\A[A-Za-z_][A-Za-z0-9_]*\z", RegexOptions.CultureInvariant)]
    private static partial Regex VariableName();
}
