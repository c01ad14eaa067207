using Pace.Engine.Compilation;
using Pace.Engine.Platforms;
using Pace.Engine.Policies;
using Pace.Engine.Storage;

namespace Pace.Engine.Comparison;

/// <summary>
/// Finds the version that a platform should have: the one that its views say they are of. A version that is stored and
/// not applied yet is no drift, and one that another machine applied cannot be told from here.
/// </summary>
public static class AppliedBaseline
{
    /// <summary>What the platform is to be compared with before anything is applied; null where that is not known here.</summary>
    /// <param name="history">All stored versions.</param>
    /// <param name="marks">The marks of the policy's views on the platform.</param>
    /// <param name="next">What is about to be applied: another machine may have applied the same already.</param>
    /// <param name="compile">Compiles a policy; null where it cannot be compiled any more.</param>
    public static DriftRequest? Find(
        IReadOnlyList<StoredPolicy> history, IReadOnlyList<ViewMark> marks, DataPolicy next, Func<DataPolicy, CompiledPolicy?> compile)
    {
        ArgumentNullException.ThrowIfNull(history);
        ArgumentNullException.ThrowIfNull(marks);
        ArgumentNullException.ThrowIfNull(compile);
        if (marks.Count == 0)
        {
            // Nothing of the policy is there: has it been?
            StoredPolicy? last = history.Where(version => version.AppliedAt is not null).MaxBy(version => version.AppliedAt);
            return last is not null && compile(last.Policy) is { } lost ? new DriftRequest(last.Policy, lost, last.Version) : null;
        }

        // Anybody can write a mark: one that fits nothing must not hide another that does.
        foreach (ViewMark mark in marks.OrderByDescending(mark => mark.Version))
        {
            foreach (StoredPolicy version in history.OrderByDescending(version => version.Version == mark.Version)
                .ThenByDescending(version => version.Version))
            {
                if (compile(version.Policy) is { } compiled && compiled.Hash == mark.Hash)
                {
                    // A version above all of ours is another machine's, which applying tells.
                    bool isKnown = history.Any(stored => stored.Version >= mark.Version);
                    return new DriftRequest(version.Policy, compiled, isKnown ? version.Version : mark.Version);
                }
            }

            if (compile(next) is { } same && same.Hash == mark.Hash)
            {
                return new DriftRequest(next, same, mark.Version);
            }
        }

        return null;
    }
}
