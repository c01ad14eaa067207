using Pace.Relay.Aggregation;
using Pace.Relay.Receiving;
using Pace.Relay.Storage;

namespace Pace.Relay.Tests.Support;

/// <summary>An aggregator with its clock, fed with bodies.</summary>
internal sealed class TestState
{
    public TestState(AggregationOptions? options = null, NameTable? names = null, TestClock? clock = null, IRelayStore? store = null)
    {
        Clock = clock ?? new TestClock();
        Names = names ?? new NameTable([]);
        Aggregator = new Aggregator(Names, options ?? new AggregationOptions(), store?.HashKey ?? new byte[32], Clock);
        if (store is null) Aggregator.Restored();
        else store.Load(Aggregator);
        Aggregator.Begin();
    }

    public TestClock Clock { get; }

    public NameTable Names { get; }

    public Aggregator Aggregator { get; }

    public long LastSeq { get; set; }

    public long SweepFrom { get; set; }

    public ApplyOutcome Send(string body)
    {
        var document = new ReceivedDocument();
        Assert.Null(DocumentReader.Read(Body.Bytes(body), Names, document));
        Aggregator.Begin();
        return Aggregator.Apply(document);
    }

    public void Wait(TimeSpan time)
    {
        Clock.Advance(time);
        Aggregator.Begin();
        for (int i = 0; i < 3; i++) Aggregator.Age(Aggregator.Installations.Slots);
    }

    public long Sum => Totals().Sum(static item => item.Value);

    /// <summary>Totals by the labels command, exit code and version.</summary>
    public Dictionary<(string Command, string Exit, string Version), long> Totals() => Totals(Aggregator);

    public static Dictionary<(string Command, string Exit, string Version), long> Totals(Aggregator state)
    {
        Dictionary<(string, string, string), long> totals = [];
        for (int place = 0; place < state.Series.Count; place++)
        {
            SeriesKey key = state.Series.Key(place);
            (string, string, string) labels = (state.Names.Labels(key.Name).Command, ReportedExit.Text(key.Exit), ReportedVersion.Text(key.Version));
            totals[labels] = totals.GetValueOrDefault(labels) + state.Series.Total(place);
        }

        return totals;
    }

    public static string NewId(Random random)
    {
        byte[] bytes = new byte[16];
        random.NextBytes(bytes);
        return new Guid(bytes).ToString("D");
    }
}
