using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;
using Pace.Telemetry.Contract;

namespace Pace.PowerShell.Completion;

/// <summary>Completes the names of what is counted.</summary>
internal sealed class CommandCompleter : IArgumentCompleter
{
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters) =>
        Candidates.Quickly("commands", Candidates.Local, static _ => [.. CommandNames.Cmdlets.Order(StringComparer.Ordinal).Select(name => new Candidate(name, ""))])
            .Matching(wordToComplete);
}
