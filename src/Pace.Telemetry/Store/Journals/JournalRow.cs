namespace Pace.Telemetry.Store.Journals;

/// <summary>One count of a journal.</summary>
/// <remarks>Fields: each accessor would be one more method to compile in the process of the first cmdlet.</remarks>
/// <param name="command">The cmdlet.</param>
/// <param name="exitCode">How it ended.</param>
internal sealed class JournalRow(string command, int exitCode)
{
    /// <summary>The cmdlet.</summary>
    public readonly string Command = command;

    /// <summary>How it ended.</summary>
    public readonly int ExitCode = exitCode;

    /// <summary>How often since the journal began.</summary>
    public ulong Count;

    /// <summary>How much of that is known to be in the totals already.</summary>
    public ulong Folded;

    /// <summary>Where its slot begins in the file; 0 where there is none.</summary>
    public int Offset;

    /// <summary>Whether this is the row of a command and exit code.</summary>
    public bool Is(string command, int exitCode) => ExitCode == exitCode && Command == command;
}
