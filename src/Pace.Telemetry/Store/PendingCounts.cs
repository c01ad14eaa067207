namespace Pace.Telemetry.Store;

/// <summary>Counts that are in memory only.</summary>
internal sealed class PendingCounts
{
    private readonly object _gate = new();
    private Dictionary<CountKey, uint> _counts = [];

    /// <summary>Whether there are none.</summary>
    public bool IsEmpty
    {
        get
        {
            lock (_gate) return _counts.Count == 0;
        }
    }

    /// <summary>Adds one.</summary>
    public void Add(CountKey key)
    {
        lock (_gate) Add(key, 1);
    }

    /// <summary>Takes all out.</summary>
    public IReadOnlyDictionary<CountKey, uint> Take()
    {
        lock (_gate)
        {
            Dictionary<CountKey, uint> taken = _counts;
            _counts = [];
            return taken;
        }
    }

    /// <summary>Puts back what was taken and could not be written.</summary>
    public void PutBack(IReadOnlyDictionary<CountKey, uint> counts)
    {
        lock (_gate)
        {
            foreach ((CountKey key, uint count) in counts) Add(key, count);
        }
    }

    private void Add(CountKey key, uint count) => _counts[key] = CountRow.Add(_counts.GetValueOrDefault(key), count);
}
