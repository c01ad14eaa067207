using System.Buffers;
using System.Buffers.Binary;
using System.Text;

namespace Pace.Relay.Aggregation;

/// <summary>Writes what an <see cref="Aggregator"/> holds: all but the rows as a snapshot, or what changed as a record.</summary>
/// <remarks>
/// A record has rows whole, so that one may be read twice, and totals as differences, which are read only behind the
/// snapshot. Both begin with a byte for their format.
/// </remarks>
internal static class StateWriter
{
    public const byte Format = 1;

    /// <summary>Whether anything changed that a record would hold.</summary>
    public static bool HasChanges(Aggregator state) =>
        state.Changes.Rows.Count > 0 || state.Changes.Announced.Count > 0 || state.Changes.TakeSnapshot
        || state.Series.FirstNew < state.Series.Count || state.Versions.New.Count > 0 || state.Sinks.FirstNew < state.Sinks.Names.Count
        || state.Series.Touched.Count > 0;

    /// <summary>Writes what changed since the last commit.</summary>
    public static void WriteRecord(Aggregator state, IBufferWriter<byte> to)
    {
        Byte(to, Format);
        Number(to, state.Now);
        Number(to, state.Changes.Rows.Count);
        foreach (UInt128 key in state.Changes.Rows) WriteRow(state, key, to);
        Number(to, state.Sinks.Names.Count - state.Sinks.FirstNew);
        for (int i = state.Sinks.FirstNew; i < state.Sinks.Names.Count; i++) Text(to, state.Sinks.Names[i]);
        Number(to, state.Versions.New.Count);
        foreach (uint version in state.Versions.New) Number(to, version);
        SeriesTotals series = state.Series;
        Number(to, series.Count - series.FirstNew);
        for (int place = series.FirstNew; place < series.Count; place++) Key(to, series.Key(place));
        Number(to, series.Touched.Count);
        foreach (int place in series.Touched)
        {
            Number(to, place);
            Number(to, series.Delta(place));
        }

        Number(to, state.Changes.Announced.Count);
        foreach ((int place, int sink) in state.Changes.Announced)
        {
            Number(to, place);
            Number(to, sink);
        }

        foreach (int count in state.Changes.HourInstallations) Number(to, count);
        foreach (int count in state.Changes.DayInstallations) Number(to, count);
    }

    /// <summary>Writes all but the rows.</summary>
    public static void WriteSnapshot(Aggregator state, IBufferWriter<byte> to)
    {
        Byte(to, Format);
        Number(to, state.Sinks.Names.Count);
        foreach (string name in state.Sinks.Names) Text(to, name);
        Number(to, state.Versions.Published.Count);
        foreach (uint version in state.Versions.Published) Number(to, version);
        SeriesTotals series = state.Series;
        Number(to, series.Count);
        for (int place = 0; place < series.Count; place++)
        {
            Key(to, series.Key(place));
            Number(to, series.Total(place));
            Number(to, (long)series.Announced(place));
        }

        Period(to, state.Hour);
        Period(to, state.Day);
    }

    private static void WriteRow(Aggregator state, UInt128 key, IBufferWriter<byte> to)
    {
        BinaryPrimitives.WriteUInt128BigEndian(to.GetSpan(16), key);
        to.Advance(16);
        if (!state.Installations.TryGet(key, out Row row))
        {
            Number(to, 0);
            return;
        }

        Number(to, row.Stored.Length);
        to.Write(row.Stored);
    }

    private static void Period(IBufferWriter<byte> to, UsagePeriod period)
    {
        Number(to, period.Start);
        byte[] counts = period.Encode();
        Number(to, counts.Length);
        to.Write(counts);
    }

    private static void Byte(IBufferWriter<byte> to, byte value)
    {
        to.GetSpan(1)[0] = value;
        to.Advance(1);
    }

    private static void Number(IBufferWriter<byte> to, long value) =>
        to.Advance(Varint.Write(to.GetSpan(Varint.Longest), (ulong)value));

    private static void Key(IBufferWriter<byte> to, SeriesKey key)
    {
        BinaryPrimitives.WriteUInt64LittleEndian(to.GetSpan(8), key.Value);
        to.Advance(8);
    }

    private static void Text(IBufferWriter<byte> to, string text)
    {
        Number(to, Encoding.UTF8.GetByteCount(text));
        to.Write(Encoding.UTF8.GetBytes(text));
    }
}
