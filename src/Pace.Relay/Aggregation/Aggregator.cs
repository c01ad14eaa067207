using System.Buffers.Binary;
using System.Security.Cryptography;
using Pace.Relay.Receiving;

namespace Pace.Relay.Aggregation;

/// <summary>Makes totals of documents: for each id the highest counts seen, and only what raises those is added.</summary>
/// <remarks>
/// It knows no network and no disk. What changes since the last commit can be asked for as a record
/// (<see cref="StateWriter"/>), from which <see cref="StateReader"/> makes the same state again. One thread at a time.
/// </remarks>
internal sealed class Aggregator
{
    private const uint ForgetAfter = 30 * ActivityRing.MinutesInADay;
    private const uint DropAfter = ForgetAfter + (400 * ActivityRing.MinutesInADay);
    private readonly AggregationOptions _options;
    private readonly byte[] _hashKey;
    private readonly TimeProvider _time;
    private readonly HighestCounts _counts;
    private readonly List<UInt128> _old = [];
    private int _cursor;
    private uint _minute;

    /// <param name="names">The commands that are known.</param>
    /// <param name="options">What can be set.</param>
    /// <param name="hashKey">The key under which forgotten ids are hashed, 32 random bytes that stay with the store.</param>
    /// <param name="time">The clock.</param>
    public Aggregator(NameTable names, AggregationOptions options, byte[] hashKey, TimeProvider time)
    {
        (Names, _options, _hashKey, _time) = (names, options, hashKey, time);
        _counts = new HighestCounts(names);
        Versions = new VersionGate(options.VersionThreshold, options.MostVersions);
        Hour = new UsagePeriod(names.Count);
        Day = new UsagePeriod(names.Count);
    }

    public NameTable Names { get; }

    public InstallationTable Installations { get; } = new();

    public SeriesTotals Series { get; } = new();

    public VersionGate Versions { get; }

    public ActivityRing Activity { get; } = new();

    public SinkSlots Sinks { get; } = new();

    /// <summary>The current hour.</summary>
    public UsagePeriod Hour { get; }

    /// <summary>The current day, in UTC.</summary>
    public UsagePeriod Day { get; }

    /// <summary>What changed since the last commit.</summary>
    public ChangeList Changes { get; } = new();

    /// <summary>The rows that the store's table does not have as they are.</summary>
    public RowSweep Sweep { get; } = new();

    /// <summary>How much was cut off, in counts.</summary>
    public ulong Clipped { get; private set; }

    /// <summary>How many counts were left out because an installation had too many unlisted ones.</summary>
    public ulong LeftOut { get; private set; }

    /// <summary>Seconds since 1970 at the last <see cref="Begin"/>.</summary>
    public long Now { get; private set; }

    /// <summary>Looks at the clock: all until the next call happens at that time.</summary>
    public void Begin()
    {
        Now = Math.Max(60, _time.GetUtcNow().ToUnixTimeSeconds());
        _minute = (uint)(Now / 60);
        if (!Activity.MoveTo(_minute)) CountActivity();
        Turn(Hour, Now - (Now % 3600), isDay: false);
        Turn(Day, Now - (Now % 86400), isDay: true);
    }

    /// <summary>Counts a document.</summary>
    public ApplyOutcome Apply(ReceivedDocument document)
    {
        UInt128 id = document.Id;
        if (!Installations.TryGet(id, out Row row))
        {
            if (!TryWelcome(id, out row)) return ApplyOutcome.Full;
        }

        NoteActivity(row, document.IsFromCli);
        uint version = Versions.Report(document.Version, id, _minute);
        bool changed = Stamp(row, document);
        ReadOnlySpan<byte> entries = _counts.Merge(row.Entries, document.Entries, out bool raised);
        if (raised)
        {
            row = Installations.SetEntries(id, entries);
            foreach (Raise raise in _counts.Raises)
            {
                Series.Raise(new SeriesKey(raise.Name, raise.Exit, document.System, version), raise.By);
                Hour.Add(raise.Name, raise.Exit, raise.By);
                Day.Add(raise.Name, raise.Exit, raise.By);
            }
        }

        Clipped += _counts.Clipped;
        LeftOut += (ulong)_counts.LeftOut;
        if (changed || raised) NoteChange(id, row);
        return ApplyOutcome.Counted;
    }

    /// <summary>Forgets an id: nothing of its row stays. The totals, which carry no id, do.</summary>
    /// <returns>Whether it was known.</returns>
    public bool Forget(UInt128 id)
    {
        Versions.Forget(id);
        return Drop(id) | Drop(Hash(id));
    }

