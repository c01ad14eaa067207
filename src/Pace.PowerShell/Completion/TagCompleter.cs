using Pace.PowerShell.Session;

namespace Pace.PowerShell.Completion;

/// <summary>Completes the tags of stored global transforms.</summary>
internal sealed class TagCompleter : CandidateCompleter
{
    protected override IReadOnlyList<Candidate> Find(CompletionRequest request) => Candidates.Quickly("tags", static _ =>
    {
        using PaceSession session = new();
        return
        [
            .. session.GlobalTransforms.List().Select(stored => new Candidate(
                stored.Ref,
                stored.Transform.Description is { Length: > 0 } description ? description : $"global transform of {StoredTime.Of(stored.UpdatedAt)}")),
        ];
    });
}
