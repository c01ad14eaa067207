using System.Management.Automation;
using Pace.Engine.Platforms;

namespace Pace.PowerShell.Commands;

/// <summary>Gets the databases of a platform.</summary>
[Cmdlet(VerbsCommon.Get, "PaceDatabase")]
[OutputType("Pace.Engine.Platforms.DatabaseInfo")]
public sealed class GetPaceDatabaseCommand : PagedCmdlet
{
    /// <inheritdoc/>
    protected override void Process() => ForOne(ProcessingPlatform, () =>
    {
        IProcessingPlatform platform = OpenPlatform();
        WritePages(platform.ListDatabasesAsync);
    });
}
