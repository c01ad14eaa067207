using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;

namespace Pace.Relay.Tests.Support;

/// <summary>Reads lines as carbon does.</summary>
internal sealed class LineStub : IDisposable
{
    private readonly TcpListener _listener;
    private readonly List<string> _lines = [];
    private readonly SemaphoreSlim _one = new(1);

    public LineStub(int port = 0)
    {
        _listener = new TcpListener(IPAddress.Loopback, port);
        _listener.Start();
        _ = AcceptAsync();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    public async Task<IReadOnlyList<string>> LinesAsync()
    {
        await _one.WaitAsync();
        try
        {
            return [.. _lines];
        }
        finally
        {
            _one.Release();
        }
    }

    public void Dispose()
    {
        _listener.Dispose();
        _one.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                using TcpClient client = await _listener.AcceptTcpClientAsync();
                await _one.WaitAsync();
                using var reader = new StreamReader(client.GetStream(), Encoding.ASCII);
                while (await reader.ReadLineAsync() is { } line) _lines.Add(line);
                _one.Release();
            }
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // The test is over.
        }
    }
}

/// <summary>Answers posts of rows as a test says, or not at all.</summary>
internal sealed class HttpStub : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly Func<Request, (int Status, string Body)?> _answer;
    private readonly string _headers;
    private readonly List<Request> _requests = [];

    public HttpStub(Func<Request, (int Status, string Body)?> answer, string headers = "")
    {
        (_answer, _headers) = (answer, headers);
        _listener.Start();
        _ = AcceptAsync();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>What has come so far.</summary>
    public IReadOnlyList<Request> Requests
    {
        get
        {
            lock (_requests) return [.. _requests];
        }
    }

    public void Dispose() => _listener.Dispose();

    private async Task AcceptAsync()
    {
        try
        {
            while (true) _ = ServeAsync(await _listener.AcceptTcpClientAsync());
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // The test is over.
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        using (client)
        using (var reader = new StreamReader(client.GetStream(), Encoding.ASCII))
        {
            Dictionary<string, string> headers = new(StringComparer.OrdinalIgnoreCase);
            await reader.ReadLineAsync();
            while (await reader.ReadLineAsync() is { Length: > 0 } line) headers[line[..line.IndexOf(':')]] = line[(line.IndexOf(':') + 1)..].Trim();
            char[] body = new char[int.Parse(headers["Content-Length"], System.Globalization.CultureInfo.InvariantCulture)];
            await reader.ReadBlockAsync(body);
            using JsonDocument rows = JsonDocument.Parse(body);
            var request = new Request(headers.GetValueOrDefault("Authorization"), headers.GetValueOrDefault("Content-Type"), [.. rows.RootElement.Clone().EnumerateArray()]);
            lock (_requests) _requests.Add(request);
            if (_answer(request) is not var (status, text))
            {
                await Task.Delay(TimeSpan.FromSeconds(5));
                return;
            }

            string head = $"HTTP/1.1 {status} X\r\nContent-Length: {text.Length}\r\nConnection: close\r\n{_headers}\r\n";
            await client.GetStream().WriteAsync(Encoding.ASCII.GetBytes(head + text));
        }
    }

    internal sealed record Request(string? Authorization, string? ContentType, JsonElement[] Rows);
}
