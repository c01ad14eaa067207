using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;

namespace Pace.PowerShell.Completion;

/// <summary>Completes tables where a blueprint is wanted, else stored policies.</summary>
internal sealed class PolicyOrTableCompleter : IArgumentCompleter
{
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters)
    {
        IArgumentCompleter completer = fakeBoundParameters.Contains("Blueprint") ? new TableCompleter() : new PolicyIdCompleter();
        return completer.CompleteArgument(commandName, parameterName, wordToComplete, commandAst, fakeBoundParameters);
    }
}
