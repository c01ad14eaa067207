namespace Pace.Telemetry.Store;

/// <summary>One count, with whatever else stands beside it in the file.</summary>
/// <remarks>Fields: each accessor would be one more method to compile in the process of the first cmdlet.</remarks>
/// <param name="command">The command.</param>
/// <param name="exitCode">How it ended.</param>
internal sealed class CountRow(string command, int exitCode)
{
    /// <summary>The command.</summary>
    public readonly string Command = command;

    /// <summary>How it ended.</summary>
    public readonly int ExitCode = exitCode;

    /// <summary>The count; stays at 4294967295.</summary>
    public uint Count;

    /// <summary>Keys beside the count that Pace does not know.</summary>
    public List<Extra>? Extras;

    /// <summary>Two counts together, without overflow.</summary>
    public static uint Add(uint left, ulong right) => right > uint.MaxValue - left ? uint.MaxValue : left + (uint)right;
}
