using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;
using Pace.PowerShell.Input;

namespace Pace.PowerShell.Completion;

/// <summary>Completes the names of encodings.</summary>
internal sealed class EncodingCompleter : IArgumentCompleter
{
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters) =>
        ((IReadOnlyList<Candidate>)[.. EncodingTransformAttribute.Names.Select(name => new Candidate(name, ""))]).Matching(wordToComplete);
}
