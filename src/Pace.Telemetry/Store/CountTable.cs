namespace Pace.Telemetry.Store;

/// <summary>Counts by command and exit code, in the order in which they are written.</summary>
/// <remarks>
/// A sorted list: it is short, and unlike the generic sorted collections over keys of our own it needs no code that
/// has to be compiled in the process of the first cmdlet.
/// </remarks>
internal sealed class CountTable
{
    private readonly List<CountRow> _rows = [];

    /// <summary>How many rows there are.</summary>
    public int Count => _rows.Count;

    /// <summary>The row at a place.</summary>
    public CountRow this[int index] => _rows[index];

    /// <summary>The row of a command and exit code, or null.</summary>
    public CountRow? Find(string command, int exitCode)
    {
        int index = IndexOf(command, exitCode);
        return index >= 0 ? _rows[index] : null;
    }

    /// <summary>The row of a command and exit code; made with 0 if it is missing.</summary>
    public CountRow GetOrAdd(string command, int exitCode)
    {
        int index = IndexOf(command, exitCode);
        if (index < 0) _rows.Insert(index = ~index, new CountRow(command, exitCode));
        return _rows[index];
    }

    /// <summary>Adds a row unless there is one of the same command and exit code.</summary>
    public bool TryAdd(CountRow row)
    {
        int index = IndexOf(row.Command, row.ExitCode);
        if (index < 0) _rows.Insert(~index, row);
        return index < 0;
    }

    /// <summary>Removes the rows that something holds for.</summary>
    public void RemoveAll(Predicate<CountRow> match) => _rows.RemoveAll(match);

    /// <summary>All rows in their order.</summary>
    public List<CountRow>.Enumerator GetEnumerator() => _rows.GetEnumerator();

    private int IndexOf(string command, int exitCode)
    {
        int low = 0;
        int high = _rows.Count - 1;
        while (low <= high)
        {
            int middle = (low + high) >> 1;
            CountRow row = _rows[middle];
            int order = string.CompareOrdinal(row.Command, command);
            if (order == 0) order = row.ExitCode.CompareTo(exitCode);
            if (order == 0) return middle;
            if (order < 0) low = middle + 1;
            else high = middle - 1;
        }

        return ~low;
    }
}
