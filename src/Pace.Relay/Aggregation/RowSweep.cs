namespace Pace.Relay.Aggregation;

/// <summary>The rows that differ from the store's table, and a walk through them in the order of their keys.</summary>
/// <remarks>
/// In that order a page of the table is written once for many rows. Keys stand in buckets by their first byte, so that
/// no long list is ever sorted at once. Not for several threads.
/// </remarks>
internal sealed class RowSweep
{
    private readonly List<UInt128>[] _buckets = [.. Enumerable.Range(0, 256).Select(static _ => new List<UInt128>())];
    private List<UInt128> _current = [];
    private int _position;
    private int _bucket = 256;

    /// <summary>Whether a walk is under way.</summary>
    public bool IsRunning => _bucket < 256 || _position < _current.Count;

    /// <summary>Notes that a row differs.</summary>
    public void Mark(UInt128 key) => _buckets[(int)(key >> 120)].Add(key);

    /// <summary>Begins a walk: when it ends, every row that was marked by now has come.</summary>
    public void Start() => _bucket = 0;

    /// <summary>The next keys of the walk.</summary>
    /// <returns>Whether the walk is at its end.</returns>
    public bool Next(int most, List<UInt128> into)
    {
        while (into.Count < most)
        {
            while (_position == _current.Count)
            {
                if (_bucket == 256) return true;
                _current.Clear();
                _position = 0;
                (_current, _buckets[_bucket]) = (_buckets[_bucket], _current);
                _current.Sort();
                _bucket++;
            }

            into.Add(_current[_position++]);
        }

        return !IsRunning;
    }
}
