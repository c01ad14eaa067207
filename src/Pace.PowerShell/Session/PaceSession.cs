using Pace.Configuration;
using Pace.Engine.Platforms;
using Pace.Engine.Sql;
using Pace.Engine.Storage;

namespace Pace.PowerShell.Session;

/// <summary>
/// What cmdlets talk to: the configured platforms, the stored policies, and the policy engine. Made for one
/// invocation, so that each sees the configuration and the environment as they are then.
/// </summary>
internal sealed class PaceSession : IDisposable
{
    private readonly Dictionary<string, IProcessingPlatform> _open = new(StringComparer.Ordinal);
    private PlatformDirectory? _platforms;
    private IPolicyStore? _policies;
    private IGlobalTransformStore? _transforms;

    /// <summary>Where the files are.</summary>
    public PacePaths Paths { get; } = PacePaths.FromProcess();

    /// <summary>The platforms that are configured, and the embedded one.</summary>
    public PlatformDirectory Platforms => _platforms ??=
        new PlatformDirectory(Settings.Load(Paths, Environment.GetEnvironmentVariable).ReadPlatforms(), Paths);

    /// <summary>The stored policies.</summary>
    public IPolicyStore Policies => _policies ??= new SqlitePolicyStore(Paths.PoliciesDatabase);

    /// <summary>The stored global transforms.</summary>
    public IGlobalTransformStore GlobalTransforms => _transforms ??= new SqliteGlobalTransformStore(Paths.PoliciesDatabase);

    /// <summary>Is told which platforms are used.</summary>
    public Action<string>? Say { get; init; }

    /// <summary>The id of the platform that was opened last, which is what a command that takes its time waits for.</summary>
    public string? Awaited { get; private set; }

    /// <summary>The platform behind an entry of the configuration. The first use connects.</summary>
    public IProcessingPlatform Open(PlatformEntry entry)
    {
        Awaited = entry.Id;
        if (!_open.TryGetValue(entry.Id, out IProcessingPlatform? platform))
        {
            ProcessingPlatformInfo info = PlatformDirectory.Describe(entry);
            Say?.Invoke($"Processing platform '{info.Id}': {info.Type}, {Paths.Shorten(info.Location)}{(info.UserName.Length > 0 ? $", as {info.UserName}" : "")}.");
            platform = PlatformRegistry.Default.Create(PlatformDirectory.SettingsOf(entry));
            _open.Add(entry.Id, platform);
        }

        return platform;
    }

    /// <summary>The dialect of an entry, which its keys may change. Connects to nothing and needs no secret.</summary>
    public static SqlDialect DialectOf(PlatformEntry entry)
    {
        PlatformSettings settings = PlatformDirectory.SettingsOf(PlatformDirectory.WithoutSecrets(entry));
        if (PlatformRegistry.Default.Find(settings.Type) is null && PlatformDialects.Of(settings) is { } offline)
        {
            return offline;
        }

        IProcessingPlatform platform = PlatformRegistry.Default.Create(settings);
        SqlDialect dialect = platform.Dialect;
        Close(platform);
        return dialect;
    }

    /// <summary>Closes what was opened.</summary>
    public void Dispose()
    {
        foreach (IProcessingPlatform platform in _open.Values)
        {
            Close(platform);
        }

        _open.Clear();
        (_policies as IDisposable)?.Dispose();
        _policies = null;
    }

    // Bounded: a server that does not answer must not keep the prompt.
    private static void Close(IProcessingPlatform platform) => platform.DisposeAsync().AsTask().Wait(TimeSpan.FromSeconds(1));
}
