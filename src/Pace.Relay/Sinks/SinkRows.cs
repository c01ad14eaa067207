using Pace.Relay.Aggregation;
using Pace.Relay.Publishing;
using Pace.Relay.Receiving;

namespace Pace.Relay.Sinks;

/// <summary>Makes rows of an observation.</summary>
internal static class SinkRows
{
    /// <summary>The rows, all of one time.</summary>
    /// <param name="seen">The totals.</param>
    /// <param name="names">The commands' labels.</param>
    /// <param name="prefix">What the names begin with, its dot left out.</param>
    public static IReadOnlyList<SinkRow> Of(Observation seen, NameTable names, string prefix)
    {
        var rows = new List<SinkRow>(seen.Keys.Length + 3);
        string commands = prefix + ".commands";
        for (int i = 0; i < seen.Keys.Length; i++)
            rows.Add(new SinkRow(commands, SeriesLabels.Of(seen.Keys[i], names), seen.Values[i], IsCounter: true, seen.Time));
        string installations = prefix + ".installations";
        rows.Add(new SinkRow(installations, [("window", "1d")], seen.Day, IsCounter: false, seen.Time));
        rows.Add(new SinkRow(installations, [("window", "7d")], seen.Week, IsCounter: false, seen.Time));
        rows.Add(new SinkRow(installations, [("window", "30d")], seen.Month, IsCounter: false, seen.Time));
        return rows;
    }
}
