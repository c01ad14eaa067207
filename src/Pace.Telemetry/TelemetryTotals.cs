namespace Pace.Telemetry;

/// <summary>Sums of Pace's own counts.</summary>
internal static class TelemetryTotals
{
    /// <summary>How many of Pace's cmdlets a document holds, and how often they ran.</summary>
    public static (int Commands, ulong Counts) Of(TelemetryDocument? document)
    {
        TelemetryEntry[] own = [.. document?.Entries.Where(static entry => entry.IsOwn) ?? []];
        return (own.Select(static entry => entry.Command).Distinct(StringComparer.Ordinal).Count(),
            own.Aggregate(0UL, static (sum, entry) => sum + entry.Count));
    }
}
