using Pace.Telemetry.Contract;

namespace Pace.Telemetry;

/// <summary>Where counts are kept. Safe for any number of threads and processes.</summary>
public interface ITelemetryStore
{
    /// <summary>The file that holds the counts.</summary>
    string File { get; }

    /// <summary>Why the newest counts are not in the file yet; null while all is well.</summary>
    string? Problem { get; }

    /// <summary>Counts one command that is over. Never throws; at worst the count is lost when the process ends.</summary>
    /// <param name="command">The cmdlet's name; what is not shaped like one of Pace's is not counted.</param>
    /// <param name="code">How it ended.</param>
    void Record(string command, ExitCode code);

    /// <summary>Writes what this process recorded and could not write yet.</summary>
    /// <param name="bound">How long to wait for other processes.</param>
    /// <returns>Whether nothing is left to write.</returns>
    bool Flush(TimeSpan bound);

    /// <summary>All counts that were written, by any process. Changes nothing and never throws.</summary>
    TelemetryDocument Read();

    /// <summary>Removes Pace's own entries, keeps the others', and begins a new id.</summary>
    /// <exception cref="IOException">The file cannot be written, or other processes held it too long.</exception>
    /// <exception cref="UnauthorizedAccessException">The user may not write it.</exception>
    void Clear();
}
