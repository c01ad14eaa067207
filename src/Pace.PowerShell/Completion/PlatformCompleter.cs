using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;
using Pace.PowerShell.Session;

namespace Pace.PowerShell.Completion;

/// <summary>Completes the ids of configured platforms.</summary>
internal sealed class PlatformCompleter : IArgumentCompleter
{
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters) =>
        Candidates.Quickly("platforms", Candidates.Local, static _ =>
        {
            using PaceSession session = new();
            return [.. session.Platforms.List().Select(platform => new Candidate(platform.Id, $"{platform.Type} {platform.Location}"))];
        }).Matching(wordToComplete);
}
