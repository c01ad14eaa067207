using System.Buffers.Binary;
using System.Text;
using Pace.Telemetry.Contract;

namespace Pace.Telemetry.Store.Journals;

/// <summary>The bytes of a journal, version 1: what docs/decisions/0007 describes.</summary>
/// <remarks>
/// A header and then slots, 128 bytes each, so that none lies across a page. A slot is one command with one exit code;
/// its count lies in it twice, and each new value overwrites the older of the two. A number stands beside its
/// complement, so that one that was written in part is known. So a reader beside the writer, and one after a writer
/// that was killed, finds the last value or the one before it, and never a mixture.
/// </remarks>
internal static class JournalFormat
{
    /// <summary>What the names of all journals begin with; 32 hexadecimal digits follow.</summary>
    public const string Prefix = "telemetry.journal-";

    /// <summary>The size of the header, and of each slot.</summary>
    public const int SlotBytes = 128;

    /// <summary>The size of a number with its complement.</summary>
    public const int NumberBytes = 16;

    /// <summary>Nothing beyond this is read or written: some 8,000 slots, where a release has about 150.</summary>
    public const int LimitBytes = 1024 * 1024;

    private const int IdLength = 32;
    private const ulong Magic = 0x6c6e724a65636150; // "PaceJrnl", least byte first
    private const uint Version = 1;
    private const int IdOffset = 16;
    private const int FoldedOffset = 32;
    private const int CheckOffset = 48;
    private const int CodeOffset = 52;
    private const int LengthOffset = 56;
    private const int NameOffset = 57;
    private const int LongestName = 64;

    /// <summary>Where the slot of a number begins.</summary>
    public static int OffsetOf(int slot) => (slot + 1) * SlotBytes;

    /// <summary>Where a count goes in its slot: from one place to the other and back as it grows.</summary>
    public static int PlaceOf(ulong count) => (count & 1) == 0 ? 0 : NumberBytes;

    /// <summary>Where in a slot the folds note how much of the count is in the totals.</summary>
    public static int PlaceOfFolded => FoldedOffset;

    /// <summary>A random id.</summary>
    public static string NewId()
    {
        // By hand, since the framework's way is made of vector code that is compiled anew in each process.
        byte[] bytes = Guid.NewGuid().ToByteArray();
        var text = new char[IdLength];
        for (int i = 0; i < bytes.Length; i++)
        {
            text[2 * i] = "0123456789abcdef"[bytes[i] >> 4];
            text[(2 * i) + 1] = "0123456789abcdef"[bytes[i] & 15];
        }

        return new string(text);
    }

    /// <summary>The id in a file's name; null where the name is no journal's, a copy's for instance.</summary>
    public static string? IdOf(string path)
    {
        string name = Path.GetFileName(path);
        if (name.Length != Prefix.Length + IdLength || !name.StartsWith(Prefix, StringComparison.Ordinal)) return null;
        for (int i = Prefix.Length; i < name.Length; i++)
        {
            if (name[i] is not ((>= '0' and <= '9') or (>= 'a' and <= 'f'))) return null;
        }

        return name[Prefix.Length..];
    }

    /// <summary>Writes a header.</summary>
    /// <param name="header">128 bytes, all zero.</param>
    /// <param name="id">The journal's id, which its name ends with.</param>
    public static void WriteHeader(Span<byte> header, string id)
    {
        BinaryPrimitives.WriteUInt64LittleEndian(header, Magic);
        BinaryPrimitives.WriteUInt32LittleEndian(header[8..], Version);
        BinaryPrimitives.WriteUInt32LittleEndian(header[12..], SlotBytes);
        Encoding.ASCII.GetBytes(id, header[IdOffset..]);
    }

    /// <summary>Whether a header is of this version and of the file that its name says. Another is left alone.</summary>
    public static bool IsHeader(ReadOnlySpan<byte> header, string id) =>
        header.Length >= SlotBytes
        && BinaryPrimitives.ReadUInt64LittleEndian(header) == Magic
        && BinaryPrimitives.ReadUInt32LittleEndian(header[8..]) == Version
        && BinaryPrimitives.ReadUInt32LittleEndian(header[12..]) == SlotBytes
        && Encoding.ASCII.GetString(header.Slice(IdOffset, IdLength)) == id;

    /// <summary>Writes a slot whose count begins.</summary>
    /// <param name="slot">128 bytes, all zero.</param>
    /// <param name="command">The command; a cmdlet's name.</param>
    /// <param name="exitCode">How it ended.</param>
    /// <param name="count">How often.</param>
    public static void WriteSlot(Span<byte> slot, string command, int exitCode, ulong count)
    {
        WriteNumber(slot[PlaceOf(count)..], count);
        WriteNumber(slot[FoldedOffset..], 0);
        BinaryPrimitives.WriteInt32LittleEndian(slot[CodeOffset..], exitCode);
        slot[LengthOffset] = (byte)Encoding.ASCII.GetBytes(command, slot.Slice(NameOffset, LongestName));
        BinaryPrimitives.WriteUInt32LittleEndian(slot[CheckOffset..], CheckOf(slot));
    }

    /// <summary>Writes a number beside its complement.</summary>
    public static void WriteNumber(Span<byte> place, ulong number)
    {
        BinaryPrimitives.WriteUInt64LittleEndian(place, number);
        BinaryPrimitives.WriteUInt64LittleEndian(place[8..], ~number);
    }

    /// <summary>Reads all slots of a journal that count something. What is damaged or not written to its end is left out.</summary>
    /// <param name="bytes">The journal's bytes, its header included.</param>
    public static List<JournalRow> ReadSlots(ReadOnlySpan<byte> bytes)
    {
        var rows = new List<JournalRow>();
        for (int offset = SlotBytes; offset + SlotBytes <= bytes.Length; offset += SlotBytes)
        {
            if (ReadSlot(bytes.Slice(offset, SlotBytes), offset) is { } row) rows.Add(row);
        }

        return rows;
    }

    /// <summary>How much of a slot's count the folds noted as being in the totals; 0 where nothing can be read.</summary>
    public static ulong ReadFolded(ReadOnlySpan<byte> slot) => ReadNumber(slot[FoldedOffset..]);

    private static JournalRow? ReadSlot(ReadOnlySpan<byte> slot, int offset)
    {
        ulong count = Math.Max(ReadNumber(slot), ReadNumber(slot[NumberBytes..]));
        if (count == 0 || slot[LengthOffset] > LongestName
            || BinaryPrimitives.ReadUInt32LittleEndian(slot[CheckOffset..]) != CheckOf(slot)) return null;
        string command = Encoding.ASCII.GetString(slot.Slice(NameOffset, slot[LengthOffset]));
        return CommandNames.IsCmdlet(command)
            ? new JournalRow(command, BinaryPrimitives.ReadInt32LittleEndian(slot[CodeOffset..]))
            {
                Count = count,
                Folded = ReadFolded(slot),
                Offset = offset,
            }
            : null;
    }

    private static ulong ReadNumber(ReadOnlySpan<byte> place)
    {
        ulong number = BinaryPrimitives.ReadUInt64LittleEndian(place);
        return BinaryPrimitives.ReadUInt64LittleEndian(place[8..]) == ~number ? number : 0;
    }

    // FNV-1a over exit code and name: a slot that is read while it is made is not taken for another command.
    private static uint CheckOf(ReadOnlySpan<byte> slot)
    {
        uint check = 2166136261;
        foreach (byte b in slot[CodeOffset..]) check = (check ^ b) * 16777619;
        return check;
    }
}
