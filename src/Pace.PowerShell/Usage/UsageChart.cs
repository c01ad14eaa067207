using System.Globalization;
using Pace.PowerShell.Commands;
using Pace.Telemetry;

namespace Pace.PowerShell.Usage;

/// <summary>One's own counts as rows with bars, the most used command first.</summary>
/// <param name="style">How bars are drawn.</param>
internal sealed class UsageChart(ChartStyle style)
{
    private const int Columns = 79;
    private const int LongestBar = 32;

    /// <summary>The rows, with bars that fit a terminal of 80 columns.</summary>
    public IReadOnlyList<PaceTelemetryUsage> Draw(IEnumerable<TelemetryEntry> entries)
    {
        PaceTelemetryUsage[] rows = Sum(entries);
        if (rows.Length == 0)
        {
            return rows;
        }

        ulong most = rows.Max(static row => row.Count);
        int width = Columns
            - Width("Command", rows.Select(static row => row.Command))
            - Width("Count", rows.Select(static row => Text(row.Count)))
            - Width("Failed", rows.Select(static row => Text(row.Failed)))
            - Width("Stopped", rows.Select(static row => Text(row.Stopped)))
            - Width("Success", rows.Select(Rate));
        width = Math.Clamp(width, 0, LongestBar);
        return [.. rows.Select(row => row with { SuccessText = Rate(row), Bar = style.Bar(row, most, width) })];
    }

    /// <summary>The rows without bars.</summary>
    public static PaceTelemetryUsage[] Sum(IEnumerable<TelemetryEntry> entries) => [.. entries
        .GroupBy(static entry => entry.Command, StringComparer.Ordinal)
        .Select(static group => new PaceTelemetryUsage(
            group.Key, Total(group, static _ => true), Total(group, static code => code is not (0 or 130)), Total(group, static code => code == 130)))
        .Where(static row => row.Count > 0)
        .OrderByDescending(static row => row.Count).ThenBy(static row => row.Command, StringComparer.Ordinal)];

    /// <summary>The success rate as a person reads it. 100 % is said of nothing that ever failed.</summary>
    public static string Rate(PaceTelemetryUsage row)
    {
        double percent = Math.Floor(row.SuccessRate * 1000) / 10;
        return percent.ToString(percent is 0 or 100 ? "0" : "0.0", CultureInfo.InvariantCulture) + " %";
    }

    private static string Text(ulong number) => number.ToString(CultureInfo.InvariantCulture);

    private static ulong Total(IEnumerable<TelemetryEntry> entries, Func<int, bool> isMeant) =>
        entries.Where(entry => isMeant(entry.ExitCode)).Aggregate(0UL, static (sum, entry) => sum + entry.Count);

    // A column, and the blank that separates it from the next.
    private static int Width(string label, IEnumerable<string> texts) => 1 + texts.Max(text => Math.Max(label.Length, text.Length));
}
