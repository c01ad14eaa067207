using System.Net;
using Pace.Configuration;
using Pace.Engine.Diagnostics;
using Pace.Engine.Platforms;
using Pace.Engine.Policies;

namespace Pace.PowerShell.Session;

/// <summary>The platforms that are configured, and which of them a policy or a command means.</summary>
internal sealed class PlatformDirectory
{
    private readonly IReadOnlyList<PlatformEntry> _entries;

    public PlatformDirectory(IReadOnlyList<PlatformEntry> entries) => _entries = entries;

    /// <summary>All of them, by id.</summary>
    public IReadOnlyList<ProcessingPlatformInfo> List() =>
        [.. _entries.Select(Describe).OrderBy(info => info.Id, StringComparer.Ordinal)];

    /// <summary>The platform with an id, or null.</summary>
    public PlatformEntry? Find(string id) => _entries.FirstOrDefault(entry => entry.Id == id);

    /// <summary>The platform with an id.</summary>
    public PlatformEntry Get(string id) => Find(id) ?? throw NotConfigured($"There is no processing platform '{id}'", id);

    /// <summary>The platform that a command means: the one named, else the only one.</summary>
    public PlatformEntry Resolve(string? given) => given is { Length: > 0 } ? Get(given) : _entries switch
    {
        [var only] => only,
        [] => throw new PaceException(
            PaceErrorKind.PlatformNotFound,
            $"No processing platform is registered.",
            "Register one with Register-PaceProcessingPlatform."),
        _ => throw new PaceException(
            PaceErrorKind.PlatformNotFound,
            $"Several processing platforms are registered: {Ids}.",
            "Say which with -ProcessingPlatform."),
    };

    /// <summary>
    /// The platform that a policy is for: the one named, else the document's, else the only one.
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
            entry = Find(document.Id) ?? throw NotConfigured(
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

    private string Ids => string.Join(", ", _entries.Select(entry => entry.Id));

    private PaceException NotConfigured(string what, string id)
    {
        string registered = _entries.Count == 0 ? "none is registered" : "registered: " + Ids;
        string hint = NearestName.Hint(id, _entries.Select(entry => entry.Id)) is { } near ? "; " + near : "";
        return new PaceException(
            PaceErrorKind.PlatformNotFound,
            $"{what} ({registered}){hint}",
            $"Register it with Register-PaceProcessingPlatform {id}, or name another with -ProcessingPlatform.",
            id);
    }

    private static ProcessingPlatformInfo Describe(PlatformEntry entry)
    {
        string Get(string key) => entry.Settings.GetValueOrDefault(key) ?? "";
        string host = Get("host-name");
        string port = Get("port");
        string location = Get("path") is { Length: > 0 } path
            ? path
            : host + (port.Length > 0 ? ":" + port : "") + (Get("database") is { Length: > 0 } database ? "/" + database : "");
        string user = PlatformCredentials.Find(entry.Id)?.UserName ?? Get("user-name");
        return new ProcessingPlatformInfo(entry.Id, entry.Type.ToUpperInvariant(), location, user, Get("judge-by"), entry.File);
    }
}
