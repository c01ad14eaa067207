using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;
using Pace.PowerShell.Session;

namespace Pace.PowerShell.Completion;

/// <summary>Completes the types of platforms that this build can connect to.</summary>
internal sealed class PlatformTypeCompleter : IArgumentCompleter
{
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters) =>
        Candidates.Quickly("types", Candidates.Local, static _ =>
            [.. EngineParts.PlatformTypes.Select(type => new Candidate(PlatformDirectory.Spell(type), ""))]).Matching(wordToComplete);
}
