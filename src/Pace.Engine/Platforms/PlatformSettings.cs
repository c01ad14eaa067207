using Pace.Engine.Policies;

namespace Pace.Engine.Platforms;

/// <summary>A platform's entry in the configuration, with secrets already resolved.</summary>
/// <param name="Id">The id.</param>
/// <param name="Type">The type.</param>
/// <param name="Values">The other keys, in kebab case as config.yaml writes them.</param>
public sealed record PlatformSettings(string Id, PlatformType Type, IReadOnlyDictionary<string, string> Values)
{
    /// <summary>
    /// A login's name and password that are kept in memory only; they win over <see cref="Values"/>. Null: none.
    /// </summary>
    public (string UserName, string Password)? Credential { get; init; }
}

/// <summary>One key of a platform's entry.</summary>
/// <param name="Key">The key, in kebab case.</param>
/// <param name="Required">Whether it must be there.</param>
/// <param name="Description">What it is, for messages and help.</param>
public sealed record PlatformOption(string Key, bool Required, string Description);

/// <summary>Makes the platforms of one type.</summary>
public interface IPlatformFactory
{
    /// <summary>The type.</summary>
    PlatformType Type { get; }

    /// <summary>The keys that an entry of this type may have.</summary>
    IReadOnlyList<PlatformOption> Options { get; }

    /// <summary>The platform. Opens no connection: the first use does.</summary>
    /// <exception cref="Diagnostics.PaceException">
    /// <see cref="Diagnostics.PaceErrorKind.PlatformMisconfigured"/>: a key is missing, unknown or has a wrong value.
    /// </exception>
    IProcessingPlatform Create(PlatformSettings settings);
}
