using System.Management.Automation;

namespace Pace.PowerShell.Commands;

/// <summary>How often a command ran, and how it ended.</summary>
/// <param name="Command">The command.</param>
/// <param name="Count">How often it ran.</param>
/// <param name="Failed">How often it ended with an error of its own: any exit code but 0 and 130.</param>
/// <param name="Stopped">How often its user stopped it.</param>
public sealed record PaceTelemetryUsage(string Command, ulong Count, ulong Failed, ulong Stopped)
{
    /// <summary>The part of the runs that neither failed nor were stopped, from 0 to 1.</summary>
    public double SuccessRate => Count == 0 ? 1 : (double)(Count - Failed - Stopped) / Count;

    /// <summary>For the view.</summary>
    [Hidden]
    public string SuccessText { get; init; } = "";

    /// <summary>For the view: a bar as long as the count is large, its end being what did not succeed.</summary>
    [Hidden]
    public string Bar { get; init; } = "";
}
