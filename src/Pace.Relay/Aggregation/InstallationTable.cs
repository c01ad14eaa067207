namespace Pace.Relay.Aggregation;

/// <summary>All rows, by key.</summary>
/// <remarks>
/// Open addressing over references into a <see cref="RowHeap"/>: about 8 bytes beside each row. The hash is seeded for
/// each process, since ids are whatever strangers send. Not for several threads.
/// </remarks>
internal sealed class InstallationTable
{
    private const int HeaderSize = Row.HeaderSize;
    private readonly RowHeap _heap = new();
    private uint[] _slots = new uint[1024];

    /// <summary>How many rows there are.</summary>
    public int Count { get; private set; }

    /// <summary>How many places there are to look at, for <see cref="TryAt"/>.</summary>
    public int Slots => _slots.Length;

    /// <summary>The bytes that rows and index take.</summary>
    public long Bytes => _heap.Bytes + (_slots.Length * sizeof(uint));

    /// <summary>A key's row.</summary>
    public bool TryGet(UInt128 key, out Row row)
    {
        uint reference = _slots[SlotOf(key)];
        row = reference == 0 ? default : new Row(_heap.Block(reference));
        return reference != 0;
    }

    /// <summary>The row at a place of the index, in no order that means anything.</summary>
    public bool TryAt(int slot, out Row row)
    {
        uint reference = _slots[slot];
        row = reference == 0 ? default : new Row(_heap.Block(reference));
        return reference != 0;
    }

    /// <summary>A new row, all zero but its key.</summary>
    public Row Add(UInt128 key)
    {
        if (Count * 10 >= _slots.Length * 7) Grow();
        int slot = SlotOf(key);
        if (_slots[slot] != 0) throw new InvalidOperationException("The key has a row.");
        uint reference = _heap.Allocate(HeaderSize);
        _heap.Block(reference)[..HeaderSize].Clear();
        _slots[slot] = reference;
        Count++;
        return new Row(_heap.Block(reference)) { Key = key };
    }

    /// <summary>Puts other entries into a row, which may move it.</summary>
    /// <returns>The row where it is now.</returns>
    public Row SetEntries(UInt128 key, ReadOnlySpan<byte> entries)
    {
        int slot = SlotOf(key);
        uint reference = _slots[slot];
        Span<byte> block = _heap.Block(reference);
        var row = new Row(block);
        int oldSize = row.Size;
        int size = HeaderSize + entries.Length;
        if (RowHeap.Rounded(size) != RowHeap.Rounded(oldSize))
        {
            uint moved = _heap.Allocate(size);
            block[..HeaderSize].CopyTo(_heap.Block(moved));
            _heap.Free(reference, oldSize);
            _slots[slot] = moved;
            row = new Row(_heap.Block(moved));
        }

        row.EntriesLength = entries.Length;
        entries.CopyTo(row.Entries);
        return row;
    }

    /// <summary>Removes a row.</summary>
    /// <returns>Whether it was there.</returns>
    public bool Remove(UInt128 key)
    {
        int slot = SlotOf(key);
        if (_slots[slot] == 0) return false;
        var row = new Row(_heap.Block(_slots[slot]));
        int size = row.Size;
        // Not even the bytes stay behind.
        _heap.Block(_slots[slot])[..size].Clear();
        _heap.Free(_slots[slot], size);
        _slots[slot] = 0;
        Count--;
        CloseGap(slot);
        return true;
    }

    // The slot that has the key, or the free one where it would go.
    private int SlotOf(UInt128 key)
    {
        int mask = _slots.Length - 1;
        int slot = HashCode.Combine(key) & mask;
        while (_slots[slot] != 0 && new Row(_heap.Block(_slots[slot])).Key != key) slot = (slot + 1) & mask;
        return slot;
    }

    private int Home(uint reference) => HashCode.Combine(new Row(_heap.Block(reference)).Key) & (_slots.Length - 1);

    // What stands behind the gap and could not be found across it moves up.
    private void CloseGap(int gap)
    {
        int mask = _slots.Length - 1;
        for (int slot = (gap + 1) & mask; _slots[slot] != 0; slot = (slot + 1) & mask)
        {
            int home = Home(_slots[slot]);
            if (((slot - home) & mask) < ((slot - gap) & mask)) continue;
            _slots[gap] = _slots[slot];
            _slots[slot] = 0;
            gap = slot;
        }
    }

    private void Grow()
    {
        uint[] old = _slots;
        _slots = new uint[old.Length * 2];
        int mask = _slots.Length - 1;
        foreach (uint reference in old)
        {
            if (reference == 0) continue;
            int slot = Home(reference);
            while (_slots[slot] != 0) slot = (slot + 1) & mask;
            _slots[slot] = reference;
        }
    }
}
