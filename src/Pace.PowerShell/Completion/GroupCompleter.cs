using Pace.Engine.Platforms;

namespace Pace.PowerShell.Completion;

/// <summary>Completes the names of groups on the platform that is meant.</summary>
internal sealed class GroupCompleter : CandidateCompleter
{
    protected override IReadOnlyList<Candidate> Find(CompletionRequest request) =>
        PlatformContent.Find("groups", request.Platform, static (platform, cancellation) => PlatformContent.Of(
            platform.ListGroupsAsync(new Page(0, PlatformContent.Most), cancellation),
            static group => new Candidate(group.Name, $"group on {group.ProcessingPlatform}")));
}