    /// <summary>Looks at some rows whether their time is over.</summary>
    /// <param name="slots">How many places of the table to look at; the next call goes on behind them.</param>
    public void Age(int slots)
    {
        _old.Clear();
        for (int i = 0; i < Math.Min(slots, Installations.Slots); i++)
        {
            _cursor = (_cursor + 1) & (Installations.Slots - 1);
            if (Installations.TryAt(_cursor, out Row row) && row.LastMinute + (row.IsForgotten ? DropAfter : ForgetAfter) <= _minute)
                _old.Add(row.Key);
        }

        foreach (UInt128 key in _old) Retire(key);
        if (_cursor < slots) Versions.Expire(_minute);
    }

    /// <summary>How the totals stand, as a sink shows them: a series that it never showed as 0.</summary>
    public Observation Observe(int sink)
    {
        var values = new long[Series.Count];
        var keys = new SeriesKey[Series.Count];
        List<int> shownFirst = [];
        for (int place = 0; place < keys.Length; place++)
        {
            keys[place] = Series.Key(place);
            if ((Series.Announced(place) & (1UL << sink)) != 0) values[place] = Series.Total(place);
            else shownFirst.Add(place);
        }

        return new Observation(Now, keys, values, shownFirst, ActiveIn(1), ActiveIn(7), ActiveIn(30));
    }

    /// <summary>Notes that a sink has shown series as 0.</summary>
    public void Announce(int sink, IEnumerable<int> places)
    {
        foreach (int place in places)
        {
            Series.Announce(place, sink);
            Changes.Announced.Add((place, sink));
        }
    }

    /// <summary>Takes an <see cref="Announce"/> back that no commit has held.</summary>
    public void TakeBack(int sink, IEnumerable<int> places)
    {
        foreach (int place in places)
        {
            Series.TakeBack(place, sink);
            Changes.Announced.Remove((place, sink));
        }
    }

    /// <summary>How many installations were heard of in the last days, at most 30.</summary>
    public int ActiveIn(uint days) => Activity.Count(days * ActivityRing.MinutesInADay);

    /// <summary>Counts the installations of a client in the last days by version and by system.</summary>
    public Tally Tally(uint days, UsageClient client)
    {
        var tally = new Tally();
        uint after = _minute - Math.Min(_minute, days * ActivityRing.MinutesInADay);
        for (int slot = 0; slot < Installations.Slots; slot++)
        {
            if (!Installations.TryAt(slot, out Row row) || row.IsForgotten) continue;
            uint last = client switch
            {
                UsageClient.Cli => row.CliMinute,
                UsageClient.PowerShell => row.ModuleMinute,
                _ => row.LastMinute,
            };
            if (last > after) tally.Add(Versions.Label(row.Version), row.System);
        }

        return tally;
    }

    /// <summary>All that changed so far is in the store.</summary>
    public void Committed()
    {
        Changes.Clear();
        Series.Committed();
        Versions.Committed();
        Sinks.Committed();
    }

    /// <summary>Puts a row of a store back.</summary>
    /// <param name="key">The row's key.</param>
    /// <param name="stored">What stands beside it; empty: the row was removed.</param>
    /// <param name="inTable">Whether the store's table has it so.</param>
    public void RestoreRow(UInt128 key, ReadOnlySpan<byte> stored, bool inTable)
    {
        Installations.Remove(key);
        if (!inTable) Sweep.Mark(key);
        if (stored.IsEmpty) return;
        if (!Row.IsStored(stored)) throw new InvalidDataException("A row of the store is damaged.");
        Row row = Installations.Add(key);
        row = Installations.SetEntries(key, stored[(Row.HeaderSize - Row.StoredOffset)..]);
        stored[..(Row.HeaderSize - Row.StoredOffset)].CopyTo(row.StoredHeader);
        row.Flags = (byte)((row.Flags & ~Row.DirtyFlag) | (inTable ? 0 : Row.DirtyFlag));
    }

    /// <summary>All rows are back: counts what is not stored because it follows from them.</summary>
    public void Restored()
    {
        Now = Math.Max(60, _time.GetUtcNow().ToUnixTimeSeconds());
        _minute = (uint)(Now / 60);
        Activity.MoveTo(_minute);
        for (int slot = 0; slot < Installations.Slots; slot++)
        {
            if (!Installations.TryAt(slot, out Row row) || row.IsForgotten) continue;
            Activity.Add(row.LastMinute);
            if (row.LastMinute + (7 * ActivityRing.MinutesInADay) > _minute) Versions.Report(row.Version, row.Key, Math.Min(row.LastMinute, _minute));
        }
    }

