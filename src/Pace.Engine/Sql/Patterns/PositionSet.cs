using System.Numerics;

namespace Pace.Engine.Sql.Patterns;

/// <summary>A set of places in a value.</summary>
internal sealed class PositionSet(int length)
{
    private readonly ulong[] _bits = new ulong[(length / 64) + 1];

    /// <summary>The least place; -1 when there is none.</summary>
    public int First => NextFrom(0);

    /// <summary>The greatest place; -1 when there is none.</summary>
    public int Last
    {
        get
        {
            for (int at = _bits.Length - 1; at >= 0; at--)
            {
                if (_bits[at] != 0)
                {
                    return (at * 64) + 63 - BitOperations.LeadingZeroCount(_bits[at]);
                }
            }

            return -1;
        }
    }

    public bool Contains(int place) => (_bits[place / 64] & (1UL << (place % 64))) != 0;

    public void Add(int place) => _bits[place / 64] |= 1UL << (place % 64);

    /// <summary>Adds all places of another set; says whether one of them was new.</summary>
    public bool AddAll(PositionSet other)
    {
        ulong added = 0;
        for (int at = 0; at < _bits.Length; at++)
        {
            added |= other._bits[at] & ~_bits[at];
            _bits[at] |= other._bits[at];
        }

        return added != 0;
    }

    /// <summary>The places in order.</summary>
    public IEnumerable<int> Places()
    {
        for (int place = First; place >= 0; place = NextFrom(place + 1))
        {
            yield return place;
        }
    }

    private int NextFrom(int place)
    {
        for (int at = place / 64; at < _bits.Length; at++)
        {
            ulong bits = at == place / 64 ? _bits[at] & (ulong.MaxValue << (place % 64)) : _bits[at];
            if (bits != 0)
            {
                return (at * 64) + BitOperations.TrailingZeroCount(bits);
            }
        }

        return -1;
    }
}
