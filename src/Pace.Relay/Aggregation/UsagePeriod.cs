using Pace.Relay.Receiving;

namespace Pace.Relay.Aggregation;

/// <summary>Who asks: all clients, the CLI alone, or the module alone.</summary>
internal enum UsageClient
{
    All,
    Cli,
    PowerShell,
}

/// <summary>What was counted in an hour or a day, by command and exit code, and how many installations were heard of.</summary>
internal sealed class UsagePeriod(int names)
{
    private readonly long[] _counts = new long[names * ReportedExit.Places];
    private readonly int[] _installations = new int[3];

    /// <summary>The beginning, in seconds since 1970; 0 before the first.</summary>
    public long Start { get; set; }

    /// <summary>Whether there is nothing in it.</summary>
    public bool IsEmpty => Array.TrueForAll(_installations, static count => count == 0) && Array.TrueForAll(_counts, static count => count == 0);

    /// <summary>Its beginning as a minute.</summary>
    public uint StartMinute => (uint)(Start / 60);

    public long this[ushort name, int exit] => _counts[(name * ReportedExit.Places) + exit];

    public void Add(ushort name, int exit, long by) => _counts[(name * ReportedExit.Places) + exit] += by;

    /// <summary>The different installations in it.</summary>
    public int Installations(UsageClient client) => _installations[(int)client];

    public void AddInstallations(UsageClient client, int by = 1) => _installations[(int)client] += by;

    public void Clear()
    {
        Array.Clear(_counts);
        Array.Clear(_installations);
    }

    /// <summary>Writes it as a store keeps it, its beginning left out.</summary>
    public byte[] Encode()
    {
        using var stream = new MemoryStream();
        Span<byte> bytes = stackalloc byte[Varint.Longest];
        foreach (int count in _installations) stream.Write(bytes[..Varint.Write(bytes, (ulong)count)]);
        for (int i = 0; i < _counts.Length; i++)
        {
            if (_counts[i] == 0) continue;
            stream.Write(bytes[..Varint.Write(bytes, (ulong)i)]);
            stream.Write(bytes[..Varint.Write(bytes, (ulong)_counts[i])]);
        }

        return stream.ToArray();
    }

    /// <summary>Adds what a store kept.</summary>
    /// <exception cref="InvalidDataException">It is not what <see cref="Encode"/> makes.</exception>
    public void AddEncoded(ReadOnlySpan<byte> bytes)
    {
        for (int i = 0; i < _installations.Length; i++) _installations[i] += (int)Varint.Read(ref bytes);
        while (!bytes.IsEmpty)
        {
            ulong place = Varint.Read(ref bytes);
            if (place >= (ulong)_counts.Length) throw new InvalidDataException("A chart of the store names a command that it does not have.");
            _counts[place] += (long)Varint.Read(ref bytes);
        }
    }
}
