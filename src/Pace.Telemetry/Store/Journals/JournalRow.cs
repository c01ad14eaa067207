namespace Pace.Telemetry.Store.Journals;

/// <summary>One count of a journal.</summary>
/// <param name="command">The cmdlet.</param>
/// <param name="exitCode">How it ended.</param>
internal sealed class JournalRow(string command, int exitCode)
{
    /// <summary>The cmdlet.</summary>
    public string Command { get; } = command;

    /// <summary>How it ended.</summary>
    public int ExitCode { get; } = exitCode;

    /// <summary>How often since the journal began.</summary>
    public ulong Count { get; set; }

    /// <summary>How much of that is known to be in the totals already.</summary>
    public ulong Folded { get; set; }

    /// <summary>Where its slot begins in the file; 0 where there is none.</summary>
    public int Offset { get; init; }

    /// <summary>Whether this is the row of a command and exit code.</summary>
    public bool Is(string command, int exitCode) => ExitCode == exitCode && Command == command;
}
