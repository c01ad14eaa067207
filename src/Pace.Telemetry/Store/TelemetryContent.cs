using Pace.Telemetry.Contract;

namespace Pace.Telemetry.Store;

/// <summary>The content of telemetry.yaml, to be changed and written again.</summary>
internal sealed class TelemetryContent
{
    private string? _id;

    /// <summary>The counts, ordered as they are written.</summary>
    public SortedDictionary<CountKey, CountRow> Rows { get; } = [];

    /// <summary>Keys at the top level that Pace does not know.</summary>
    public List<Extra> Extras { get; } = [];

    /// <summary>The version of whoever wrote last.</summary>
    public string? Version { get; set; }

    /// <summary>The system that the file was made on.</summary>
    public string? OperatingSystem { get; set; }

    /// <summary>The file's random id; null where there is none, an empty one included.</summary>
    public string? Id
    {
        get => _id;
        set => _id = value is { Length: > 0 } ? value : null;
    }

    /// <summary>Raises a count to at least a value.</summary>
    public void RaiseTo(CountKey key, uint count)
    {
        CountRow row = RowOf(key);
        row.Count = Math.Max(row.Count, count);
    }

    /// <summary>Adds to a count, which stays at its limit.</summary>
    public void Add(CountKey key, uint count)
    {
        CountRow row = RowOf(key);
        row.Count = CountRow.Add(row.Count, count);
    }

    /// <summary>Pace's own counts.</summary>
    public IEnumerable<KeyValuePair<CountKey, uint>> OwnCounts => Rows
        .Where(static row => CommandNames.IsCmdlet(row.Key.Command))
        .Select(static row => KeyValuePair.Create(row.Key, row.Value.Count));

    /// <summary>Forgets Pace's own counts.</summary>
    public void RemoveOwn()
    {
        foreach (CountKey key in OwnCounts.Select(static row => row.Key).ToArray()) Rows.Remove(key);
    }

    /// <summary>Takes over what others wrote meanwhile. Counts only grow, so the higher one is the newer one.</summary>
    public void MergeForeign(TelemetryContent other)
    {
        foreach ((CountKey key, CountRow row) in other.Rows)
        {
            if (!CommandNames.IsCmdlet(key.Command)) RaiseTo(key, row.Count);
        }
    }

    private CountRow RowOf(CountKey key)
    {
        if (!Rows.TryGetValue(key, out CountRow? row)) Rows.Add(key, row = new CountRow());
        return row;
    }
}
