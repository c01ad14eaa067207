using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;
using Pace.PowerShell.Session;

namespace Pace.PowerShell.Completion;

/// <summary>Completes the ids of stored policies.</summary>
internal sealed class PolicyIdCompleter : IArgumentCompleter
{
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters)
    {
        string? platform = fakeBoundParameters["ProcessingPlatform"] as string;
        return Candidates.Quickly("policies\n" + platform, Candidates.Local, _ =>
        {
            using PaceSession session = new();
            return
            [
                .. session.Policies.List(platform)
                    .Select(stored => new Candidate(stored.Id, $"{stored.ProcessingPlatform}, version {stored.Version}: {stored.Title}"))
                    .DistinctBy(candidate => candidate.Text),
            ];
        }).Matching(wordToComplete);
    }
}
