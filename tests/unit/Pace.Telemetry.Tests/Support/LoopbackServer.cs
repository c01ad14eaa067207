using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace Pace.Telemetry.Tests.Support;

/// <summary>A request as it came over the wire.</summary>
internal sealed record ReceivedRequest(string Head, string Body, DateTimeOffset At)
{
    public string Line => Head.Split("\r\n")[0];

    public IEnumerable<string> HeaderNames =>
        Head.Split("\r\n", StringSplitOptions.RemoveEmptyEntries).Skip(1).Select(static line => line.Split(':')[0]);

    public string? Header(string name) => Head.Split("\r\n").FirstOrDefault(
        line => line.StartsWith(name + ":", StringComparison.OrdinalIgnoreCase))?[(name.Length + 1)..].Trim();
}

/// <summary>An HTTP server of raw sockets on a free loopback port, so that it can misbehave in every way.</summary>
internal sealed class LoopbackServer : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly ConcurrentQueue<ReceivedRequest> _requests = new();
    private readonly Func<Stream, ReceivedRequest, CancellationToken, Task> _answer;
    private readonly X509Certificate2? _certificate;
    private readonly Task _accepting;
    private int _connections;

    private LoopbackServer(Func<Stream, ReceivedRequest, CancellationToken, Task> answer, X509Certificate2? certificate)
    {
        _answer = answer;
        _certificate = certificate;
        _listener.Start(100);
        Port = ((IPEndPoint)_listener.LocalEndpoint).Port;
        _accepting = AcceptAsync();
    }

    public int Port { get; }

    public Uri Endpoint => new($"{(_certificate is null ? "http" : "https")}://127.0.0.1:{Port}/telemetry");

    public int Connections => Volatile.Read(ref _connections);

    public IReadOnlyList<ReceivedRequest> Requests => [.. _requests];

    /// <summary>A server that gives each request the same text.</summary>
    public static LoopbackServer Answering(string status, string body = "", string headers = "") =>
        Start((stream, _, token) => WriteAsync(stream, Response(status, body, headers), token));

    /// <summary>A server that does as it is told with each request.</summary>
    public static LoopbackServer Start(
        Func<Stream, ReceivedRequest, CancellationToken, Task> answer, X509Certificate2? certificate = null) => new(answer, certificate);

    /// <summary>A loopback port where nobody listens.</summary>
    public static Uri Refusing()
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return new Uri($"http://127.0.0.1:{((IPEndPoint)socket.LocalEndPoint!).Port}/telemetry");
    }

    public static string Response(string status, string body, string headers = "") => string.Create(
        CultureInfo.InvariantCulture,
        $"HTTP/1.1 {status}\r\nContent-Length: {Encoding.UTF8.GetByteCount(body)}\r\n{headers}\r\n{body}");

    public static Task WriteAsync(Stream stream, string text, CancellationToken token) =>
        stream.WriteAsync(Encoding.UTF8.GetBytes(text), token).AsTask();

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Stop();
        await _accepting;
        _stop.Dispose();
        _certificate?.Dispose();
    }

    private async Task AcceptAsync()
    {
        var serving = new List<Task>();
        try
        {
            while (true)
            {
                TcpClient client = await _listener.AcceptTcpClientAsync(_stop.Token);
                Interlocked.Increment(ref _connections);
                serving.Add(ServeAsync(client));
            }
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException or InvalidOperationException)
        {
            await Task.WhenAll(serving);
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        using (client)
        {
            try
            {
                Stream stream = client.GetStream();
                if (_certificate is not null)
                {
                    var tls = new SslStream(stream);
                    await tls.AuthenticateAsServerAsync(
                        new SslServerAuthenticationOptions { ServerCertificate = _certificate }, _stop.Token);
                    stream = tls;
                }

                while (await ReadAsync(stream, _stop.Token) is { } request)
                {
                    _requests.Enqueue(request);
                    await _answer(stream, request, _stop.Token);
                }
            }
            catch (Exception e) when (e is IOException or OperationCanceledException or SocketException or ObjectDisposedException
                or System.Security.Authentication.AuthenticationException)
            {
                // The client left, or the test did.
            }
        }
    }

    private static async Task<ReceivedRequest?> ReadAsync(Stream stream, CancellationToken token)
    {
        var bytes = new List<byte>();
        var one = new byte[1];
        while (!EndsHead(bytes))
        {
            if (await stream.ReadAsync(one, token) == 0) return null;
            bytes.Add(one[0]);
        }

        string head = Encoding.ASCII.GetString([.. bytes]);
        var request = new ReceivedRequest(head, "", DateTimeOffset.UtcNow);
        var body = new byte[int.Parse(request.Header("Content-Length") ?? "0", CultureInfo.InvariantCulture)];
        await stream.ReadExactlyAsync(body, token);
        return request with { Body = Encoding.UTF8.GetString(body) };
    }

    private static bool EndsHead(List<byte> bytes) =>
        bytes is [.., (byte)'\r', (byte)'\n', (byte)'\r', (byte)'\n'];
}
