using Pace.Engine.Platforms;
using Pace.Engine.Policies;
using Pace.PowerShell.Session;

namespace Pace.PowerShell.Completion;

/// <summary>Completes paths of resources a part at a time: platforms, then what lies below the one that was typed.</summary>
internal sealed class ResourceCompleter : CandidateCompleter
{
    protected override IReadOnlyList<Candidate> Find(CompletionRequest request)
    {
        string typed = Candidates.Unquote(request.Word);
        return Parent(typed) is not { } path ? PlatformCompleter.Platforms() : Candidates.Quickly($"resources\n{path}", search =>
        {
            _ = ResourcePath.TryParse(path, out ValueList<string> parts);
            using PaceSession session = new();
            return PlatformContent.Ask(search, session, session.Platforms.Get(parts[0]), (platform, cancellation) => PlatformContent.Of(
                ResourceTree.ListAsync(platform, parts, new Page(0, PlatformContent.Most), cancellation),
                static child => new Candidate(child.Path, $"{child.Kind} on {child.ProcessingPlatform}")));
        });
    }

    // What stands before the last slash that is no part of a name; null where that is still to come.
    private static string? Parent(string typed)
    {
        for (int at = typed.LastIndexOf('/'); at > 0; at = typed.LastIndexOf('/', at - 1))
        {
            if (ResourcePath.TryParse(typed[..at], out _))
            {
                return typed[..at];
            }
        }

        return null;
    }
}
