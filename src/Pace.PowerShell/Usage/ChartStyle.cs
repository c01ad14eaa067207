using System.Management.Automation;
using Pace.PowerShell.Commands;

namespace Pace.PowerShell.Usage;

/// <summary>How bars are drawn: in blocks and colours at a terminal, in plain characters where output is redirected.</summary>
/// <param name="IsPlain">Whether nothing but ASCII may be used.</param>
/// <param name="Failed">The escape sequence before what did not succeed; empty where there are no colours.</param>
/// <param name="Reset">The escape sequence after it.</param>
internal sealed record ChartStyle(bool IsPlain, string Failed, string Reset)
{
    // From one to seven eighths of a column.
    private const string Eighths = "▏▎▍▌▋▊▉";

    /// <summary>Plain characters.</summary>
    public static ChartStyle Plain { get; } = new(true, "", "");

    /// <summary>The style of a session.</summary>
    /// <param name="cmdlet">A cmdlet of it.</param>
    public static ChartStyle Of(PSCmdlet cmdlet)
    {
        if (Console.IsOutputRedirected || Console.OutputEncoding.CodePage != 65001)
        {
            return Plain;
        }

        bool hasColour = cmdlet.Host.UI.SupportsVirtualTerminal
            && string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR"))
            && cmdlet.GetVariableValue("PSStyle") is { } found && PSObject.AsPSObject(found) is { } style
            && style.Properties["OutputRendering"]?.Value?.ToString() != "PlainText";
        if (!hasColour)
        {
            return new ChartStyle(false, "", "");
        }

        PSObject all = PSObject.AsPSObject(cmdlet.GetVariableValue("PSStyle"));
        string error = PSObject.AsPSObject(all.Properties["Formatting"].Value).Properties["Error"]?.Value as string ?? "";
        return new ChartStyle(false, error, all.Properties["Reset"]?.Value as string ?? "");
    }

    /// <summary>The bar of one row.</summary>
    /// <param name="row">The row.</param>
    /// <param name="most">The highest count of all rows.</param>
    /// <param name="width">The columns of the longest bar.</param>
    public string Bar(PaceTelemetryUsage row, ulong most, int width)
    {
        if (width == 0)
        {
            return "";
        }

        int eighths = Math.Max(1, (int)Math.Round((double)row.Count / most * width * 8));
        int columns = Math.Max(1, eighths / 8);
        ulong bad = row.Failed + row.Stopped;
        // What ever failed shows, and what ever succeeded does where there is room.
        int badColumns = bad == 0 ? 0
            : Math.Clamp((int)Math.Round((double)bad / row.Count * columns), 1, columns > 1 && bad < row.Count ? columns - 1 : columns);
        int goodColumns = columns - badColumns;
        if (IsPlain)
        {
            return new string('#', goodColumns) + new string('x', badColumns);
        }

        if (badColumns > 0)
        {
            return $"{new string('█', goodColumns)}{Failed}{new string('░', badColumns)}{Reset}";
        }

        return eighths < 8 ? Eighths[eighths - 1].ToString()
            : new string('█', eighths / 8) + (eighths % 8 == 0 ? "" : Eighths[eighths % 8 - 1].ToString());
    }
}
