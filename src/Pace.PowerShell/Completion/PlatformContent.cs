using Pace.Configuration;
using Pace.Engine.Platforms;
using Pace.Engine.Policies;
using Pace.PowerShell.Session;

namespace Pace.PowerShell.Completion;

/// <summary>Finds names that a platform has to be asked for.</summary>
internal static class PlatformContent
{
    /// <summary>More are of no use at a prompt.</summary>
    public const int Most = 5000;

    /// <summary>The names that a platform has.</summary>
    /// <param name="what">What is looked for, for telling answers apart.</param>
    /// <param name="platform">The platform's id; null: the one that a command would mean.</param>
    /// <param name="list">Asks the platform.</param>
    public static IReadOnlyList<Candidate> Find(
        string what, string? platform, Func<IProcessingPlatform, CancellationToken, Task<IReadOnlyList<Candidate>>> list) =>
        Candidates.Quickly($"{what}\n{platform}", search =>
        {
            using PaceSession session = new();
            return Ask(search, session, session.Platforms.Resolve(platform), list);
        });

    /// <summary>Asks a platform within a search.</summary>
    public static IReadOnlyList<Candidate> Ask(
        CandidateSearch search, PaceSession session, PlatformEntry entry,
        Func<IProcessingPlatform, CancellationToken, Task<IReadOnlyList<Candidate>>> list)
    {
        if (PlatformDirectory.TypeOf(entry) != PlatformType.Sqlite)
        {
            search.AsksServer();
        }

        return list(session.Open(entry), search.Cancellation).GetAwaiter().GetResult();
    }

    /// <summary>The candidates of a list, when it is there.</summary>
    public static Task<IReadOnlyList<Candidate>> Of<T>(Task<IReadOnlyList<T>> list, Func<T, Candidate> candidate) =>
        list.ContinueWith<IReadOnlyList<Candidate>>(
            done => [.. done.GetAwaiter().GetResult().Select(candidate)],
            CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
}
