using Pace.Relay.Aggregation;
using Pace.Relay.Receiving;
using Pace.Relay.Storage;
using Pace.Relay.Tests.Support;

namespace Pace.Relay.Tests.Storage;

/// <summary>What was written once is there again, however it was written.</summary>
public sealed class SqliteRelayStoreTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();
    private readonly Random _random = new(11);

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void The_state_comes_back_from_any_mixture_of_records_snapshots_and_rows()
    {
        for (int round = 0; round < Nightly.Times(4); round++)
        {
            File.Delete(_directory.Store);
            var clock = new TestClock();
            string[] ids = [.. Enumerable.Range(0, 60).Select(_ => TestState.NewId(_random))];
            string expected = "";
            for (int life = 0; life < 4; life++)
            {
                using SqliteRelayStore store = SqliteRelayStore.Open(_directory.Store);
                TestState state = Load(store, clock);
                if (life > 0) Assert.Equal(expected, Describe(state.Aggregator));
                for (int commit = 0; commit < 25; commit++) Live(state, store, ids);
                expected = Describe(state.Aggregator);
            }
        }
    }

    [Fact]
    public void A_second_relay_on_the_same_file_is_turned_away()
    {
        using SqliteRelayStore store = SqliteRelayStore.Open(_directory.Store);
        Assert.Contains("in use by another relay", Assert.Throws<StoreException>(() => SqliteRelayStore.Open(_directory.Store)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_of_a_newer_relay_is_left_alone()
    {
        using (SqliteRelayStore.Open(_directory.Store, [.. StoreSchema.Steps, "create table later (x)"])) { }
        Assert.Contains("newer relay", Assert.Throws<StoreException>(() => SqliteRelayStore.Open(_directory.Store)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_older_file_is_copied_before_it_is_brought_up_to_date()
    {
        byte[] key;
        using (SqliteRelayStore store = SqliteRelayStore.Open(_directory.Store)) key = store.HashKey;
        using (SqliteRelayStore store = SqliteRelayStore.Open(_directory.Store, [.. StoreSchema.Steps, "create table later (x)"])) Assert.Equal(key, store.HashKey);
        using SqliteRelayStore copy = SqliteRelayStore.Open(_directory.Store + ".schema-1");
        Assert.Equal(key, copy.HashKey);
    }

    [Fact]
    public void What_is_no_database_is_told_and_left_as_it_is()
    {
        byte[] other = new byte[20_000];
        Array.Fill(other, (byte)'x');
        File.WriteAllBytes(_directory.Store, other);
        Assert.Contains("not a database", Assert.Throws<StoreException>(() => SqliteRelayStore.Open(_directory.Store)).Message, StringComparison.Ordinal);
        Assert.Equal(other, File.ReadAllBytes(_directory.Store));
    }

    [Fact]
    public void Nobody_but_its_owner_can_read_the_file()
    {
        if (OperatingSystem.IsWindows()) return;
        using SqliteRelayStore store = SqliteRelayStore.Open(_directory.Store);
        Live(Load(store, new TestClock()), store, [Body.Id]);
        foreach (string file in Directory.GetFiles(_directory.Root)) Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file));
    }

    [Fact]
    public void Finished_hours_are_kept_for_90_days_and_days_for_good()
    {
        using SqliteRelayStore store = SqliteRelayStore.Open(_directory.Store);
        TestState state = Load(store, new TestClock());
        for (int day = 0; day < 100; day++)
        {
            state.Send(Body.Of(Body.Id, [("Get-PaceTable", 0, (uint)day + 1)]));
            state.Wait(TimeSpan.FromDays(1));
            Commit(state, store, [], 0);
        }

        var reader = new SqliteChartReader(_directory.Store);
        Assert.Equal(100, reader.Read(days: true, 0).Count);
        Assert.Equal(91, reader.Read(days: false, 0).Count);
        Assert.Equal(100, reader.Read(days: true, 0).Sum(item => Runs(state, item.Counts)));
        Assert.Single(reader.Read(days: true, state.Aggregator.Now - (2 * 86400)));
    }

    private static long Runs(TestState state, byte[] counts)
    {
        var period = new UsagePeriod(state.Names.Count);
        period.AddEncoded(counts);
        return Enumerable.Range(0, state.Names.Count).Sum(name => period[(ushort)name, 0]);
    }

    private static TestState Load(SqliteRelayStore store, TestClock clock)
    {
        var names = new NameTable(store.Names);
        store.AddNames(names.Names.Skip(names.StoredCount).ToArray());
        var state = new TestState(new AggregationOptions(VersionThreshold: 3), names, clock, store);
        return state;
    }

    private void Live(TestState state, SqliteRelayStore store, string[] ids)
    {
        for (int i = _random.Next(6); i >= 0; i--)
        {
            string id = ids[_random.Next(ids.Length)];
            state.Send(Body.Of(id, [("Get-PaceTable", 0, (uint)_random.Next(1000)), ("odd", 3, (uint)_random.Next(9)), ("pace version", 1, (uint)_random.Next(99))], $"1.{_random.Next(4)}"));
            if (_random.Next(20) == 0) state.Aggregator.Forget(ReceivedDocument.ToNumber(Guid.Parse(id)));
        }

        if (_random.Next(6) == 0) state.Wait(TimeSpan.FromHours(_random.Next(1, 400)));
        if (_random.Next(4) == 0)
        {
            int slot = state.Aggregator.Sinks.Of($"sink-{_random.Next(3)}");
            state.Aggregator.Announce(slot, state.Aggregator.Observe(slot).ShownFirst);
        }

        List<UInt128> rows = [];
        bool sweepEnds = false;
        if (_random.Next(3) == 0)
        {
            if (!state.Aggregator.Sweep.IsRunning)
            {
                state.SweepFrom = state.LastSeq;
                state.Aggregator.Sweep.Start();
            }

            sweepEnds = state.Aggregator.Sweep.Next(10, rows);
        }

        Commit(state, store, rows, sweepEnds ? state.SweepFrom : 0);
    }

    private static void Commit(TestState state, SqliteRelayStore store, List<UInt128> rows, long dropThrough)
    {
        var record = new System.Buffers.ArrayBufferWriter<byte>();
        var snapshot = new System.Buffers.ArrayBufferWriter<byte>();
        StateWriter.WriteRecord(state.Aggregator, record);
        if (dropThrough > 0 || state.Aggregator.Changes.TakeSnapshot) StateWriter.WriteSnapshot(state.Aggregator, snapshot);
        var batch = new StoreBatch
        {
            Record = record.WrittenMemory,
            Snapshot = snapshot.WrittenMemory,
            Finished = state.Aggregator.Changes.Finished,
            DropThrough = dropThrough,
            RowSource = key => state.Aggregator.Installations.TryGet(key, out Row row) ? row.Stored : default,
        };
        foreach (UInt128 key in rows)
        {
            batch.Rows.Add(key);
            if (state.Aggregator.Installations.TryGet(key, out Row row)) row.Flags &= unchecked((byte)~Row.DirtyFlag);
        }

        state.LastSeq = store.Write(batch);
        state.Aggregator.Committed();
    }

    // All that a restart must bring back.
    private static string Describe(Aggregator state)
    {
        List<string> lines = [];
        for (int slot = 0; slot < state.Installations.Slots; slot++)
        {
            if (!state.Installations.TryAt(slot, out Row row)) continue;
            byte[] stored = row.Stored.ToArray();
            stored[Row.FlagsInStored] &= unchecked((byte)~Row.DirtyFlag);
            lines.Add($"{row.Key:x} {Convert.ToHexString(stored)}");
        }

        lines.Sort(StringComparer.Ordinal);
        for (int place = 0; place < state.Series.Count; place++)
            lines.Add($"{state.Series.Key(place).Value:x} {state.Series.Total(place)} {state.Series.Announced(place):x}");
        lines.Add(string.Join(' ', state.Versions.Published.Order()));
        lines.Add(string.Join(' ', state.Sinks.Names));
        lines.Add($"{state.Hour.Start} {Convert.ToHexString(state.Hour.Encode())} {state.Day.Start} {Convert.ToHexString(state.Day.Encode())}");
        lines.Add($"{state.ActiveIn(1)} {state.ActiveIn(7)} {state.ActiveIn(30)}");
        return string.Join('\n', lines);
    }
}
