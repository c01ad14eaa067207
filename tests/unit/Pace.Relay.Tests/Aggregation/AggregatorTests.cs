using Pace.Relay.Aggregation;
using Pace.Relay.Receiving;
using Pace.Relay.Tests.Support;

namespace Pace.Relay.Tests.Aggregation;

/// <summary>What documents become.</summary>
public class AggregatorTests
{
    private static readonly string[] Commands = ["Get-PaceTable", "Set-PaceDataPolicy", "pace version", "pace get data-policy", "Get-PaceNew", "pace __complete", "what"];
    private readonly Random _random = new(7);

    [Fact]
    public void Only_what_a_document_raises_is_added()
    {
        var state = new TestState();
        state.Send(Body.Of(("Get-PaceTable", 0, 5), ("Get-PaceTable", 1, 2)));
        state.Send(Body.Of(("Get-PaceTable", 0, 5), ("Get-PaceTable", 1, 3)));
        state.Send(Body.Of(("Get-PaceTable", 0, 4)));
        Assert.Equal(5, state.Totals()[("Get-PaceTable", "0", "other")]);
        Assert.Equal(3, state.Totals()[("Get-PaceTable", "1", "other")]);
    }

    [Fact]
    public void Totals_are_the_sum_over_ids_of_the_highest_counts_whatever_comes_again_late_or_never()
    {
        for (int round = 0; round < Nightly.Times(20); round++)
        {
            var state = new TestState(new AggregationOptions(VersionThreshold: 3));
            string[] ids = [.. Enumerable.Range(0, 20).Select(_ => TestState.NewId(_random))];
            Dictionary<(string Id, string Command, uint Code), uint> now = [], highest = [];
            List<(string Id, Dictionary<(string Command, uint Code), uint> Counts)> sent = [];
            for (int step = 0; step < 400; step++)
            {
                string id = ids[_random.Next(ids.Length)];
                for (int i = _random.Next(4); i >= 0; i--)
                {
                    (string, string, uint) key = (id, Commands[_random.Next(Commands.Length)], (uint)_random.Next(0, 4) switch { 0 => 0u, 1 => 1u, 2 => 130u, _ => 77u });
                    now[key] = now.GetValueOrDefault(key) + (uint)_random.Next(1, 1000);
                }

                sent.Add((id, now.Where(item => item.Key.Id == id && _random.Next(8) > 0).ToDictionary(static item => (item.Key.Command, item.Key.Code), static item => item.Value)));
                if (_random.Next(3) == 0) continue;
                (string from, Dictionary<(string Command, uint Code), uint> counts) = _random.Next(2) == 0 ? sent[^1] : sent[_random.Next(sent.Count)];
                state.Send(Body.Of(from, counts.Select(static item => (item.Key.Command, item.Key.Code, item.Value)), $"1.{_random.Next(3)}"));
                foreach (((string command, uint code), uint count) in counts)
                    highest[(from, command, code)] = Math.Max(count, highest.GetValueOrDefault((from, command, code)));
                if (_random.Next(20) == 0) state.Wait(TimeSpan.FromDays(_random.Next(45)));
            }

            Dictionary<(string, string), long> expected = highest
                .GroupBy(static item => (Published(item.Key.Command), item.Key.Code is 0 or 1 or 130 ? $"{item.Key.Code}" : "other"))
                .ToDictionary(static group => group.Key, static group => group.Sum(static item => (long)item.Value));
            Dictionary<(string, string), long> actual = state.Totals().GroupBy(static item => (item.Key.Command, item.Key.Exit))
                .ToDictionary(static group => group.Key, static group => group.Sum(static item => item.Value));
            Assert.Equal(expected.OrderBy(static item => item.Key), actual.OrderBy(static item => item.Key));
        }
    }

