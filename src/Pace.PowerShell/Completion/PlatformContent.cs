using System.Collections;
using System.Management.Automation;
using Pace.Configuration;
using Pace.Engine.Platforms;
using Pace.PowerShell.Session;

namespace Pace.PowerShell.Completion;

/// <summary>Completes names that a platform has to be asked for.</summary>
internal static class PlatformContent
{
    // More are of no use in a menu.
    public const int Most = 500;

    /// <summary>The names that begin with what was typed.</summary>
    /// <param name="what">What is looked for, for telling answers apart.</param>
    /// <param name="typed">What was typed.</param>
    /// <param name="bound">The parameters typed so far.</param>
    /// <param name="list">Asks the platform.</param>
    public static IEnumerable<CompletionResult> Complete(
        string what, string? typed, IDictionary bound, Func<IProcessingPlatform, CancellationToken, Task<IReadOnlyList<Candidate>>> list)
    {
        string? given = bound["ProcessingPlatform"] as string;
        return Candidates.Quickly($"{what}\n{given}", Candidates.Remote, cancellation =>
        {
            using PaceSession session = new();
            PlatformEntry entry = session.Platforms.Resolve(given);
            return list(session.Open(entry), cancellation).GetAwaiter().GetResult();
        }).Matching(typed);
    }

    /// <summary>The candidates of a list, when it is there.</summary>
    public static Task<IReadOnlyList<Candidate>> Of<T>(Task<IReadOnlyList<T>> list, Func<T, Candidate> candidate) =>
        list.ContinueWith<IReadOnlyList<Candidate>>(
            done => [.. done.GetAwaiter().GetResult().Select(candidate)],
            CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
}
