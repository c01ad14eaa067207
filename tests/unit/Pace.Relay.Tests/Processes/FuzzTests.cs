using System.Net.Sockets;
using System.Text;
using Pace.Relay.Tests.Support;

namespace Pace.Relay.Tests.Processes;

/// <summary>Whatever is sent, the relay answers for what it is, makes no series of it and grows no larger.</summary>
public sealed class FuzzTests : IDisposable
{
    private static readonly int[] Allowed = [200, 400, 404, 405, 408, 411, 413, 414, 415, 431, 501, 503, 505];
    private static readonly byte[] Head = Encoding.ASCII.GetBytes("POST /telemetry HTTP/1.1\r\nHost: relay\r\nUser-Agent: Pace\r\nContent-Type: application/json\r\nContent-Length: ");
    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public async Task Random_and_mutated_requests_get_no_500_make_no_series_and_leave_memory_flat()
    {
        using RelayProcess relay = RelayProcess.Start(_directory.Store, "--RateLimit:PerMinute=0");
        byte[] whole = Body.Bytes(Body.Of(Body.Id, [("Get-PaceTable", 0, 3), ("pace version", 1, 4), ("odd", 7, 5)], "dev"));
        int all = Nightly.Times(20_000, 50);
        await SendManyAsync(relay, whole, all / 4, 1);
        long early = relay.ResidentBytes;
        await SendManyAsync(relay, whole, all * 3 / 4, 2);
        Assert.InRange(relay.ResidentBytes, 1, Math.Max(early + (50L << 20), 0));
        Exposition page = await relay.ScrapeAsync();
        Assert.All(page.Of("pace_commands_total"), static sample =>
        {
            Assert.Contains(sample.Labels["command"], new[] { "Get-PaceTable", "pace_version", "other" });
            Assert.Contains(sample.Labels["exit_code"], new[] { "0", "1", "2", "130", "other" });
            Assert.Contains(sample.Labels["operating_system"], new[] { "linux", "other" });
            Assert.Equal("other", sample.Labels["cli_version"]);
        });
        Assert.DoesNotContain("   at ", relay.Log, StringComparison.Ordinal);
        // One line in ten seconds at most, however much there was to say.
        Assert.InRange(relay.Log.Split('\n').Length, 1, 40 + (all / 1000));
    }

    private static Task SendManyAsync(RelayProcess relay, byte[] whole, int count, int seed) => Task.WhenAll(
        Enumerable.Range(0, 4).Select(i => Task.Run(() => SendAsync(relay, whole, count / 4, new Random((seed * 10) + i)))));

    private static async Task SendAsync(RelayProcess relay, byte[] whole, int count, Random random)
    {
        using var connection = new Connection(relay.Address.Port);
        for (int i = 0; i < count; i++)
        {
            byte[] body = random.Next(50) switch
            {
                0 => new byte[random.Next(70_000)],
                1 => Random(random, random.Next(500)),
                _ => Mutation.Of(whole, random),
            };
            bool breaksHead = random.Next(10) == 0;
            byte[] request = [.. Head, .. Encoding.ASCII.GetBytes($"{body.Length}\r\n\r\n"), .. body];
            if (breaksHead) request = [.. Mutation.Of(request.AsSpan(0, request.Length - body.Length), random), .. body];
            else if (random.Next(20) == 0) request = Chunked(body, random);
            (int status, bool hasRetryAfter) = await connection.AskAsync(request, breaksHead);
            if (status == 0) continue;
            Assert.Contains(status, Allowed);
            if (status == 503) Assert.True(hasRetryAfter);
        }
    }

    private static byte[] Random(Random random, int length)
    {
        byte[] bytes = new byte[length];
        random.NextBytes(bytes);
        return bytes;
    }

    private static byte[] Chunked(byte[] body, Random random)
    {
        List<byte> request = [.. "POST /telemetry HTTP/1.1\r\nHost: relay\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n"u8];
        for (int at = 0; at < body.Length;)
        {
            int length = Math.Min(random.Next(1, 5000), body.Length - at);
            request.AddRange(Encoding.ASCII.GetBytes($"{length:x}\r\n"));
            request.AddRange(body.AsSpan(at, length));
            request.AddRange("\r\n"u8);
            at += length;
        }

        return [.. request, .. "0\r\n\r\n"u8];
    }

    // A connection that is made anew whenever the other side has closed it.
    private sealed class Connection(int port) : IDisposable
    {
        private readonly byte[] _answer = new byte[64 * 1024];
        private TcpClient? _client;

        // The status, 0 where there was no answer but the end of the connection.
        public async Task<(int Status, bool HasRetryAfter)> AskAsync(byte[] request, bool isLast)
        {
            try
            {
                _client ??= new TcpClient("127.0.0.1", port) { NoDelay = true };
                NetworkStream stream = _client.GetStream();
                await stream.WriteAsync(request);
                // What waits for more than was sent learns that nothing comes.
                if (isLast) _client.Client.Shutdown(SocketShutdown.Send);
                return await ReadAsync(stream, isLast);
            }
            catch (Exception e) when (e is IOException or SocketException)
            {
                Dispose();
                return (0, false);
            }
        }

        public void Dispose()
        {
            _client?.Dispose();
            _client = null;
        }

        private async Task<(int, bool)> ReadAsync(NetworkStream stream, bool isLast)
        {
            using var bound = new CancellationTokenSource(TimeSpan.FromSeconds(30));
            int length = 0;
            while (true)
            {
                int read = await stream.ReadAsync(_answer.AsMemory(length), bound.Token);
                length += read;
                string text = Encoding.ASCII.GetString(_answer, 0, length);
                int end = text.IndexOf("\r\n\r\n", StringComparison.Ordinal);
                if (end >= 0 && IsWhole(text, end) | read == 0)
                {
                    if (isLast || read == 0 || text.Contains("Connection: close", StringComparison.OrdinalIgnoreCase)) Dispose();
                    return (int.Parse(text.AsSpan(9, 3), System.Globalization.CultureInfo.InvariantCulture), text.Contains("Retry-After: ", StringComparison.Ordinal));
                }

                if (read > 0) continue;
                Dispose();
                return (0, false);
            }
        }

        private static bool IsWhole(string text, int end)
        {
            int at = text.IndexOf("Content-Length: ", StringComparison.Ordinal);
            if (at < 0 || at > end) return true;
            int value = int.Parse(text.AsSpan(at + 16, text.IndexOf('\r', at) - at - 16), System.Globalization.CultureInfo.InvariantCulture);
            return text.Length >= end + 4 + value;
        }
    }
}
