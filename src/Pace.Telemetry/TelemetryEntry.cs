using Pace.Telemetry.Contract;

namespace Pace.Telemetry;

/// <summary>How often a command ended in one way.</summary>
/// <param name="Command">A cmdlet (<c>Get-PaceDataPolicy</c>), or a command of the CLI (<c>pace get data-policy</c>).</param>
/// <param name="ExitCode">How it ended. Other writers may use codes that <see cref="Contract.ExitCode"/> does not have.</param>
/// <param name="Count">How often since the file's id was made; stays at 4294967295.</param>
public sealed record TelemetryEntry(string Command, int ExitCode, uint Count)
{
    /// <summary>Whether Pace's module counts this; others' entries are kept and never changed.</summary>
    public bool IsOwn => CommandNames.IsCmdlet(Command);
}
