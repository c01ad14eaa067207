using System;
using System.Collections.Generic;
using System.IO;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Threading;

namespace Pace.Tests;

/// <summary>An HTTP endpoint of raw sockets on a free loopback port, which keeps every byte that it gets and can
/// misbehave.</summary>
public sealed class EndpointServer : IDisposable
{
    private readonly TcpListener _listener = new TcpListener(IPAddress.Loopback, 0);
    private readonly List<MemoryStream> _received = new List<MemoryStream>();
    private readonly List<TcpClient> _clients = new List<TcpClient>();
    private readonly string _answer;
    private readonly long _filler;

    private EndpointServer(string answer, long filler, int backlog)
    {
        _answer = answer;
        _filler = filler;
        _listener.Start(backlog);
        Port = ((IPEndPoint)_listener.LocalEndpoint).Port;
    }

    public int Port { get; }

    public string Address => "http://127.0.0.1:" + Port + "/telemetry";

    /// <summary>How many connections were made, whatever came over them.</summary>
    public int Connections { get { lock (_received) return _received.Count; } }

    /// <summary>What each connection brought, a character for each byte.</summary>
    public string[] Received
    {
        get { lock (_received) return _received.ConvertAll(bytes => { lock (bytes) return Encoding.Latin1.GetString(bytes.ToArray()); }).ToArray(); }
    }

    /// <summary>How many bytes of filler were taken from it, by all connections.</summary>
    public long FillerTaken;

    /// <summary>Gives each request the same text, and then as many bytes of filler.</summary>
    public static EndpointServer Answer(string text, long filler = 0) => new EndpointServer(text, filler, 200).Serve();

    /// <summary>Accepts, reads, and says nothing.</summary>
    public static EndpointServer Silent() => new EndpointServer(null, 0, 200).Serve();

    /// <summary>Drops whoever wants to connect without a word: the queue of those who wait is full. Linux only, elsewhere
    /// such a caller is refused.</summary>
    public static EndpointServer BlackHole()
    {
        var hole = new EndpointServer(null, 0, 0);
        for (int i = 0; i < 4; i++)
        {
            var waiting = new TcpClient();
            hole._clients.Add(waiting);
            if (!waiting.ConnectAsync(IPAddress.Loopback, hole.Port).Wait(250)) return hole;
        }

        throw new InvalidOperationException("Whoever connects gets through.");
    }

    public void Dispose()
    {
        _listener.Stop();
        lock (_clients) _clients.ForEach(client => client.Dispose());
    }

    private EndpointServer Serve()
    {
        new Thread(Accept) { IsBackground = true }.Start();
        return this;
    }

    private void Accept()
    {
        try
        {
            while (true)
            {
                TcpClient client = _listener.AcceptTcpClient();
                var bytes = new MemoryStream();
                lock (_clients) _clients.Add(client);
                lock (_received) _received.Add(bytes);
                new Thread(() => Serve(client, bytes)) { IsBackground = true }.Start();
            }
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException or InvalidOperationException)
        {
            // The test is over.
        }
    }

    private void Serve(TcpClient client, MemoryStream bytes)
    {
        var buffer = new byte[65536];
        try
        {
            NetworkStream stream = client.GetStream();
            for (int length; (length = stream.Read(buffer, 0, buffer.Length)) > 0;)
            {
                bool isWhole;
                lock (bytes)
                {
                    bytes.Write(buffer, 0, length);
                    isWhole = IsWhole(Encoding.Latin1.GetString(bytes.ToArray()));
                }

                if (_answer is null || !isWhole) continue;
                stream.Write(Encoding.ASCII.GetBytes(_answer));
                for (long left = _filler; left > 0; left -= buffer.Length)
                {
                    stream.Write(buffer);
                    Interlocked.Add(ref FillerTaken, buffer.Length);
                }

                return; // One request a connection is all that a client makes.
            }
        }
        catch (Exception e) when (e is IOException or SocketException or ObjectDisposedException or InvalidOperationException)
        {
            // The client left, or the test did.
        }
        finally
        {
            client.Close();
        }
    }

    private static bool IsWhole(string request)
    {
        int head = request.IndexOf("\r\n\r\n", StringComparison.Ordinal);
        if (head < 0) return false;
        foreach (string line in request.Substring(0, head).Split("\r\n"))
        {
            if (line.StartsWith("Content-Length:", StringComparison.OrdinalIgnoreCase))
                return request.Length >= head + 4 + int.Parse(line.Substring(15));
        }

        return true;
    }
}
