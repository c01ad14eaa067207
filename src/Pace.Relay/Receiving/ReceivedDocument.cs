using System.Buffers.Binary;

namespace Pace.Relay.Receiving;

/// <summary>One count of a document.</summary>
/// <param name="Name">The command's number in <see cref="NameTable"/>.</param>
/// <param name="Hash">The hash of its name.</param>
/// <param name="ExitCode">The exit code as it was sent.</param>
/// <param name="Count">The cumulative count.</param>
internal readonly record struct CountEntry(ushort Name, uint Hash, uint ExitCode, uint Count);

/// <summary>What a document said, in numbers. Used again and again, so that a request allocates nothing for it.</summary>
internal sealed class ReceivedDocument
{
    private CountEntry[] _entries = new CountEntry[64];

    /// <summary>The installation's id.</summary>
    public UInt128 Id { get; set; }

    /// <summary>Whether the CLI sent it: it has commands of the CLI, or none at all, which the module never sends.</summary>
    public bool IsFromCli { get; set; }

    /// <summary>The version, of <see cref="ReportedVersion"/>.</summary>
    public uint Version { get; set; }

    /// <summary>The system, of <see cref="ReportedSystem"/>.</summary>
    public byte System { get; set; }

    public int Count { get; private set; }

    public ReadOnlySpan<CountEntry> Entries => _entries.AsSpan(0, Count);

    public void Clear()
    {
        Id = default;
        IsFromCli = false;
        Version = ReportedVersion.Other;
        System = ReportedSystem.Other;
        Count = 0;
    }

    public void Add(CountEntry entry)
    {
        if (Count == _entries.Length) Array.Resize(ref _entries, Count * 2);
        _entries[Count++] = entry;
    }

    /// <summary>An id as the number that stores and tables use: its 16 bytes in the order in which they are written.</summary>
    public static UInt128 ToNumber(Guid id)
    {
        Span<byte> bytes = stackalloc byte[16];
        id.TryWriteBytes(bytes, bigEndian: true, out _);
        return BinaryPrimitives.ReadUInt128BigEndian(bytes);
    }

    /// <summary>The id of such a number.</summary>
    public static Guid ToGuid(UInt128 number)
    {
        Span<byte> bytes = stackalloc byte[16];
        BinaryPrimitives.WriteUInt128BigEndian(bytes, number);
        return new Guid(bytes, bigEndian: true);
    }
}
