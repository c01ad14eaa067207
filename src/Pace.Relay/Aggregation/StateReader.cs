using System.Buffers.Binary;
using System.Text;

namespace Pace.Relay.Aggregation;

/// <summary>Puts back what <see cref="StateWriter"/> wrote.</summary>
/// <remarks>Every member throws <see cref="InvalidDataException"/> where the bytes are damaged or of a newer relay.</remarks>
internal static class StateReader
{
    /// <summary>Reads a snapshot into an aggregator that has nothing yet.</summary>
    public static void ReadSnapshot(Aggregator state, ReadOnlySpan<byte> from)
    {
        Format(ref from);
        for (long left = Number(ref from); left > 0; left--) state.Sinks.Restore(Text(ref from));
        for (long left = Number(ref from); left > 0; left--) state.Versions.Restore((uint)Number(ref from));
        for (long left = Number(ref from); left > 0; left--) state.Series.Restore(Key(ref from), Number(ref from), (ulong)Number(ref from));
        Period(ref from, state.Hour);
        Period(ref from, state.Day);
    }

    /// <summary>Reads a record.</summary>
    /// <param name="state">What to change.</param>
    /// <param name="from">The record.</param>
    /// <param name="isBehindSnapshot">Whether the snapshot does not hold it: if it does, rows alone are read.</param>
    public static void ReadRecord(Aggregator state, ReadOnlySpan<byte> from, bool isBehindSnapshot)
    {
        Format(ref from);
        long time = Number(ref from);
        for (long left = Number(ref from); left > 0; left--)
        {
            UInt128 key = BinaryPrimitives.ReadUInt128BigEndian(Take(ref from, 16));
            int length = checked((int)Number(ref from));
            state.RestoreRow(key, Take(ref from, length), inTable: false);
        }

        if (!isBehindSnapshot) return;
        for (long left = Number(ref from); left > 0; left--) state.Sinks.Restore(Text(ref from));
        for (long left = Number(ref from); left > 0; left--) state.Versions.Restore((uint)Number(ref from));
        for (long left = Number(ref from); left > 0; left--) state.Series.Restore(Key(ref from), 0, 0);
        // Only the very first records come before any snapshot.
        if (state.Hour.Start == 0) state.Hour.Start = time - (time % 3600);
        if (state.Day.Start == 0) state.Day.Start = time - (time % 86400);
        for (long left = Number(ref from); left > 0; left--)
        {
            int place = Place(state, ref from);
            long by = Number(ref from);
            state.Series.RestoreRaise(place, by);
            SeriesKey key = state.Series.Key(place);
            state.Hour.Add(key.Name, key.Exit, by);
            state.Day.Add(key.Name, key.Exit, by);
        }

        for (long left = Number(ref from); left > 0; left--) state.Series.Announce(Place(state, ref from), (int)Number(ref from));
        for (int client = 0; client < 3; client++) state.Hour.AddInstallations((UsageClient)client, (int)Number(ref from));
        for (int client = 0; client < 3; client++) state.Day.AddInstallations((UsageClient)client, (int)Number(ref from));
    }

    private static int Place(Aggregator state, ref ReadOnlySpan<byte> from)
    {
        long place = Number(ref from);
        return place >= 0 && place < state.Series.Count ? (int)place : throw new InvalidDataException("A record of the store names a series that it does not have.");
    }

    private static void Period(ref ReadOnlySpan<byte> from, UsagePeriod period)
    {
        period.Start = Number(ref from);
        period.AddEncoded(Take(ref from, checked((int)Number(ref from))));
    }

    private static void Format(ref ReadOnlySpan<byte> from)
    {
        if (Take(ref from, 1)[0] != StateWriter.Format) throw new InvalidDataException("The store was written by a newer relay.");
    }

    private static long Number(ref ReadOnlySpan<byte> from) => (long)Varint.Read(ref from);

    private static SeriesKey Key(ref ReadOnlySpan<byte> from) => new(BinaryPrimitives.ReadUInt64LittleEndian(Take(ref from, 8)));

    private static string Text(ref ReadOnlySpan<byte> from) => Encoding.UTF8.GetString(Take(ref from, checked((int)Number(ref from))));

    private static ReadOnlySpan<byte> Take(ref ReadOnlySpan<byte> from, int length)
    {
        if (length < 0 || length > from.Length) throw new InvalidDataException("A record of the store is cut off.");
        ReadOnlySpan<byte> taken = from[..length];
        from = from[length..];
        return taken;
    }
}
