using Pace.Relay.Aggregation;
using Pace.Relay.Storage;

namespace Pace.Relay.Writing;

/// <summary>What the writer has done, for <c>/metrics</c>. It counts on one thread; any may read.</summary>
internal sealed partial class WriterMetrics(ILogger<RelayWriter> log)
{
    private long _commits, _bytes, _failures, _rows, _memory, _versions;
    private ulong _clipped, _leftOut;

    public long Commits => Volatile.Read(ref _commits);

    public long RecordBytes => Volatile.Read(ref _bytes);

    public long Failures => Volatile.Read(ref _failures);

    /// <summary>The rows that are kept, those of forgotten installations included.</summary>
    public long Rows => Volatile.Read(ref _rows);

    public long RowBytes => Volatile.Read(ref _memory);

    public long Versions => Volatile.Read(ref _versions);

    public ulong Clipped => Volatile.Read(ref _clipped);

    public ulong LeftOut => Volatile.Read(ref _leftOut);

    public void Committed(int bytes)
    {
        Volatile.Write(ref _commits, _commits + 1);
        Volatile.Write(ref _bytes, _bytes + bytes);
    }

    public void Observe(Aggregator state)
    {
        Volatile.Write(ref _rows, state.Installations.Count);
        Volatile.Write(ref _memory, state.Installations.Bytes);
        Volatile.Write(ref _versions, state.Versions.Published.Count);
        Volatile.Write(ref _clipped, state.Clipped);
        Volatile.Write(ref _leftOut, state.LeftOut);
    }

    public void Failed(StoreException error, bool isFirst)
    {
        Volatile.Write(ref _failures, _failures + 1);
        // Once for each time that it begins: it is tried every second.
        if (isFirst) LogFailed(error.Message);
    }

    public void Recovered() => LogRecovered();

    [LoggerMessage(LogLevel.Error, "The store cannot be written, documents are refused until it can: {Problem}")]
    private partial void LogFailed(string problem);

    [LoggerMessage(LogLevel.Information, "The store can be written again")]
    private partial void LogRecovered();
}
