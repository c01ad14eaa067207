namespace Pace.Relay.Aggregation;

/// <summary>The totals, which carry no id, and which sinks have shown each of them as 0.</summary>
/// <remarks>
/// A series' place in the list is kept by stores, so series are only ever added. Not for several threads.
/// </remarks>
internal sealed class SeriesTotals
{
    private readonly Dictionary<SeriesKey, int> _places = [];
    private readonly List<SeriesKey> _keys = [];
    private readonly List<int> _touched = [];
    private long[] _totals = new long[256];
    private long[] _deltas = new long[256];
    private ulong[] _announced = new ulong[256];

    public int Count => _keys.Count;

    /// <summary>The first series that no commit has held yet.</summary>
    public int FirstNew { get; private set; }

    /// <summary>The series that were raised since <see cref="Committed"/>.</summary>
    public IReadOnlyList<int> Touched => _touched;

    public SeriesKey Key(int place) => _keys[place];

    public long Total(int place) => _totals[place];

    /// <summary>By how much a series was raised since <see cref="Committed"/>.</summary>
    public long Delta(int place) => _deltas[place];

    /// <summary>A bit for each sink that has shown the series.</summary>
    public ulong Announced(int place) => _announced[place];

    public void Raise(SeriesKey key, long by)
    {
        int place = Place(key);
        if (_deltas[place] == 0) _touched.Add(place);
        _deltas[place] += by;
        _totals[place] += by;
    }

    public void Announce(int place, int sink) => _announced[place] |= 1UL << sink;

    public void TakeBack(int place, int sink) => _announced[place] &= ~(1UL << sink);

    /// <summary>What was raised is in the store.</summary>
    public void Committed()
    {
        foreach (int place in _touched) _deltas[place] = 0;
        _touched.Clear();
        FirstNew = _keys.Count;
    }

    /// <summary>Takes a series over from a store, at the next place.</summary>
    public void Restore(SeriesKey key, long total, ulong announced)
    {
        int place = Place(key);
        _totals[place] = total;
        _announced[place] = announced;
        FirstNew = _keys.Count;
    }

    /// <summary>Raises a series that a store's record names.</summary>
    public void RestoreRaise(int place, long by) => _totals[place] += by;

    private int Place(SeriesKey key)
    {
        if (_places.TryGetValue(key, out int place)) return place;
        place = _keys.Count;
        _places.Add(key, place);
        _keys.Add(key);
        if (place == _totals.Length)
        {
            Array.Resize(ref _totals, place * 2);
            Array.Resize(ref _deltas, place * 2);
            Array.Resize(ref _announced, place * 2);
        }

        return place;
    }
}
