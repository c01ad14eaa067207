using System.Management.Automation;
using Pace.PowerShell.Errors;
using Pace.Telemetry;

namespace Pace.PowerShell.Commands;

/// <summary>Forgets what Pace counted and the copy of what was sent, and begins a new id. The pace CLI's counts stay.</summary>
[Cmdlet(VerbsCommon.Clear, "PaceTelemetry", SupportsShouldProcess = true)]
public sealed class ClearPaceTelemetryCommand : PaceCmdlet
{
    /// <inheritdoc/>
    protected override void End()
    {
        string file = Recorder.Default.Store?.File ?? throw TelemetryErrors.NoPlace();
        if (ShouldProcess(file, "Forget Pace's counts, and begin a new id"))
        {
            TelemetryControl.Default.Consent.Clear();
        }
    }
}
