namespace Pace.Relay.Aggregation;

/// <summary>How many installations were last heard of in each minute of the last 30 days.</summary>
/// <remarks>Not for several threads.</remarks>
internal sealed class ActivityRing
{
    public const uint Minutes = 30 * MinutesInADay;
    public const uint MinutesInADay = 24 * 60;

    // A clock that is set right by less than this is waited for.
    private const uint Patience = 60;
    private readonly int[] _counts = new int[Minutes];
    private uint _head;

    /// <summary>Moves on to a minute.</summary>
    /// <returns>False where the clock was set far back: then the ring is empty, and is to be filled anew.</returns>
    public bool MoveTo(uint minute)
    {
        if (_head == 0 || minute + Patience < _head || minute - (long)_head >= Minutes)
        {
            bool back = _head != 0 && minute < _head;
            Array.Clear(_counts);
            _head = minute;
            return !back;
        }

        while (_head < minute) _counts[++_head % Minutes] = 0;
        return true;
    }

    /// <summary>Adds one who was last heard of in a minute; one of the future counts as of now.</summary>
    public void Add(uint minute) => Change(minute, 1);

    /// <summary>Takes one away who was last heard of in a minute.</summary>
    public void Remove(uint minute) => Change(minute, -1);

    /// <summary>How many were heard of in the last minutes.</summary>
    public int Count(uint minutes)
    {
        int sum = 0;
        for (uint back = 0; back < minutes && back < Minutes && back <= _head; back++) sum += _counts[(_head - back) % Minutes];
        return sum;
    }

    private void Change(uint minute, int by)
    {
        if (minute > _head) minute = _head;
        if (minute == 0 || minute + Minutes <= _head) return;
        _counts[minute % Minutes] += by;
    }
}
