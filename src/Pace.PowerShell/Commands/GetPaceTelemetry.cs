using System.Management.Automation;
using Pace.PowerShell.Completion;
using Pace.PowerShell.Errors;
using Pace.PowerShell.Input;
using Pace.Telemetry;

namespace Pace.PowerShell.Commands;

/// <summary>Gets how often each of Pace's cmdlets ran, and how it ended: all that Pace counts.</summary>
[Cmdlet(VerbsCommon.Get, "PaceTelemetry")]
[OutputType("Pace.Telemetry.TelemetryEntry")]
public sealed class GetPaceTelemetryCommand : PaceCmdlet
{
    /// <summary>Commands. Wildcards are understood. Left out: all, those of the pace CLI in the same file included.</summary>
    [Parameter(Position = 0)]
    [ArgumentCompleter(typeof(CommandCompleter))]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    public string[] Command { get; set; } = [];

    /// <inheritdoc/>
    protected override void End()
    {
        if (Recorder.Default.Read() is not { } document)
        {
            throw TelemetryErrors.NoPlace();
        }

        if (document.State is TelemetryFileState.Broken or TelemetryFileState.Unreadable)
        {
            WriteWarning(document.State == TelemetryFileState.Broken
                ? "telemetry.yaml is no telemetry document; the next Pace cmdlet sets it aside and starts a new one."
                : "telemetry.yaml cannot be read: see that it is a file and who may read it.");
        }

        foreach (string file in document.SetAside)
        {
            WriteWarning($"A telemetry file that could not be read was set aside: {file}");
        }

        NamePattern[] patterns = Array.ConvertAll(Command, name => new NamePattern(name));
        foreach (TelemetryEntry entry in document.Entries)
        {
            if (patterns.Length == 0 || patterns.Any(pattern => pattern.IsMatch(entry.Command)))
            {
                WriteObject(entry);
            }
        }
    }
}
