using System.Management.Automation;
using Pace.Configuration;
using Pace.Telemetry;

namespace Pace.PowerShell.Commands;

/// <summary>Turns counting and sending off: at once, for good, and without a word to anybody. The counts so far stay.</summary>
[Cmdlet(VerbsLifecycle.Disable, "PaceTelemetry", SupportsShouldProcess = true)]
public sealed class DisablePaceTelemetryCommand : PaceCmdlet
{
    private protected override bool IsAboutCounting => true;

    /// <inheritdoc/>
    protected override void End()
    {
        if (ShouldProcess(PacePaths.FromProcess().ConfigFile, "Turn counting and sending off"))
        {
            TelemetryControl.Default.Consent.Disable();
        }
    }
}
