using Pace.Engine.Diagnostics;
using Pace.Engine.Platforms.BigQuery;
using Pace.Engine.Platforms.Postgres;
using Pace.Engine.Platforms.Snowflake;
using Pace.Engine.Platforms.Sqlite;
using Pace.Engine.Policies;

namespace Pace.Engine.Platforms;

/// <summary>The types of platforms that this build can talk to.</summary>
public sealed class PlatformRegistry
{
    /// <summary>A registry of some factories, at most one for each type.</summary>
    /// <exception cref="ArgumentException">Two factories are for one type.</exception>
    public PlatformRegistry(IReadOnlyList<IPlatformFactory> factories)
    {
        if (factories.DistinctBy(factory => factory.Type).Count() != factories.Count)
        {
            throw new ArgumentException("Two factories are for one type.", nameof(factories));
        }

        Factories = factories;
    }

    /// <summary>The types that this build can talk to, a line each.</summary>
    public static PlatformRegistry Default { get; } = new(
    [
        new PostgresPlatformFactory(),
        new SqlitePlatformFactory(),
        new SnowflakePlatformFactory(),
        new BigQueryPlatformFactory(),
    ]);

    /// <summary>One for each type.</summary>
    public IReadOnlyList<IPlatformFactory> Factories { get; }

    /// <summary>The factory for a type, or null.</summary>
    public IPlatformFactory? Find(PlatformType type) => Factories.FirstOrDefault(factory => factory.Type == type);

    /// <summary>The platform of an entry. Opens no connection.</summary>
    /// <exception cref="PaceException">
    /// <see cref="PaceErrorKind.NotSupported"/>: this build cannot talk to platforms of that type;
    /// <see cref="PaceErrorKind.PlatformMisconfigured"/>: a key is missing, unknown or has a wrong value.
    /// </exception>
    public IProcessingPlatform Create(PlatformSettings settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        IPlatformFactory factory = Find(settings.Type) ?? throw new PaceException(
            PaceErrorKind.NotSupported,
            $"Pace cannot connect to processing platform '{settings.Id}': its type is {Name(settings.Type)}.",
            $"Types that it can connect to: {string.Join(", ", Factories.Select(known => Name(known.Type)))}.",
            settings.Id);
        return factory.Create(settings);
    }

    private static string Name(PlatformType type) => type.ToString().ToUpperInvariant();
}
