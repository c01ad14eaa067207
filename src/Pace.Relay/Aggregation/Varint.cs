namespace Pace.Relay.Aggregation;

/// <summary>Numbers in as few bytes as they need: seven bits a byte, the lowest first.</summary>
internal static class Varint
{
    /// <summary>The longest that one becomes.</summary>
    public const int Longest = 10;

    public static int Write(Span<byte> into, ulong value)
    {
        int length = 0;
        while (value >= 0x80)
        {
            into[length++] = (byte)(value | 0x80);
            value >>= 7;
        }

        into[length++] = (byte)value;
        return length;
    }

    /// <summary>Reads one from the beginning of some bytes, and leaves the rest.</summary>
    /// <exception cref="InvalidDataException">There is none.</exception>
    public static ulong Read(ref ReadOnlySpan<byte> from)
    {
        ulong value = 0;
        for (int i = 0; i < from.Length && i < Longest; i++)
        {
            value |= (ulong)(from[i] & 0x7F) << (7 * i);
            if (from[i] >= 0x80) continue;
            from = from[(i + 1)..];
            return value;
        }

        throw new InvalidDataException("A number of the store has no end.");
    }
}
