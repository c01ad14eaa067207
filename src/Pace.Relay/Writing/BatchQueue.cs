namespace Pace.Relay.Writing;

/// <summary>A bounded queue whose one consumer takes all that is there at once.</summary>
/// <remarks>While the consumer commits, the next batch gathers: that is all the waiting that groups need.</remarks>
internal sealed class BatchQueue<T>(int capacity)
{
    private readonly object _gate = new();
    private List<T> _items = [];
    private bool _closed;
    private bool _waiting;

    /// <summary>How many wait.</summary>
    public int Count
    {
        get
        {
            lock (_gate) return _items.Count;
        }
    }

    public int Capacity => capacity;

    /// <summary>Adds one, unless the queue is full or closed.</summary>
    /// <param name="item">What to add.</param>
    /// <param name="always">Whether it may exceed the capacity, for the few that are not a stranger's.</param>
    public bool TryAdd(T item, bool always = false)
    {
        lock (_gate)
        {
            if (_closed || (!always && _items.Count >= capacity)) return false;
            _items.Add(item);
            if (_waiting) Monitor.Pulse(_gate);
        }

        return true;
    }

    /// <summary>Takes all there is, waiting for the first.</summary>
    /// <param name="into">An empty list; the queue keeps it and gives its own.</param>
    /// <param name="bound">How long to wait.</param>
    /// <returns>False when the queue is closed and nothing is left.</returns>
    public bool Take(ref List<T> into, TimeSpan bound)
    {
        lock (_gate)
        {
            if (_items.Count == 0 && !_closed && bound > TimeSpan.Zero)
            {
                _waiting = true;
                // Whatever woke it, the caller has its tick to do.
                Monitor.Wait(_gate, bound);
                _waiting = false;
            }

            (into, _items) = (_items, into);
            return into.Count > 0 || !_closed;
        }
    }

    /// <summary>Takes nothing more in; what is there can still be taken.</summary>
    public void Close()
    {
        lock (_gate)
        {
            _closed = true;
            Monitor.PulseAll(_gate);
        }
    }
}