    private void CountActivity()
    {
        for (int slot = 0; slot < Installations.Slots; slot++)
        {
            if (Installations.TryAt(slot, out Row row) && !row.IsForgotten) Activity.Add(row.LastMinute);
        }
    }

    private void Turn(UsagePeriod period, long start, bool isDay)
    {
        if (period.Start == start) return;
        if (!period.IsEmpty) Changes.Finished.Add(new FinishedPeriod(isDay, period.Start, period.Encode()));
        if (period.Start != 0) Changes.TakeSnapshot = true;
        period.Clear();
        period.Start = start;
    }

    private bool TryWelcome(UInt128 id, out Row row)
    {
        UInt128 hashed = Hash(id);
        byte[]? counts = null;
        if (Installations.TryGet(hashed, out Row forgotten) && forgotten.IsForgotten)
        {
            counts = forgotten.Entries.ToArray();
            Drop(hashed);
        }

        row = default;
        if (Installations.Count >= _options.MostInstallations) return false;
        row = Installations.Add(id);
        if (counts is not null) row = Installations.SetEntries(id, counts);
        return true;
    }

    private void NoteActivity(Row row, bool isFromCli)
    {
        uint last = row.LastMinute;
        NoteActivity(UsageClient.All, last);
        if (isFromCli) NoteActivity(UsageClient.Cli, row.CliMinute);
        else NoteActivity(UsageClient.PowerShell, row.ModuleMinute);
        if (last != 0) Activity.Remove(last);
        Activity.Add(_minute);
    }

    private void NoteActivity(UsageClient client, uint last)
    {
        if (last < Hour.StartMinute) CountHour(client);
        if (last < Day.StartMinute) CountDay(client);
    }

    private void CountHour(UsageClient client)
    {
        Hour.AddInstallations(client);
        Changes.HourInstallations[(int)client]++;
    }

    private void CountDay(UsageClient client)
    {
        Day.AddInstallations(client);
        Changes.DayInstallations[(int)client]++;
    }

    // What the document says of its installation; whether that is new.
    private bool Stamp(Row row, ReceivedDocument document)
    {
        uint before = document.IsFromCli ? row.CliMinute : row.ModuleMinute;
        bool changed = before != _minute || row.Version != document.Version || row.System != document.System;
        if (document.IsFromCli) row.CliMinute = _minute;
        else row.ModuleMinute = _minute;
        row.Version = document.Version;
        row.System = document.System;
        return changed;
    }

    private void NoteChange(UInt128 key, Row row)
    {
        Changes.Rows.Add(key);
        if ((row.Flags & Row.DirtyFlag) != 0) return;
        row.Flags |= Row.DirtyFlag;
        Sweep.Mark(key);
    }

    private bool Drop(UInt128 key)
    {
        if (!Installations.TryGet(key, out Row row)) return false;
        if (!row.IsForgotten) Activity.Remove(row.LastMinute);
        Installations.Remove(key);
        Changes.Rows.Add(key);
        Sweep.Mark(key);
        return true;
    }

    // After 30 days the counts go on under the id's hash; after 400 more nothing does.
    private void Retire(UInt128 key)
    {
        if (!Installations.TryGet(key, out Row row)) return;
        bool keeps = !row.IsForgotten && row.EntriesLength > 0;
        byte[] counts = keeps ? row.Entries.ToArray() : [];
        uint last = row.LastMinute;
        Drop(key);
        if (!keeps) return;
        UInt128 hashed = Hash(key);
        Drop(hashed);
        Row forgotten = Installations.Add(hashed);
        forgotten = Installations.SetEntries(hashed, counts);
        forgotten.Flags |= Row.ForgottenFlag;
        forgotten.CliMinute = last;
        forgotten.Version = ReportedVersion.Other;
        forgotten.System = ReportedSystem.Other;
        NoteChange(hashed, forgotten);
    }

    private UInt128 Hash(UInt128 id)
    {
        Span<byte> bytes = stackalloc byte[16];
        Span<byte> hash = stackalloc byte[32];
        BinaryPrimitives.WriteUInt128BigEndian(bytes, id);
        HMACSHA256.HashData(_hashKey, bytes, hash);
        return BinaryPrimitives.ReadUInt128BigEndian(hash);
    }
}
