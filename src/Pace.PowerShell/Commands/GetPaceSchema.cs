using System.Management.Automation;
using Pace.Engine.Platforms;
using Pace.PowerShell.Completion;
using Pace.PowerShell.Input;

namespace Pace.PowerShell.Commands;

/// <summary>Gets the schemas of a database, without the system's own.</summary>
[Cmdlet(VerbsCommon.Get, "PaceSchema")]
[OutputType("Pace.Engine.Platforms.SchemaInfo")]
public sealed class GetPaceSchemaCommand : PagedCmdlet
{
    /// <summary>The database; left out: the one that is configured for the platform.</summary>
    [Parameter(Position = 0, ValueFromPipeline = true)]
    [ArgumentCompleter(typeof(DatabaseCompleter))]
    [NameTransform]
    [ValidateNotNullOrEmpty]
    public string? Database { get; set; }

    /// <inheritdoc/>
    protected override void Process() => ForOne(Database, () =>
    {
        IProcessingPlatform platform = OpenPlatform();
        WritePages<SchemaInfo>((page, cancellation) => platform.ListSchemasAsync(Database, page, cancellation));
    });
}
