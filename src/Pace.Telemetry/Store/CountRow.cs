namespace Pace.Telemetry.Store;

/// <summary>One count in the file, with whatever else stands beside it.</summary>
internal sealed class CountRow
{
    /// <summary>The count; stays at 4294967295.</summary>
    public uint Count { get; set; }

    /// <summary>Keys beside the count that Pace does not know.</summary>
    public List<Extra>? Extras { get; set; }

    /// <summary>Two counts together, without overflow.</summary>
    public static uint Add(uint left, uint right) => (uint)Math.Min((ulong)left + right, uint.MaxValue);
}
