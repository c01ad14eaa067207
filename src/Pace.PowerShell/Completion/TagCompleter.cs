using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;
using Pace.PowerShell.Session;

namespace Pace.PowerShell.Completion;

/// <summary>Completes the tags of stored global transforms.</summary>
internal sealed class TagCompleter : IArgumentCompleter
{
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters) =>
        Candidates.Quickly("tags", Candidates.Local, _ =>
        {
            using PaceSession session = new();
            return [.. session.GlobalTransforms.List().Select(stored => new Candidate(stored.Ref, stored.Transform.Description ?? ""))];
        }).Matching(wordToComplete);
}
