using System.Globalization;
using Pace.Engine.Storage;
using Pace.PowerShell.Session;

namespace Pace.PowerShell.Completion;

/// <summary>Completes the versions of the stored policy that the command names, newest first.</summary>
internal sealed class PolicyVersionCompleter : CandidateCompleter
{
    protected override IReadOnlyList<Candidate> Find(CompletionRequest request)
    {
        string? platform = request.Platform;
        return request.Text("Id") is not { } id ? [] : Candidates.Quickly($"versions\n{platform}\n{id}", _ =>
        {
            using PaceSession session = new();
            return
            [
                .. session.Policies.List(platform, id)
                    .SelectMany(active => session.Policies.History(new PolicyKey(active.ProcessingPlatform, active.Id)))
                    .OrderByDescending(stored => stored.Version)
                    .GroupBy(stored => stored.Version)
                    .Select(same => new Candidate(same.Key.ToString(CultureInfo.InvariantCulture), string.Join("; ", same.Select(Describe)))),
            ];
        });
    }

    private static string Describe(StoredPolicy stored) =>
        $"{stored.ProcessingPlatform}, {StoredTime.Of(stored.UpdatedAt)}"
        + (stored.Active ? ", the active one" : "")
        + (stored.AppliedAt is { } applied ? $", applied {StoredTime.Of(applied)}" : ", not applied")
        + StoredTime.Title(stored);
}
