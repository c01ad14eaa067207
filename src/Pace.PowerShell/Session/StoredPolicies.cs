using Pace.Engine.Diagnostics;
using Pace.Engine.Storage;

namespace Pace.PowerShell.Session;

/// <summary>Finds the stored policy that an id and perhaps a platform mean.</summary>
internal static class StoredPolicies
{
    /// <summary>The active version, or null.</summary>
    /// <param name="session">The session.</param>
    /// <param name="id">The policy's id.</param>
    /// <param name="platform">The platform's id; null: whichever has the policy.</param>
    /// <exception cref="PaceException">
    /// <see cref="PaceErrorKind.PlatformNotFound"/>: several platforms have a policy of that id and none was named.
    /// </exception>
    public static StoredPolicy? FindStored(this PaceSession session, string id, string? platform)
    {
        if (platform is { Length: > 0 })
        {
            return session.Policies.Find(new PolicyKey(platform, id));
        }

        IReadOnlyList<StoredPolicy> found = session.Policies.List(policyId: id);
        return found.Count == 0 ? null : found.Count == 1 ? found[0] : throw new PaceException(
            PaceErrorKind.PlatformNotFound,
            $"Several processing platforms have a policy '{id}': {string.Join(", ", found.Select(stored => stored.ProcessingPlatform))}.",
            "Say which with -ProcessingPlatform.",
            id);
    }

    /// <summary>The active version.</summary>
    /// <exception cref="PaceException"><see cref="PaceErrorKind.PolicyNotFound"/>, and as <see cref="FindStored"/>.</exception>
    public static StoredPolicy RequireStored(this PaceSession session, string id, string? platform) =>
        session.FindStored(id, platform) ?? throw session.NotStored(id, platform);

    /// <summary>The error that no such policy is stored, with the nearest id.</summary>
    public static PaceException NotStored(this PaceSession session, string id, string? platform)
    {
        string where = platform is { Length: > 0 } ? $" for {platform}" : "";
        string hint = NearestName.Hint(id, session.Policies.List(platform).Select(stored => stored.Id)) is { } near ? "; " + near : ".";
        return new PaceException(
            PaceErrorKind.PolicyNotFound,
            $"No policy '{id}' is stored{where}{hint}",
            "Get-PaceDataPolicy lists what is stored; Set-PaceDataPolicy stores one.",
            id);
    }

    /// <summary>The error that a stored policy has no such version.</summary>
    public static PaceException NoVersion(this PaceSession session, StoredPolicy active, int version)
    {
        ArgumentNullException.ThrowIfNull(session);
        return new PaceException(
            PaceErrorKind.PolicyNotFound,
            $"The policy '{active.Id}' of {active.ProcessingPlatform} has no version {version}; the newest is {active.Version}.",
            "Get-PaceDataPolicy -History lists the versions.",
            active.Id);
    }
}
