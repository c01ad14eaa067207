using System.Management.Automation;
using Pace.PowerShell.Errors;
using Pace.Telemetry;
using Pace.Telemetry.Upload;

namespace Pace.PowerShell.Commands;

/// <summary>Sends the counts now, if every switch lets it, and waits for the answer; or shows what would be sent.</summary>
[Cmdlet(VerbsCommunications.Send, "PaceTelemetry", SupportsShouldProcess = true, DefaultParameterSetName = SendSet)]
[OutputType(typeof(PaceTelemetryUpload), ParameterSetName = [SendSet])]
[OutputType(typeof(string), ParameterSetName = [PreviewSet])]
public sealed class SendPaceTelemetryCommand : PaceCmdlet
{
    private const string SendSet = "Send";
    private const string PreviewSet = "Preview";

    /// <summary>Gives the exact bytes that would be sent, as text, and sends nothing.</summary>
    [Parameter(Mandatory = true, ParameterSetName = PreviewSet)]
    public SwitchParameter Preview { get; set; }

    /// <summary>Does not wait for the interval to be over, nor for the time after a failure. Overrides no switch.</summary>
    [Parameter(ParameterSetName = SendSet)]
    public SwitchParameter Force { get; set; }

    /// <inheritdoc/>
    protected override void End()
    {
        if (Preview)
        {
            ShowBody();
            return;
        }

        Uri? endpoint = TelemetryControl.Default.GetStatus().Endpoint;
        if (!ShouldProcess(endpoint?.ToString() ?? "no endpoint", "Send the counts"))
        {
            return;
        }

        WriteVerbose(endpoint is null ? "No endpoint is configured." : $"The endpoint is {endpoint.GetLeftPart(UriPartial.Path)}.");
        UploadResult result = Run(cancellation => TelemetryControl.Default.SendNowAsync(Force, cancellation));
        WriteObject(new PaceTelemetryUpload(
            result.Status.ToString(), result.Reason, result.Endpoint, result.HttpStatus, result.NextAttempt?.LocalDateTime));
        // A runbook that must deliver ends when it did not; what a switch forbids is nobody's failure.
        if (result.Status is UploadStatus.Rejected or UploadStatus.Failed or UploadStatus.Unable)
        {
            WriteError(new CmdletException(PaceErrors.TelemetryNotSent, result.Reason, target: result.Endpoint));
        }
    }

    private void ShowBody()
    {
        UploadBody body = TelemetryControl.Default.Preview();
        if (body.Text is { } text)
        {
            WriteObject(text);
        }
        else
        {
            WriteWarning($"There is nothing to send: {body.Reason}");
        }
    }
}
