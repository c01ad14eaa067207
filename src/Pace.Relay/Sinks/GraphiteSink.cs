using System.Net.Sockets;
using System.Text;
using Pace.Relay.Options;

namespace Pace.Relay.Sinks;

/// <summary>Writes Graphite's lines to a TCP port, over a connection of its own for each push.</summary>
/// <remarks>
/// The protocol has no answers. A connection that was kept could have been dead for long; one that is new, and is closed
/// in order after the last line, loses what was written only where its other end dies.
/// </remarks>
internal sealed class GraphiteSink(GraphiteOptions options, TimeSpan? bound = null) : ISink
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);
    private readonly TimeSpan _bound = bound ?? TimeSpan.FromSeconds(10);

    public async Task<PushResult> PushAsync(IReadOnlyList<SinkRow> rows, CancellationToken cancellation)
    {
        using var time = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        time.CancelAfter(_bound);
        try
        {
            using var client = new TcpClient { NoDelay = true };
            await client.ConnectAsync(options.Host, options.Port, time.Token).ConfigureAwait(false);
            using NetworkStream stream = client.GetStream();
            var text = new StringBuilder();
            int taken = 0;
            foreach (SinkRow row in rows)
            {
                if (!GraphiteText.IsValid(row)) continue;
                text.Append(GraphiteText.Line(row));
                taken++;
                if (text.Length < 32 * 1024) continue;
                await FlushAsync(stream, text, time.Token).ConfigureAwait(false);
            }

            await FlushAsync(stream, text, time.Token).ConfigureAwait(false);
            await EndAsync(client.Client, time.Token).ConfigureAwait(false);
            return new PushResult(taken, rows.Count - taken);
        }
        catch (Exception) when (cancellation.IsCancellationRequested)
        {
            throw new OperationCanceledException(cancellation);
        }
        catch (OperationCanceledException)
        {
            throw new SinkException($"no answer within {_bound.TotalSeconds:0.###} s");
        }
        catch (Exception e) when (e is IOException or SocketException)
        {
            throw new SinkException((e.InnerException ?? e).Message);
        }
    }

    public void Dispose()
    {
    }

    private static async Task FlushAsync(NetworkStream stream, StringBuilder text, CancellationToken cancellation)
    {
        await stream.WriteAsync(Encoding.ASCII.GetBytes(text.ToString()), cancellation).ConfigureAwait(false);
        text.Clear();
    }

    // Says that nothing follows, and waits a little for the other side to say the same: then it has read everything.
    private static async Task EndAsync(Socket socket, CancellationToken cancellation)
    {
        socket.Shutdown(SocketShutdown.Send);
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        patience.CancelAfter(Patience);
        byte[] rest = new byte[256];
        try
        {
            while (await socket.ReceiveAsync(rest, SocketFlags.None, patience.Token).ConfigureAwait(false) > 0)
            {
                // Carbon says nothing; whatever else does is not listened to.
            }
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            // It took all, and keeps its side open.
        }
    }
}
