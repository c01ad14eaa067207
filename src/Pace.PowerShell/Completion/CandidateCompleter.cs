using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;

namespace Pace.PowerShell.Completion;

/// <summary>What was typed when a completion was asked for.</summary>
/// <param name="Command">The cmdlet's name.</param>
/// <param name="Parameter">The parameter's name.</param>
/// <param name="Word">What stands of the argument, perhaps with a quote.</param>
/// <param name="Bound">The other parameters, as far as PowerShell can tell without running anything.</param>
internal sealed record CompletionRequest(string Command, string Parameter, string Word, IDictionary Bound)
{
    /// <summary>The platform that the command names, or null.</summary>
    public string? Platform => Text("ProcessingPlatform");

    /// <summary>Another parameter's value, the first of several; null where it is not given.</summary>
    public object? Value(string parameter)
    {
        object? value = Bound[parameter];
        value = value is PSObject wrapped ? wrapped.BaseObject : value;
        value = value is object[] several ? several.FirstOrDefault() : value;
        return value is PSObject inner ? inner.BaseObject : value;
    }

    /// <summary>Another parameter's value as text; null where it is not given, or is none.</summary>
    public string? Text(string parameter) => Value(parameter) as string is { Length: > 0 } text ? text : null;
}

/// <summary>What completers share: none of them throws, writes or waits for long.</summary>
internal abstract class CandidateCompleter : IArgumentCompleter
{
    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters)
    {
#pragma warning disable CA1031 // A completer has nobody to tell.
        try
        {
            return Complete(new CompletionRequest(commandName, parameterName, wordToComplete ?? "", fakeBoundParameters ?? new Hashtable()));
        }
        catch (Exception)
        {
            return [];
        }
#pragma warning restore CA1031
    }

    /// <summary>The candidates, whatever was typed of them.</summary>
    protected abstract IReadOnlyList<Candidate> Find(CompletionRequest request);

    /// <summary>What is offered.</summary>
    protected virtual IEnumerable<CompletionResult> Complete(CompletionRequest request) => Find(request).Matching(request.Word);
}

/// <summary>Offers nothing, where PowerShell would offer the files of the current directory, none of which can be meant.</summary>
internal sealed class NothingCompleter : CandidateCompleter
{
    protected override IReadOnlyList<Candidate> Find(CompletionRequest request) => [];
}