    [Fact]
    public void One_document_raises_a_command_by_a_million_at_most_and_the_rest_never_counts()
    {
        var state = new TestState();
        state.Send(Body.Of(("Get-PaceTable", 0, 900_000), ("Get-PaceTable", 1, 900_000), ("Set-PaceDataPolicy", 0, 7)));
        Assert.Equal(1_000_007, state.Sum);
        Assert.Equal(800_000u, state.Aggregator.Clipped);
        state.Send(Body.Of(("Get-PaceTable", 0, 900_000), ("Get-PaceTable", 1, 900_001)));
        Assert.Equal(1_000_008, state.Sum);
    }

    [Fact]
    public void A_command_that_comes_onto_the_list_is_not_counted_anew()
    {
        var before = new TestState(names: new NameTable([], new HashSet<string> { "Get-PaceTable" }));
        before.Send(Body.Of(("Get-PaceNew", 0, 50), ("Get-PaceTable", 0, 1)));
        var after = new TestState(names: new NameTable(["Get-PaceTable"], new HashSet<string> { "Get-PaceTable", "Get-PaceNew" }));
        before.Aggregator.Installations.TryGet(ReceivedDocument.ToNumber(Guid.Parse(Body.Id)), out Row row);
        after.Aggregator.RestoreRow(row.Key, row.Stored, inTable: true);
        after.Send(Body.Of(("Get-PaceNew", 0, 53), ("Get-PaceTable", 0, 1)));
        Assert.Equal(3, after.Totals()[("Get-PaceNew", "0", "other")]);
        Assert.Equal(3, after.Sum);
    }

    [Fact]
    public void A_version_is_published_once_enough_installations_reported_it_within_a_week()
    {
        var state = new TestState();
        for (int i = 0; i < 9; i++) Send(state, "2.1");
        state.Wait(TimeSpan.FromDays(8));
        for (int i = 0; i < 9; i++) Send(state, "2.1");
        Assert.Empty(state.Aggregator.Versions.Published);
        Send(state, "2.1");
        Assert.Equal(18, state.Totals()[("Get-PaceTable", "0", "other")]);
        Assert.Equal(1, state.Totals()[("Get-PaceTable", "0", "2.1")]);
    }

    [Fact]
    public void One_installation_publishes_no_version_however_often_it_reports()
    {
        var state = new TestState();
        for (uint i = 1; i < 50; i++) state.Send(Body.Of(Body.Id, [("Get-PaceTable", 0, i)], "2.1"));
        Assert.Empty(state.Aggregator.Versions.Published);
    }

    [Fact]
    public void No_more_versions_are_published_than_may_be()
    {
        var state = new TestState(new AggregationOptions(VersionThreshold: 1, MostVersions: 50));
        for (int i = 0; i < 2000; i++) Send(state, $"1.{i}");
        Assert.Equal(50, state.Aggregator.Versions.Published.Count);
        Assert.InRange(state.Aggregator.Series.Count, 51, 51);
    }

    [Fact]
    public void Installations_are_counted_in_the_last_1_7_and_30_days()
    {
        var state = new TestState();
        Send(state);
        state.Wait(TimeSpan.FromHours(23));
        Assert.Equal((1, 1, 1), Active(state));
        state.Wait(TimeSpan.FromHours(2));
        Assert.Equal((0, 1, 1), Active(state));
        Send(state);
        state.Wait(TimeSpan.FromDays(6));
        Assert.Equal((0, 1, 2), Active(state));
        state.Wait(TimeSpan.FromDays(24));
        Assert.Equal((0, 0, 0), Active(state));
    }

    [Fact]
    public void A_document_without_counts_is_an_installation_too()
    {
        var state = new TestState();
        state.Send(Body.Of());
        Assert.Equal((1, 1, 1), Active(state));
    }

