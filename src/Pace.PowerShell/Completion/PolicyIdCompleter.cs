using System.Globalization;
using Pace.Engine.Storage;
using Pace.PowerShell.Session;

namespace Pace.PowerShell.Completion;

/// <summary>Completes the ids of stored policies.</summary>
internal sealed class PolicyIdCompleter : CandidateCompleter
{
    /// <summary>The stored policies; of a platform, where the command names one.</summary>
    public static IReadOnlyList<Candidate> Policies(string? platform) => Candidates.Quickly("policies\n" + platform, _ =>
    {
        using PaceSession session = new();
        return
        [
            .. session.Policies.List(platform)
                .GroupBy(stored => stored.Id, StringComparer.Ordinal)
                .Select(same => new Candidate(same.Key, string.Join("; ", same.Select(Describe)))),
        ];
    });

    protected override IReadOnlyList<Candidate> Find(CompletionRequest request) => Policies(request.Platform);

    private static string Describe(StoredPolicy stored) =>
        string.Create(CultureInfo.InvariantCulture, $"{stored.ProcessingPlatform}, version {stored.Version} of {StoredTime.Of(stored.UpdatedAt)}") + StoredTime.Title(stored);
}

/// <summary>Completes tables where a blueprint is wanted, else stored policies.</summary>
internal sealed class PolicyOrTableCompleter : CandidateCompleter
{
    protected override IReadOnlyList<Candidate> Find(CompletionRequest request) =>
        request.Bound.Contains("Blueprint") ? TableCompleter.Tables(request) : PolicyIdCompleter.Policies(request.Platform);
}

/// <summary>How tool tips tell of what is stored.</summary>
internal static class StoredTime
{
    /// <summary>A time as the views show it, to the minute.</summary>
    public static string Of(DateTimeOffset time) => time.LocalDateTime.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture);

    /// <summary>The title, where there is one that tells more than the id.</summary>
    public static string Title(StoredPolicy stored) => stored.Title.Length > 0 && stored.Title != stored.Id ? $": {stored.Title}" : "";
}
