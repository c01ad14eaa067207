using Pace.Relay.Aggregation;
using Pace.Relay.Storage;

namespace Pace.Relay.Tests.Support;

/// <summary>A store in memory that fails and waits when it is told to.</summary>
internal sealed class FakeRelayStore : IRelayStore
{
    private readonly ManualResetEventSlim _open = new(true);
    private long _seq;

    public volatile bool Fails;

    public byte[] HashKey { get; } = new byte[32];

    public IReadOnlyList<string> Names => [];

    public long Dropped { get; private set; }

    public List<byte[]> Records { get; } = [];

    public void AddNames(IEnumerable<string> names)
    {
    }

    public long Load(Aggregator state)
    {
        state.Restored();
        return 0;
    }

    public long Write(StoreBatch batch)
    {
        _open.Wait();
        if (Fails) throw new StoreException("the disk is full");
        if (!batch.Record.IsEmpty)
        {
            _seq++;
            lock (Records) Records.Add(batch.Record.ToArray());
        }

        Dropped = Math.Max(Dropped, batch.DropThrough);
        return _seq;
    }

    public void Hold() => _open.Reset();

    public void Release() => _open.Set();

    public void Dispose() => _open.Dispose();
}
