using System.Net;
using Pace.Configuration;
using Pace.Engine.Diagnostics;
using Pace.Engine.Platforms;
using Pace.Engine.Platforms.Sqlite;
using Pace.Engine.Policies;

namespace Pace.PowerShell.Session;

/// <summary>
/// The platforms that there are, and which of them a policy or a command means: those that are configured, and the
/// embedded one, which needs no configuration and takes none.
/// </summary>
internal sealed class PlatformDirectory
{
    private readonly IReadOnlyList<PlatformEntry> _entries;
    private readonly PacePaths _paths;

    /// <summary>A directory of some entries and the embedded platform.</summary>
    /// <exception cref="PaceException"><see cref="PaceErrorKind.PlatformMisconfigured"/>: an entry is called as that is.</exception>
    public PlatformDirectory(IReadOnlyList<PlatformEntry> entries, PacePaths paths)
    {
        _entries = entries;
        _paths = paths;
        if (entries.FirstOrDefault(entry => IsReserved(entry.Id)) is { } taken)
        {
            // Where its file is, PACE_DATA_PATH says; two ways of saying it would be one too many.
            throw new PaceException(
                PaceErrorKind.PlatformMisconfigured,
                $"The id '{taken.Id}' belongs to the platform that is always there ({taken.File}, line {taken.Line}).",
                "Give the entry another id in config.yaml.",
                taken.Id);
        }
    }

    /// <summary>All of them, by id.</summary>
    public IReadOnlyList<ProcessingPlatformInfo> List() =>
        [.. All.Select(Describe).OrderBy(info => info.Id, StringComparer.Ordinal)];

    /// <summary>The platform with an id, or null: also for the embedded one, where there is no place for its file.</summary>
    public PlatformEntry? Find(string id) => All.FirstOrDefault(entry => entry.Id == id);

    /// <summary>The platform with an id.</summary>
    public PlatformEntry Get(string id) => Meant(id) ?? throw NotConfigured($"There is no processing platform '{id}'", id);

    /// <summary>Whether an id is the embedded platform's, in any case: no other may be taken for it.</summary>
    public static bool IsReserved(string id) => string.Equals(id, SqlitePlatform.EmbeddedId, StringComparison.OrdinalIgnoreCase);

    /// <summary>The platform that a command means: the one named, else the only one that is configured, else the embedded one.</summary>
    public PlatformEntry Resolve(string? given) => given is { Length: > 0 } ? Get(given) : _entries switch
    {
        [] => Embedded,
        [var only] => only,
        _ => throw new PaceException(
            PaceErrorKind.PlatformNotFound,
            $"Several processing platforms are registered: {string.Join(", ", _entries.Select(entry => entry.Id))}.",
            "Say which with -ProcessingPlatform."),
    };

    /// <summary>
    /// The platform that a policy is for: the one named, else the document's, else the one that a command would mean.
    /// </summary>
    /// <exception cref="PaceException">
    /// <see cref="PaceErrorKind.PlatformNotFound"/>; <see cref="PaceErrorKind.PlatformMismatch"/> when it is of another
    /// type than the document says.
    /// </exception>
    public PlatformEntry Resolve(string? given, DataPolicy policy)
    {
        PlatformReference? document = policy.Source?.Ref?.Platform;
        PlatformEntry entry;
        if (given is { Length: > 0 } || document is not { Id.Length: > 0 })
        {
            entry = Resolve(given);
        }
        else
        {
            entry = Meant(document.Id) ?? throw NotConfigured(
                $"The policy '{policy}' is for the processing platform '{document.Id}', which is not registered", document.Id);
        }

        PlatformType type = TypeOf(entry);
        if (document is not null && document.PlatformType != PlatformType.Unspecified && document.PlatformType != type)
        {
            throw new PaceException(
                PaceErrorKind.PlatformMismatch,
                $"The policy '{policy}' is for a platform of type {Spell(document.PlatformType)}, and '{entry.Id}' is of type {Spell(type)}.",
                "Name a platform of the policy's type with -ProcessingPlatform, or change source.ref.platform.platform_type.",
                entry.Id);
        }

        return entry;
    }

