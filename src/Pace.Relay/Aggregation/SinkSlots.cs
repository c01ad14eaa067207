namespace Pace.Relay.Aggregation;

/// <summary>A number for each sink that ever was, under which it is kept which series it has shown.</summary>
internal sealed class SinkSlots
{
    /// <summary>How many sinks a store can know.</summary>
    public const int Most = 64;

    private readonly List<string> _names = [];

    public IReadOnlyList<string> Names => _names;

    /// <summary>The first that no commit has held yet.</summary>
    public int FirstNew { get; private set; }

    /// <summary>A sink's number.</summary>
    /// <exception cref="InvalidOperationException">There were 64 others.</exception>
    public int Of(string name)
    {
        int slot = _names.IndexOf(name);
        if (slot >= 0) return slot;
        if (_names.Count == Most) throw new InvalidOperationException($"The store knows {Most} sinks by name, and '{name}' is one more.");
        _names.Add(name);
        return _names.Count - 1;
    }

    public void Restore(string name)
    {
        _names.Add(name);
        FirstNew = _names.Count;
    }

    public void Committed() => FirstNew = _names.Count;
}
