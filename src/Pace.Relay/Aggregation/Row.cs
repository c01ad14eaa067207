using System.Buffers.Binary;

namespace Pace.Relay.Aggregation;

/// <summary>An installation's row as bytes: who, when, what it is, and behind that its highest counts.</summary>
/// <remarks>
/// Times are minutes since 1970, 0 for never. The bytes from <see cref="StoredOffset"/> on are what a store keeps
/// beside the key; what the flag <see cref="DirtyFlag"/> says is of this process only.
/// </remarks>
internal readonly ref struct Row(Span<byte> bytes)
{
    public const int HeaderSize = 32;
    public const int StoredOffset = 16;
    public const byte ForgottenFlag = 1;
    public const byte DirtyFlag = 2;

    /// <summary>Where the flags stand in what a store keeps.</summary>
    public const int FlagsInStored = 29 - StoredOffset;

    private readonly Span<byte> _bytes = bytes;

    public UInt128 Key
    {
        get => BinaryPrimitives.ReadUInt128BigEndian(_bytes);
        set => BinaryPrimitives.WriteUInt128BigEndian(_bytes, value);
    }

    /// <summary>The minute of the last document from the CLI.</summary>
    public uint CliMinute
    {
        get => BinaryPrimitives.ReadUInt32LittleEndian(_bytes[16..]);
        set => BinaryPrimitives.WriteUInt32LittleEndian(_bytes[16..], value);
    }

    /// <summary>The minute of the last document from the module.</summary>
    public uint ModuleMinute
    {
        get => BinaryPrimitives.ReadUInt32LittleEndian(_bytes[20..]);
        set => BinaryPrimitives.WriteUInt32LittleEndian(_bytes[20..], value);
    }

    /// <summary>The minute of the last document.</summary>
    public uint LastMinute => Math.Max(CliMinute, ModuleMinute);

    public uint Version
    {
        get => BinaryPrimitives.ReadUInt32LittleEndian(_bytes[24..]);
        set => BinaryPrimitives.WriteUInt32LittleEndian(_bytes[24..], value);
    }

    public byte System
    {
        get => _bytes[28];
        set => _bytes[28] = value;
    }

    public byte Flags
    {
        get => _bytes[29];
        set => _bytes[29] = value;
    }

    /// <summary>Whether the key is no id any more, but an id's keyed hash.</summary>
    public bool IsForgotten => (Flags & ForgottenFlag) != 0;

    public int EntriesLength
    {
        get => BinaryPrimitives.ReadUInt16LittleEndian(_bytes[30..]);
        set => BinaryPrimitives.WriteUInt16LittleEndian(_bytes[30..], checked((ushort)value));
    }

    public int Size => HeaderSize + EntriesLength;

    public Span<byte> Entries => _bytes.Slice(HeaderSize, EntriesLength);

    /// <summary>What a store keeps beside the key.</summary>
    public ReadOnlySpan<byte> Stored => _bytes[StoredOffset..Size];

    /// <summary>What stands between the key and the entries.</summary>
    public Span<byte> StoredHeader => _bytes[StoredOffset..HeaderSize];

    /// <summary>Whether bytes from a store are a row's, key left out.</summary>
    public static bool IsStored(ReadOnlySpan<byte> stored) =>
        stored.Length >= HeaderSize - StoredOffset
        && BinaryPrimitives.ReadUInt16LittleEndian(stored[14..]) == stored.Length - (HeaderSize - StoredOffset);
}