    /// <summary>An entry's type.</summary>
    public static PlatformType TypeOf(PlatformEntry entry) => PlatformTypes.TryParse(entry.Type, out PlatformType type)
        ? type
        : throw new PaceException(
            PaceErrorKind.PlatformMisconfigured,
            $"The processing platform '{entry.Id}' has the unknown type '{entry.Type}' ({entry.File}, line {entry.Line}).",
            $"Write one of {string.Join(", ", PlatformTypes.Names)}.",
            entry.Id);

    /// <summary>What the platform is made of, its references to the environment resolved.</summary>
    public static PlatformSettings SettingsOf(PlatformEntry entry)
    {
        NetworkCredential? login = PlatformCredentials.Find(entry.Id)?.GetNetworkCredential();
        // A password that cannot be resolved is no error where the credential in memory takes its place.
        PlatformEntry needed = login is null ? entry : WithoutSecrets(entry);
        return new PlatformSettings(entry.Id, TypeOf(entry), needed.Resolve(Environment.GetEnvironmentVariable))
        {
            Credential = login is null ? null : (login.UserName, login.Password),
        };
    }

    /// <summary>The entry without its secrets: for what needs no connection, such as its dialect.</summary>
    public static PlatformEntry WithoutSecrets(PlatformEntry entry) =>
        entry with { Settings = entry.Settings.Where(pair => !ConfigurationKeys.IsSecret(pair.Key)).ToDictionary() };

    /// <summary>How config.yaml and policies write a type.</summary>
    public static string Spell(PlatformType type) => type.ToString().ToUpperInvariant();

    // Without a home directory there is no place for its file: then it is an error to mean it, and none to leave it out.
    private PlatformEntry Embedded => new(
        SqlitePlatform.EmbeddedId, Spell(PlatformType.Sqlite), new Dictionary<string, string> { ["path"] = _paths.EmbeddedDatabase }, "", 0, 0);

    private PlatformEntry? Meant(string id) => id == SqlitePlatform.EmbeddedId ? Embedded : Find(id);

    private IEnumerable<PlatformEntry> All => _paths.DataDirectoryOrNull is null ? _entries : _entries.Append(Embedded);

    private PaceException NotConfigured(string what, string id)
    {
        string[] ids = [.. All.Select(entry => entry.Id)];
        string hint = NearestName.Hint(id, ids) is { } near ? "; " + near : "";
        return new PaceException(
            PaceErrorKind.PlatformNotFound,
            $"{what} (there are: {string.Join(", ", ids)}){hint}{(hint.EndsWith('?') ? "" : ".")}",
            $"Register it with Register-PaceProcessingPlatform {id}, or name another with -ProcessingPlatform.",
            id);
    }

    private static string Account(Func<string, string> get) => (get("organization-name"), get("account-name")) switch
    {
        ({ Length: > 0 } organization, { Length: > 0 } account) => $"{organization}-{account}",
        (_, var account) => account,
    };

    /// <summary>An entry as it is shown: without its secrets.</summary>
    public static ProcessingPlatformInfo Describe(PlatformEntry entry)
    {
        string Get(string key) => entry.Settings.GetValueOrDefault(key) ?? "";
        string host = Get("host-name") is { Length: > 0 } name ? name : Account(Get);
        string port = Get("port");
        string location = Get("path") is { Length: > 0 } path
            ? path
            : host + (port.Length > 0 ? ":" + port : "") + (Get("database") is { Length: > 0 } database ? "/" + database : "");
        location = location.Length > 0 ? location : Get("project-id");
        string user = PlatformCredentials.Find(entry.Id)?.UserName ?? Get("user-name");
        return new ProcessingPlatformInfo(entry.Id, entry.Type.ToUpperInvariant(), location, user, Get("judge-by"), entry.File);
    }
}
