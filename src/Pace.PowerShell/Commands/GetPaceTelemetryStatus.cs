using System.Management.Automation;
using Pace.PowerShell.Usage;

namespace Pace.PowerShell.Commands;

/// <summary>Gets whether Pace counts and uploads, which switch decided each, and how the last upload ended.</summary>
[Cmdlet(VerbsCommon.Get, "PaceTelemetryStatus")]
[OutputType(typeof(PaceTelemetryStatus))]
public sealed class GetPaceTelemetryStatusCommand : PaceCmdlet
{
    /// <inheritdoc/>
    protected override void End() => WriteObject(TelemetryStatusText.Describe());
}
