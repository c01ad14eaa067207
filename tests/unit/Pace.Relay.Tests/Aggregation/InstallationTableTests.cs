using Pace.Relay.Aggregation;

namespace Pace.Relay.Tests.Aggregation;

/// <summary>The table of rows does what a dictionary does.</summary>
public class InstallationTableTests
{
    [Fact]
    public void Rows_are_found_as_they_were_put_whatever_was_added_changed_and_removed_before()
    {
        var random = new Random(5);
        var table = new InstallationTable();
        Dictionary<UInt128, byte[]> model = [];
        for (int step = 0; step < 60_000; step++)
        {
            // Few enough keys that they come again, in clusters that collide.
            UInt128 key = ((UInt128)(ulong)random.Next(3000) << 64) | (ulong)random.Next(2);
            if (random.Next(4) == 0)
            {
                Assert.Equal(model.Remove(key), table.Remove(key));
                continue;
            }

            byte[] entries = new byte[random.Next(300)];
            random.NextBytes(entries);
            if (model.TryAdd(key, entries)) table.Add(key);
            else model[key] = entries;
            table.SetEntries(key, entries);
        }

        Assert.Equal(model.Count, table.Count);
        foreach ((UInt128 key, byte[] entries) in model)
        {
            Assert.True(table.TryGet(key, out Row row));
            Assert.Equal(entries, row.Entries.ToArray());
        }

        HashSet<UInt128> walked = [];
        for (int slot = 0; slot < table.Slots; slot++)
        {
            if (table.TryAt(slot, out Row row)) Assert.True(walked.Add(row.Key));
        }

        Assert.True(walked.SetEquals(model.Keys));
    }

    [Fact]
    public void What_is_removed_leaves_its_room_to_the_next()
    {
        var table = new InstallationTable();
        byte[] entries = new byte[200];
        for (int round = 0; round < 50; round++)
        {
            for (UInt128 key = 0; key < 4000; key++)
            {
                table.Add(key);
                table.SetEntries(key, entries);
            }

            for (UInt128 key = 0; key < 4000; key++) Assert.True(table.Remove(key));
        }

        Assert.InRange(table.Bytes, 1, 3 << 20);
    }

    [Fact]
    public void A_sweep_gives_every_marked_key_once_in_order_and_those_marked_meanwhile_with_the_next()
    {
        var random = new Random(3);
        var sweep = new RowSweep();
        UInt128[] first = [.. Enumerable.Range(0, 5000).Select(_ => new UInt128((ulong)random.NextInt64(), (ulong)random.NextInt64())).Distinct()];
        foreach (UInt128 key in first) sweep.Mark(key);
        sweep.Start();
        List<UInt128> given = [];
        List<UInt128> some = [];
        for (bool ends = false; !ends;)
        {
            some.Clear();
            ends = sweep.Next(300, some);
            given.AddRange(some);
        }

        Assert.False(sweep.IsRunning);
        Assert.Equal(first.Order(), given);
    }
}
