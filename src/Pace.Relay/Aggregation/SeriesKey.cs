namespace Pace.Relay.Aggregation;

/// <summary>What tells one total from another, in one number that stores keep.</summary>
/// <param name="Value">From the top: version (32 bits), system (8), exit code's place (8), command's number (16).</param>
internal readonly record struct SeriesKey(ulong Value)
{
    public SeriesKey(ushort name, int exit, byte system, uint version)
        : this(((ulong)version << 32) | ((ulong)system << 24) | ((ulong)(byte)exit << 16) | name)
    {
    }

    public ushort Name => (ushort)Value;

    public int Exit => (byte)(Value >> 16);

    public byte System => (byte)(Value >> 24);

    public uint Version => (uint)(Value >> 32);
}
