using System;
using System.Collections.Generic;
using System.Net;
using System.Net.Sockets;
using System.Threading;

namespace Pace.Tests;

/// <summary>
/// Stands before a server on this machine, on a free loopback port of its own: takes connections at once, and lets
/// nothing through until it is told to. A server that is slow for just as long as a test wants.
/// </summary>
public sealed class HeldServer : IDisposable
{
    private readonly TcpListener _listener = new TcpListener(IPAddress.Loopback, 0);
    private readonly ManualResetEventSlim _open = new ManualResetEventSlim();
    private readonly List<TcpClient> _clients = new List<TcpClient>();
    private readonly int _port;
    private int _connections;
    private bool _isDisposed;

    public HeldServer(int port)
    {
        _port = port;
        _listener.Start();
        new Thread(Accept) { IsBackground = true }.Start();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>How many callers there were, answered or not.</summary>
    public int Connections => Volatile.Read(ref _connections);

    /// <summary>Lets through what waits, and what comes.</summary>
    public void Release() => _open.Set();

    /// <summary>Lets nothing more through.</summary>
    public void Hold() => _open.Reset();

    public void Dispose()
    {
        _listener.Stop();
        lock (_clients)
        {
            _isDisposed = true;
            _clients.ForEach(client => client.Dispose());
        }

        _open.Set();
    }

    private void Accept()
    {
        try
        {
            while (true)
            {
                TcpClient caller = _listener.AcceptTcpClient();
                Interlocked.Increment(ref _connections);
                new Thread(() => Join(caller)) { IsBackground = true }.Start();
            }
        }
        catch (Exception end) when (end is SocketException or ObjectDisposedException or InvalidOperationException)
        {
        }
    }

    private void Join(TcpClient caller)
    {
        _open.Wait();
        TcpClient server = new TcpClient();
        lock (_clients)
        {
            _clients.AddRange(new[] { caller, server });
            if (_isDisposed)
            {
                caller.Dispose();
                server.Dispose();
                return;
            }
        }

        try
        {
            server.Connect(IPAddress.Loopback, _port);
            var back = new Thread(() => Copy(server, caller)) { IsBackground = true };
            back.Start();
            Copy(caller, server);
        }
        catch (Exception end) when (end is SocketException or ObjectDisposedException or InvalidOperationException or NullReferenceException)
        {
            // TcpClient meets its own end in many ways.
            caller.Dispose();
        }
    }

    // What comes while it is held waits too.
    private void Copy(TcpClient from, TcpClient to)
    {
        try
        {
            var buffer = new byte[65536];
            for (int read; (read = from.GetStream().Read(buffer, 0, buffer.Length)) > 0;)
            {
                _open.Wait();
                to.GetStream().Write(buffer, 0, read);
            }
        }
        catch (Exception end) when (end is System.IO.IOException or ObjectDisposedException or InvalidOperationException or NullReferenceException)
        {
        }

        from.Dispose();
        to.Dispose();
    }
}
