using Pace.Relay.Aggregation;

namespace Pace.Relay.Storage;

/// <summary>Keeps what an <see cref="Aggregator"/> holds, so that what was written once is there after any crash.</summary>
/// <remarks>
/// One thread at a time, and one process at a time. Of each row the latest version is in the table or in a record; the
/// totals are in a snapshot and in the records behind it. Every member may throw <see cref="StoreException"/>.
/// </remarks>
internal interface IRelayStore : IDisposable
{
    /// <summary>32 random bytes that were made with the store, under which forgotten ids are hashed.</summary>
    byte[] HashKey { get; }

    /// <summary>The command names that have a number, in the order of their numbers.</summary>
    IReadOnlyList<string> Names { get; }

    /// <summary>The last record that was dropped, of those that a batch said are no longer needed.</summary>
    long Dropped { get; }

    /// <summary>Gives numbers to more names.</summary>
    void AddNames(IEnumerable<string> names);

    /// <summary>Puts everything into an aggregator that has nothing yet.</summary>
    /// <returns>How many bytes of records wait for their rows to be written into the table.</returns>
    long Load(Aggregator state);

    /// <summary>Writes a batch: all of it, safe from crashes and power loss when the call returns, or nothing.</summary>
    /// <returns>The number of the record; that of the last one where there was none.</returns>
    long Write(StoreBatch batch);
}

/// <summary>The charts of the store, for readers on any thread.</summary>
internal interface IChartReader
{
    /// <summary>The finished hours or days from a time on, oldest first; one may come in several pieces.</summary>
    /// <param name="days">Whether days; else hours.</param>
    /// <param name="from">The first beginning, in seconds since 1970.</param>
    /// <exception cref="StoreException">They cannot be read.</exception>
    IReadOnlyList<(long Start, byte[] Counts)> Read(bool days, long from);
}

/// <summary>The bytes that a store keeps of a row; empty where the row is gone.</summary>
internal delegate ReadOnlySpan<byte> RowSource(UInt128 key);

/// <summary>What is written together.</summary>
internal sealed class StoreBatch
{
    /// <summary>The record; empty: none.</summary>
    public ReadOnlyMemory<byte> Record { get; set; }

    /// <summary>Rows for the table, in the order of their keys.</summary>
    public List<UInt128> Rows { get; } = [];

    /// <summary>Where the bytes of those rows come from.</summary>
    public required RowSource RowSource { get; init; }

    /// <summary>Hours and days that are over.</summary>
    public IReadOnlyList<FinishedPeriod> Finished { get; set; } = [];

    /// <summary>All but the rows, this batch's record included; empty: none.</summary>
    public ReadOnlyMemory<byte> Snapshot { get; set; }

    /// <summary>The last record that is no longer needed.</summary>
    public long DropThrough { get; set; }

    /// <summary>Whether what is dropped must be gone from the files too when the call returns.</summary>
    public bool Erase { get; set; }
}

/// <summary>The store cannot be used.</summary>
public sealed class StoreException : Exception
{
    /// <summary>Says why, in a sentence for whoever runs the relay.</summary>
    public StoreException(string message)
        : base(message)
    {
    }

    /// <summary>Says why, and what it came from.</summary>
    public StoreException(string message, Exception inner)
        : base(message, inner)
    {
    }

    /// <summary>For serialization's sake; not used.</summary>
    public StoreException()
    {
    }
}
