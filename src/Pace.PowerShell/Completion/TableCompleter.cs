using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;
using Pace.Engine.Platforms;

namespace Pace.PowerShell.Completion;

/// <summary>Completes the names of tables and views on the platform that is meant.</summary>
internal sealed class TableCompleter : IArgumentCompleter
{
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters) =>
        PlatformContent.Complete("tables", wordToComplete, fakeBoundParameters, static (platform, cancellation) => PlatformContent.Of(
            platform.ListTablesAsync(null, new Page(0, PlatformContent.Most), cancellation),
            static table => new Candidate(table.Id, $"{table.Kind}, {table.Columns} columns")));
}