    [Fact]
    public void One_who_returns_after_being_forgotten_is_not_counted_twice()
    {
        var state = new TestState();
        state.Send(Body.Of(("Get-PaceTable", 0, 10)));
        state.Wait(TimeSpan.FromDays(31));
        Assert.False(state.Aggregator.Installations.TryGet(ReceivedDocument.ToNumber(Guid.Parse(Body.Id)), out _));
        Assert.Equal(1, state.Aggregator.Installations.Count);
        state.Wait(TimeSpan.FromDays(390));
        state.Send(Body.Of(("Get-PaceTable", 0, 12)));
        Assert.Equal(12, state.Sum);
        Assert.Equal((1, 1, 1), Active(state));
    }

    [Fact]
    public void After_400_days_more_nothing_is_left_but_the_totals()
    {
        var state = new TestState();
        state.Send(Body.Of(("Get-PaceTable", 0, 10)));
        state.Wait(TimeSpan.FromDays(31));
        state.Wait(TimeSpan.FromDays(400));
        Assert.Equal(0, state.Aggregator.Installations.Count);
        Assert.Equal(10, state.Sum);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(40)]
    public void A_forgotten_id_leaves_nothing_but_the_totals(int days)
    {
        var state = new TestState();
        state.Send(Body.Of(("Get-PaceTable", 0, 10)));
        state.Wait(TimeSpan.FromDays(days));
        Assert.True(state.Aggregator.Forget(ReceivedDocument.ToNumber(Guid.Parse(Body.Id))));
        Assert.Equal(0, state.Aggregator.Installations.Count);
        Assert.Equal((0, 0, 0), Active(state));
        Assert.Equal(10, state.Sum);
    }

    [Fact]
    public void There_are_never_more_rows_than_may_be_and_those_there_go_on_counting()
    {
        var state = new TestState(new AggregationOptions(MostInstallations: 2));
        state.Send(Body.Of(("Get-PaceTable", 0, 1)));
        Send(state);
        Assert.Equal(ApplyOutcome.Full, state.Send(Body.Of(TestState.NewId(_random), [("Get-PaceTable", 0, 1)])));
        Assert.Equal(ApplyOutcome.Counted, state.Send(Body.Of(("Get-PaceTable", 0, 5))));
        Assert.Equal(6, state.Sum);
    }

    [Fact]
    public void Unlisted_commands_of_an_installation_are_bounded_and_what_is_left_out_is_counted()
    {
        var state = new TestState();
        state.Send(Body.Of(Body.Id, Enumerable.Range(0, 100).Select(static i => ($"odd {i}", 0u, 1u))));
        Assert.Equal(64, state.Sum);
        Assert.Equal(36u, state.Aggregator.LeftOut);
        Assert.Equal(1, state.Aggregator.Series.Count);
    }

    [Fact]
    public void A_sink_shows_a_new_series_as_0_first_and_each_sink_for_itself()
    {
        var state = new TestState();
        state.Send(Body.Of(("Get-PaceTable", 0, 10)));
        Observation first = state.Aggregator.Observe(0);
        state.Aggregator.Announce(0, first.ShownFirst);
        Assert.Equal([0L], first.Values);
        Assert.Equal([10L], state.Aggregator.Observe(0).Values);
        Assert.Equal([0L], state.Aggregator.Observe(1).Values);
        state.Aggregator.TakeBack(0, first.ShownFirst);
        Assert.Equal([0L], state.Aggregator.Observe(0).Values);
    }

    [Fact]
    public void A_clock_that_is_set_back_loses_no_installation()
    {
        var state = new TestState();
        Send(state);
        state.Wait(TimeSpan.FromDays(-3));
        Send(state);
        Assert.Equal((2, 2, 2), Active(state));
    }

    private static string Published(string command) => command switch
    {
        "Get-PaceNew" or "pace __complete" or "what" => "other",
        _ => command.Replace(' ', '_'),
    };

    private static (int, int, int) Active(TestState state) =>
        (state.Aggregator.ActiveIn(1), state.Aggregator.ActiveIn(7), state.Aggregator.ActiveIn(30));

    private void Send(TestState state, string version = "v0.1.0") =>
        state.Send(Body.Of(TestState.NewId(_random), [("Get-PaceTable", 0, 1)], version));
}
