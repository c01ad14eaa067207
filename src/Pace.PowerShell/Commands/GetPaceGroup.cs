using System.Management.Automation;
using Pace.Engine.Platforms;

namespace Pace.PowerShell.Commands;

/// <summary>Gets the groups of a platform, which a policy's principals can name.</summary>
[Cmdlet(VerbsCommon.Get, "PaceGroup")]
[OutputType("Pace.Engine.Platforms.GroupInfo")]
public sealed class GetPaceGroupCommand : PagedCmdlet
{
    /// <inheritdoc/>
    protected override void Process() => ForOne(ProcessingPlatform, () =>
    {
        IProcessingPlatform platform = OpenPlatform();
        WritePages(platform.ListGroupsAsync);
    });
}
