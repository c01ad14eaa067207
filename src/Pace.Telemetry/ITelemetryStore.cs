using Pace.Telemetry.Contract;

namespace Pace.Telemetry;

/// <summary>Where counts are kept. Safe for any number of threads and processes.</summary>
public interface ITelemetryStore
{
    /// <summary>The file that the counts are brought into.</summary>
    string File { get; }

    /// <summary>Why the newest counts are not in the file, or not even safe from the end of the process; null while all
    /// is well.</summary>
    string? Problem { get; }

    /// <summary>Makes ready for the first record, and brings into the file what killed processes recorded. Takes its
    /// time, and never throws.</summary>
    void Prepare()
    {
    }

    /// <summary>Counts one command that is over. When this returns, the count survives the end of the process, however
    /// it ends. Never throws; where nothing can be written, the count is kept in memory and <see cref="Problem"/> says so.</summary>
    /// <param name="command">The cmdlet's name; what is not shaped like one of Pace's is not counted.</param>
    /// <param name="code">How it ended.</param>
    void Record(string command, ExitCode code);

    /// <summary>Brings into the file what this and all other processes recorded, those included that were killed. Never
    /// throws.</summary>
    /// <param name="bound">How long to wait for other processes.</param>
    /// <returns>Whether the file now holds all that was recorded before the call.</returns>
    bool Flush(TimeSpan bound);

    /// <summary>The process is leaving: brings into the file what it recorded, and leaves nothing else behind. What does
    /// not get there in time is safe, and the next process brings it there. Never throws.</summary>
    /// <param name="bound">How long to wait for other processes.</param>
    void Leave(TimeSpan bound) => Flush(bound);

    /// <summary>All counts that were recorded, by any process. Changes nothing and never throws.</summary>
    TelemetryDocument Read();

    /// <summary>Removes Pace's own entries, keeps the others', and begins a new id. What was recorded so far, by any
    /// process, is forgotten; what is recorded from then on counts under the new id.</summary>
    /// <exception cref="IOException">The file cannot be written, or other processes held it too long. Where its rows are
    /// still there, nothing is lost; else the next fold finishes what was begun.</exception>
    /// <exception cref="UnauthorizedAccessException">The user may not write it.</exception>
    void Clear();
}
