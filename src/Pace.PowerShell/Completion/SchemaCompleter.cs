using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;
using Pace.Engine.Platforms;

namespace Pace.PowerShell.Completion;

/// <summary>Completes the names of schemas on the platform that is meant.</summary>
internal sealed class SchemaCompleter : IArgumentCompleter
{
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters) =>
        PlatformContent.Complete("schemas", wordToComplete, fakeBoundParameters, static (platform, cancellation) => PlatformContent.Of(
            platform.ListSchemasAsync(null, new Page(0, PlatformContent.Most), cancellation),
            static schema => new Candidate(schema.Name, "")));
}
