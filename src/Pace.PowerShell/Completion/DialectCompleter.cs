using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;
using Pace.PowerShell.Session;

namespace Pace.PowerShell.Completion;

/// <summary>Completes the dialects that policies compile to.</summary>
internal sealed class DialectCompleter : IArgumentCompleter
{
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters) =>
        Candidates.Quickly("dialects", Candidates.Local, static _ => [.. EngineParts.Dialects.Select(name => new Candidate(name, ""))])
            .Matching(wordToComplete);
}
