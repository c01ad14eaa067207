using System.Buffers;
using System.IO.Pipelines;

namespace Pace.Relay.Http;

/// <summary>Reads a request's body whole, up to a limit.</summary>
internal static class BodyReader
{
    /// <summary>Reads a body.</summary>
    /// <param name="reader">The body.</param>
    /// <param name="limit">The most bytes.</param>
    /// <param name="cancellation">Ends the reading.</param>
    /// <returns>
    /// The body, to be given back with <see cref="PipeReader.AdvanceTo(SequencePosition)"/>; null where it is larger.
    /// </returns>
    public static ValueTask<ReadOnlySequence<byte>?> ReadAsync(PipeReader reader, int limit, CancellationToken cancellation)
    {
        // Small bodies are there already more often than not.
        while (reader.TryRead(out ReadResult read))
        {
            if (IsTooLarge(reader, read, limit)) return ValueTask.FromResult<ReadOnlySequence<byte>?>(null);
            if (read.IsCompleted) return ValueTask.FromResult<ReadOnlySequence<byte>?>(read.Buffer);
            reader.AdvanceTo(read.Buffer.Start, read.Buffer.End);
        }

        return WaitAsync(reader, limit, cancellation);
    }

    private static async ValueTask<ReadOnlySequence<byte>?> WaitAsync(PipeReader reader, int limit, CancellationToken cancellation)
    {
        while (true)
        {
            ReadResult read = await reader.ReadAsync(cancellation).ConfigureAwait(false);
            if (IsTooLarge(reader, read, limit)) return null;
            if (read.IsCompleted) return read.Buffer;
            reader.AdvanceTo(read.Buffer.Start, read.Buffer.End);
        }
    }

    private static bool IsTooLarge(PipeReader reader, in ReadResult read, int limit)
    {
        if (read.Buffer.Length <= limit) return false;
        reader.AdvanceTo(read.Buffer.End);
        return true;
    }
}
