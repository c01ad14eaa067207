using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace Pace.Relay.Http;

/// <summary>How many requests an address makes in a minute. In memory alone, forgotten with the minute, told to nobody.</summary>
internal sealed class RateLimit(int perMinute, TimeProvider time)
{
    private const int MostAddresses = 100_000;
    private static readonly TimeSpan Window = TimeSpan.FromMinutes(1);
    private Minute _minute = new(time.GetTimestamp());

    /// <summary>Counts a request.</summary>
    /// <param name="address">Whose; null is this machine's, over a socket that is a file.</param>
    /// <returns>0 where it may go on; else after how many seconds it may be tried again.</returns>
    public int Take(IPAddress? address)
    {
        if (perMinute == 0 || address is null || IPAddress.IsLoopback(address)) return 0;
        Minute minute = Volatile.Read(ref _minute);
        TimeSpan passed = time.GetElapsedTime(minute.Start);
        if (passed >= Window)
        {
            var next = new Minute(time.GetTimestamp());
            minute = Interlocked.CompareExchange(ref _minute, next, minute) == minute ? next : Volatile.Read(ref _minute);
            passed = TimeSpan.Zero;
        }

        UInt128 key = Key(address);
        // So many addresses at once are nobody's usual senders; memory stays bounded.
        if (minute.Counts.Count >= MostAddresses && !minute.Counts.ContainsKey(key)) return 0;
        int count = minute.Counts.AddOrUpdate(key, 1, static (_, old) => old + 1);
        return count <= perMinute ? 0 : Math.Max(1, (int)Math.Ceiling((Window - passed).TotalSeconds));
    }

    // Who has one IPv6 address has the 2^64 beside it.
    private static UInt128 Key(IPAddress address)
    {
        if (address.IsIPv4MappedToIPv6) address = address.MapToIPv4();
        Span<byte> bytes = stackalloc byte[16];
        address.TryWriteBytes(bytes, out int length);
        if (address.AddressFamily == AddressFamily.InterNetworkV6) length = 8;
        UInt128 key = (UInt128)length;
        foreach (byte b in bytes[..length]) key = (key << 8) | b;
        return key;
    }

    private sealed class Minute(long start)
    {
        public long Start { get; } = start;

        public ConcurrentDictionary<UInt128, int> Counts { get; } = new();
    }
}
