using Microsoft.Extensions.Logging.Abstractions;
using Pace.Relay.Aggregation;
using Pace.Relay.Receiving;
using Pace.Relay.Writing;

namespace Pace.Relay.Tests.Support;

/// <summary>A writer over a store in memory.</summary>
internal sealed class TestWriter : IDisposable
{
    public TestWriter(int capacity = 64)
    {
        var state = new Aggregator(Names, new AggregationOptions(), Store.HashKey, Clock);
        Store.Load(state);
        Writer = new RelayWriter(Store, state, 0, new WriterOptions(capacity), new WriterMetrics(NullLogger<RelayWriter>.Instance), TimeProvider.System);
    }

    public TestClock Clock { get; } = new();

    public NameTable Names { get; } = new([]);

    public FakeRelayStore Store { get; } = new();

    public RelayWriter Writer { get; }

    /// <summary>Hands a document in; null where it is turned away.</summary>
    public Task<WriteOutcome>? Post(string body)
    {
        DocumentWork work = Writer.Rent();
        Assert.Null(DocumentReader.Read(Body.Bytes(body), Names, work.Document));
        return Writer.TryPost(work) ? work.Completion.AsTask() : null;
    }

    public async Task<long> SumAsync() => (await Writer.AskAsync(static state => TestState.Totals(state).Values.Sum())).Answer;

    public void Dispose()
    {
        Store.Release();
        Writer.Dispose();
    }
}
