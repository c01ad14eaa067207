using System.Management.Automation;
using Pace.Configuration;
using Pace.PowerShell.Completion;
using Pace.PowerShell.Errors;
using Pace.Telemetry;
using Pace.Telemetry.Consent;

namespace Pace.PowerShell.Commands;

/// <summary>Agrees to counting, or with <c>-Upload</c> to sending the counts too. Written to config.yaml; sends nothing.</summary>
[Cmdlet(VerbsLifecycle.Enable, "PaceTelemetry", SupportsShouldProcess = true)]
public sealed class EnablePaceTelemetryCommand : PaceCmdlet
{
    /// <summary>Agrees to sending the counts as well.</summary>
    [Parameter]
    public SwitchParameter Upload { get; set; }

    /// <summary>Where counts shall go: an https address, or http on this machine. Left out: where the configuration says.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(NothingCompleter))]
    [ValidateNotNullOrEmpty]
    public string? Endpoint { get; set; }

    /// <summary>Forgets what was counted so far, and begins a new id, so that only what comes is sent.</summary>
    [Parameter]
    public SwitchParameter FromNow { get; set; }

    private protected override bool IsAboutCounting => true;

    /// <inheritdoc/>
    protected override void End()
    {
        if (!Upload && (Endpoint is not null || FromNow))
        {
            throw new CmdletException(
                PaceErrors.ParameterInvalid, $"-{(Endpoint is not null ? nameof(Endpoint) : nameof(FromNow))} is about sending counts, which -Upload agrees to.",
                "Add -Upload, or leave the parameter out.");
        }

        string what = !Upload ? "Count commands, and send nothing"
            : FromNow ? "Forget the counts so far, count commands, and send the counts"
            : "Count commands, and send the counts";
        if (!ShouldProcess(PacePaths.FromProcess().ConfigFile, what))
        {
            return;
        }

        TelemetryConsent consent = TelemetryControl.Default.Consent;
        ConsentResult result = Upload ? consent.EnableUpload(Endpoint, FromNow) : consent.EnableLocal();
        bool isAsWished = Upload ? result.Upload.IsOn : result.Recording.IsOn;
        if (isAsWished && !Upload)
        {
            return;
        }

        foreach (string message in result.Messages)
        {
            if (isAsWished)
            {
                Tell(message);
            }
            else
            {
                WriteWarning(message);
            }
        }
    }
}
