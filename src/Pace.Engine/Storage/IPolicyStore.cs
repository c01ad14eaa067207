using Pace.Engine.Diagnostics;
using Pace.Engine.Platforms;
using Pace.Engine.Policies;

namespace Pace.Engine.Storage;

/// <summary>
/// Keeps policies with all their versions. A policy's key is its platform's id and its own id.
/// Any number of processes and threads may use one store at once; readers never wait for writers.
/// Every member may throw <see cref="PaceException"/> of the kind <see cref="PaceErrorKind.StoreUnusable"/>.
/// Where a policy's own metadata says a version or a time, the store's wins, both in what is stored and in what is given.
/// </summary>
public interface IPolicyStore
{
    /// <summary>The active policies, by platform and id; null filters let everything through.</summary>
    IReadOnlyList<StoredPolicy> List(string? platformId = null, string? policyId = null, Page page = default);

    /// <summary>One version (null: the active one), or null when it is not there.</summary>
    StoredPolicy? Find(PolicyKey key, int? version = null);

    /// <summary>All versions, oldest first.</summary>
    IReadOnlyList<StoredPolicy> History(PolicyKey key);

    /// <summary>
    /// Begins to store a policy: reserves the next version (one more than the active one, or 1) and keeps other writers
    /// of the store out until the result is committed or disposed, so that something else can happen in between.
    /// A thread that begins a second time before that waits for itself, in vain.
    /// </summary>
    /// <param name="key">The key.</param>
    /// <param name="policy">The policy.</param>
    /// <param name="expectedVersion">The version that must be the active one, 0 for none; null: any.</param>
    /// <param name="cancellation">Ends the wait for other writers.</param>
    /// <exception cref="PaceException">
    /// <see cref="PaceErrorKind.VersionConflict"/>: another version is active than the expected one.
    /// <see cref="PaceErrorKind.PolicyInvalid"/>: what would be stored could not be read again.
    /// </exception>
    /// <exception cref="OperationCanceledException"/>
    IPendingPolicy BeginSave(
        PolicyKey key, DataPolicy policy, int? expectedVersion = null, CancellationToken cancellation = default);

    /// <summary>
    /// Notes that a stored version was applied. The active version stays what it is, and a note of a later time stays.
    /// </summary>
    /// <exception cref="PaceException"><see cref="PaceErrorKind.PolicyNotFound"/>: that version is not stored.</exception>
    /// <exception cref="OperationCanceledException"/>
    StoredPolicy MarkApplied(
        PolicyKey key, int version, DateTimeOffset appliedAt, CancellationToken cancellation = default);

    /// <summary>Removes a policy with all its versions. False when it was not there.</summary>
    /// <exception cref="OperationCanceledException"/>
    bool Remove(PolicyKey key, CancellationToken cancellation = default);
}

/// <summary>What identifies a stored policy.</summary>
public readonly record struct PolicyKey(string PlatformId, string PolicyId);

/// <summary>A policy on its way into the store. Disposed without a commit, it leaves nothing behind.</summary>
public interface IPendingPolicy : IDisposable
{
    /// <summary>The version it gets.</summary>
    int Version { get; }

    /// <summary>Stores it, once: whether that succeeds or fails, other writers go on.</summary>
    /// <param name="version">The version, <see cref="Version"/> or above when the platform was ahead; null: <see cref="Version"/>.</param>
    /// <param name="appliedAt">When it was applied, if it was.</param>
    /// <exception cref="ArgumentOutOfRangeException">The version is below <see cref="Version"/>.</exception>
    /// <exception cref="PaceException"><see cref="PaceErrorKind.StoreUnusable"/>: nothing was stored.</exception>
    StoredPolicy Commit(int? version = null, DateTimeOffset? appliedAt = null);
}

/// <summary>A stored version of a policy.</summary>
/// <param name="ProcessingPlatform">The platform's id.</param>
/// <param name="Id">The policy's id.</param>
/// <param name="Version">The version, from 1.</param>
/// <param name="Active">Whether it is the newest.</param>
/// <param name="Policy">The policy, its metadata filled in.</param>
/// <param name="CreatedAt">When the first version was stored, UTC.</param>
/// <param name="UpdatedAt">When this version was stored or applied, UTC.</param>
/// <param name="AppliedAt">When this version was applied last, UTC; null: never.</param>
public sealed record StoredPolicy(
    string ProcessingPlatform,
    string Id,
    int Version,
    bool Active,
    DataPolicy Policy,
    DateTimeOffset CreatedAt,
    DateTimeOffset UpdatedAt,
    DateTimeOffset? AppliedAt)
{
    /// <summary>The title.</summary>
    public string Title => Policy.Metadata?.Title ?? "";

    /// <summary>The views' names.</summary>
    public ValueList<string> Targets =>
        Policy.RuleSets.Select(ruleSet => ruleSet.Target?.Ref?.IntegrationFqn ?? "").Where(name => name.Length > 0).ToValueList();
}
