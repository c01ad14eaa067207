using Pace.Engine.Platforms.Sqlite;
using Pace.PowerShell.Display;
using Pace.PowerShell.Session;

namespace Pace.PowerShell.Completion;

/// <summary>Completes the ids of platforms, the embedded one among them.</summary>
internal class PlatformCompleter : CandidateCompleter
{
    /// <summary>All platforms.</summary>
    public static IReadOnlyList<Candidate> Platforms() => Candidates.Quickly("platforms", static _ =>
    {
        using PaceSession session = new();
        return [.. session.Platforms.List().Select(platform => new Candidate(platform.Id, Describe(platform)))];
    });

    protected override IReadOnlyList<Candidate> Find(CompletionRequest request) => Platforms();

    private static string Describe(ProcessingPlatformInfo platform) =>
        $"{platform.Type} {ViewText.Place(platform.Location)}" + (platform.UserName.Length > 0 ? $" as {platform.UserName}" : "");
}

/// <summary>Completes the ids of platforms that were registered.</summary>
internal sealed class RegisteredPlatformCompleter : PlatformCompleter
{
    protected override IReadOnlyList<Candidate> Find(CompletionRequest request) =>
        [.. base.Find(request).Where(platform => !PlatformDirectory.IsReserved(platform.Text))];
}

/// <summary>Completes the one platform whose tables are Pace's to make.</summary>
internal sealed class EmbeddedPlatformCompleter : PlatformCompleter
{
    protected override IReadOnlyList<Candidate> Find(CompletionRequest request) =>
        [.. base.Find(request).Where(platform => platform.Text == SqlitePlatform.EmbeddedId)];
}
