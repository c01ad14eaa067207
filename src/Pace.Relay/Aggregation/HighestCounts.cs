using System.Buffers.Binary;
using System.Runtime.InteropServices;
using Pace.Relay.Receiving;

namespace Pace.Relay.Aggregation;

/// <summary>What a document raised of one command and exit code.</summary>
internal readonly record struct Raise(ushort Name, int Exit, uint By);

/// <summary>Reads a row's highest counts, raises them, and writes them again.</summary>
/// <remarks>
/// An entry is a number of command and exit code's place; for an unlisted command the hash of its name; for an
/// unlisted exit code the code; then the count. One object serves one thread for all rows.
/// </remarks>
internal sealed class HighestCounts
{
    /// <summary>By how much one document raises a command at most, all exit codes together.</summary>
    public const uint LargestRaise = 1_000_000;

    /// <summary>How many counts of unlisted commands and exit codes a row holds.</summary>
    public const int MostUnlisted = 64;

    private readonly NameTable _names;
    private readonly List<CountEntry> _entries = [];
    private readonly List<Raise> _raises = [];
    // Where a listed command and code stands in _entries, and for which row that was noted.
    private readonly (long Row, int At)[] _places;
    private long _row;
    private int _unlisted;
    private byte[] _bytes = new byte[1024];

    public HighestCounts(NameTable names)
    {
        _names = names;
        _places = new (long, int)[names.Count * ReportedExit.Places];
    }

    /// <summary>What was raised by the last <see cref="Merge"/>.</summary>
    public ReadOnlySpan<Raise> Raises => CollectionsMarshal.AsSpan(_raises);

    /// <summary>How much the last <see cref="Merge"/> cut off.</summary>
    public ulong Clipped { get; private set; }

    /// <summary>How many counts the last <see cref="Merge"/> left out because the row had too many unlisted ones.</summary>
    public int LeftOut { get; private set; }

    /// <summary>Raises a row's counts to those of a document where they are higher.</summary>
    /// <returns>The new entries, valid until the next call; empty with <paramref name="changed"/> false.</returns>
    public ReadOnlySpan<byte> Merge(ReadOnlySpan<byte> row, ReadOnlySpan<CountEntry> document, out bool changed)
    {
        Read(row);
        _raises.Clear();
        Clipped = 0;
        LeftOut = 0;
        changed = false;
        uint room = 0;
        (ushort Name, uint Hash) command = default;
        foreach (ref readonly CountEntry entry in document)
        {
            if (entry.Count == 0) continue;
            if (command != (entry.Name, entry.Hash)) (command, room) = ((entry.Name, entry.Hash), LargestRaise);
            int at = Find(entry);
            if (at < 0 && IsUnlisted(entry) && _unlisted >= MostUnlisted)
            {
                LeftOut++;
                continue;
            }

            if (at < 0) at = Add(entry with { Count = 0 });
            uint before = _entries[at].Count;
            if (entry.Count <= before) continue;
            changed = true;
            _entries[at] = _entries[at] with { Count = entry.Count };
            uint difference = entry.Count - before;
            uint by = Math.Min(difference, room);
            room -= by;
            Clipped += difference - by;
            if (by > 0) _raises.Add(new Raise(entry.Name, ReportedExit.Place(entry.ExitCode), by));
        }

        return changed ? Write() : default;
    }

    /// <summary>The entries of a row, valid until the next call of any member.</summary>
    public IReadOnlyList<CountEntry> Decode(ReadOnlySpan<byte> row)
    {
        Read(row);
        return _entries;
    }

    private static bool IsUnlisted(in CountEntry entry) =>
        entry.Name < NameTable.FirstName || ReportedExit.Place(entry.ExitCode) == ReportedExit.Other;

    private int Find(in CountEntry entry)
    {
        if (!IsUnlisted(entry))
        {
            (long row, int at) = _places[Place(entry)];
            if (row == _row) return at;
        }
        else
        {
            for (int i = 0; i < _entries.Count; i++)
            {
                if (IsSame(_entries[i], entry)) return i;
            }
        }

        return entry.Name < NameTable.FirstName ? -1 : Adopt(entry);
    }

    // The command may have been counted before it was on the list.
    private int Adopt(in CountEntry entry)
    {
        if (_unlisted == 0) return -1;
        for (int i = 0; i < _entries.Count; i++)
        {
            CountEntry known = _entries[i];
            if (known.Name >= NameTable.FirstName || known.Hash != entry.Hash || known.ExitCode != entry.ExitCode) continue;
            _unlisted--;
            _entries[i] = known with { Name = entry.Name };
            Note(i);
            return i;
        }

        return -1;
    }

    private static bool IsSame(in CountEntry a, in CountEntry b) =>
        a.ExitCode == b.ExitCode
        && (a.Name >= NameTable.FirstName || b.Name >= NameTable.FirstName ? a.Name == b.Name : a.Hash == b.Hash);

    private static int Place(in CountEntry entry) => (entry.Name * ReportedExit.Places) + ReportedExit.Place(entry.ExitCode);

    private int Add(in CountEntry entry)
    {
        _entries.Add(entry);
        Note(_entries.Count - 1);
        return _entries.Count - 1;
    }

    private void Note(int at)
    {
        if (IsUnlisted(_entries[at])) _unlisted++;
        else _places[Place(_entries[at])] = (_row, at);
    }

    private void Read(ReadOnlySpan<byte> row)
    {
        _row++;
        _unlisted = 0;
        _entries.Clear();
        while (!row.IsEmpty)
        {
            ulong tag = Varint.Read(ref row);
            int place = (int)(tag & 7);
            ushort name = checked((ushort)(tag >> 3));
            uint hash;
            if (name < NameTable.FirstName)
            {
                hash = BinaryPrimitives.ReadUInt32LittleEndian(row);
                row = row[4..];
            }
            else
            {
                hash = _names.Hash(name);
            }

            uint code = place == ReportedExit.Other ? checked((uint)Varint.Read(ref row)) : ReportedExit.Code(place);
            Add(new CountEntry(name, hash, code, checked((uint)Varint.Read(ref row))));
        }
    }

    private ReadOnlySpan<byte> Write()
    {
        // Tag, hash, code and count take at most 3, 4, 5 and 5 bytes.
        if (_bytes.Length < _entries.Count * 17) _bytes = new byte[_entries.Count * 34];
        int length = 0;
        foreach (CountEntry entry in _entries)
        {
            if (entry.Count == 0) continue;
            int place = ReportedExit.Place(entry.ExitCode);
            length += Varint.Write(_bytes.AsSpan(length), ((ulong)entry.Name << 3) | (uint)place);
            if (entry.Name < NameTable.FirstName)
            {
                BinaryPrimitives.WriteUInt32LittleEndian(_bytes.AsSpan(length), entry.Hash);
                length += 4;
            }

            if (place == ReportedExit.Other) length += Varint.Write(_bytes.AsSpan(length), entry.ExitCode);
            length += Varint.Write(_bytes.AsSpan(length), entry.Count);
        }

        return _bytes.AsSpan(0, length);
    }
}
