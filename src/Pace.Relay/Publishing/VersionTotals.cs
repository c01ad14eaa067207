using Pace.Relay.Aggregation;
using Pace.Relay.Receiving;

namespace Pace.Relay.Publishing;

/// <summary>How each command ended by published version, since counting began: what tells since when something fails.</summary>
/// <remarks>Charts have no versions: those that matter follow each other, so that all time is the window that compares them.</remarks>
internal static class VersionTotals
{
    /// <summary>The totals by a command's number and version; asked on the writer's thread.</summary>
    public static IReadOnlyDictionary<(ushort Name, uint Version), (long Count, long Failed)> Of(SeriesTotals series)
    {
        Dictionary<(ushort, uint), (long Count, long Failed)> totals = [];
        for (int place = 0; place < series.Count; place++)
        {
            SeriesKey key = series.Key(place);
            long total = series.Total(place);
            (long count, long failed) = totals.GetValueOrDefault((key.Name, key.Version));
            totals[(key.Name, key.Version)] = (count + total, failed + (ReportedExit.IsFailure(key.Exit) ? total : 0));
        }

        return totals;
    }

    /// <summary>The same by what is published of a command, oldest version first.</summary>
    public static ILookup<(string Command, string Client), UsageVersion> ByCommand(
        IReadOnlyDictionary<(ushort Name, uint Version), (long Count, long Failed)> totals, NameTable names) => totals
        .GroupBy(item => (names.Labels(item.Key.Name).Command, names.Labels(item.Key.Name).Client, item.Key.Version))
        .OrderBy(static group => group.Key.Version)
        .ToLookup(
            static group => (group.Key.Command, group.Key.Client),
            static group => new UsageVersion(
                ReportedVersion.Text(group.Key.Version), group.Sum(static item => item.Value.Count), group.Sum(static item => item.Value.Failed)));
}
