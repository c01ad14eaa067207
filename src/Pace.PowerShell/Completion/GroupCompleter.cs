using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;
using Pace.Engine.Platforms;

namespace Pace.PowerShell.Completion;

/// <summary>Completes the names of groups on the platform that is meant.</summary>
internal sealed class GroupCompleter : IArgumentCompleter
{
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters) =>
        PlatformContent.Complete("groups", wordToComplete, fakeBoundParameters, static (platform, cancellation) => PlatformContent.Of(
            platform.ListGroupsAsync(new Page(0, PlatformContent.Most), cancellation),
            static group => new Candidate(group.Name, "")));
}
