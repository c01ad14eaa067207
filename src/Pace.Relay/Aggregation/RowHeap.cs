namespace Pace.Relay.Aggregation;

/// <summary>Blocks of bytes for rows, out of large arrays: a hundred thousand rows are a few objects to the collector.</summary>
/// <remarks>Not for several threads.</remarks>
internal sealed class RowHeap
{
    /// <summary>Sizes of blocks are whole multiples of it, in bytes.</summary>
    public const int Unit = 16;

    private const int ChunkBits = 20;
    private const int ChunkSize = 1 << ChunkBits;
    private const int UnitsInChunkBits = ChunkBits - 4;
    private const int LargestUnits = 1024;
    private readonly List<byte[]> _chunks = [];
    private readonly uint[] _free = new uint[LargestUnits + 1];
    private int _used = ChunkSize;

    /// <summary>The largest block, in bytes.</summary>
    public static int LargestBlock => LargestUnits * Unit;

    /// <summary>The bytes that the arrays take.</summary>
    public long Bytes => (long)_chunks.Count * ChunkSize;

    /// <summary>How many bytes a block for so many bytes has.</summary>
    public static int Rounded(int size) => (size + Unit - 1) & -Unit;

    /// <summary>A block for so many bytes. Its content is whatever was there.</summary>
    /// <returns>Its reference, never 0.</returns>
    public uint Allocate(int size)
    {
        int units = Rounded(size) / Unit;
        ArgumentOutOfRangeException.ThrowIfGreaterThan(units, LargestUnits);
        if (_free[units] is var free and not 0)
        {
            _free[units] = BitConverter.ToUInt32(Block(free));
            return free;
        }

        if (_used + (units * Unit) > ChunkSize)
        {
            // The first unit of all stays unused, so that 0 can mean nothing.
            _used = _chunks.Count == 0 ? Unit : 0;
            _chunks.Add(GC.AllocateUninitializedArray<byte>(ChunkSize));
        }

        uint reference = (uint)(((_chunks.Count - 1) << UnitsInChunkBits) + (_used / Unit));
        _used += units * Unit;
        return reference;
    }

    /// <summary>Gives a block back.</summary>
    public void Free(uint reference, int size)
    {
        int units = Rounded(size) / Unit;
        BitConverter.TryWriteBytes(Block(reference), _free[units]);
        _free[units] = reference;
    }

    /// <summary>The bytes from a block's beginning on; the caller knows where it ends.</summary>
    public Span<byte> Block(uint reference) =>
        _chunks[(int)(reference >> UnitsInChunkBits)].AsSpan((int)(reference & ((1 << UnitsInChunkBits) - 1)) * Unit);
}
