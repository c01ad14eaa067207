namespace Pace.Telemetry.Contract;

/// <summary>How a command ended, as it is counted. These are the only codes that become metrics.</summary>
public enum ExitCode
{
    /// <summary>It completed, with or without non-terminating errors, or was ended early by a neighbour.</summary>
    Completed = 0,

    /// <summary>It ended with a terminating error of its own.</summary>
    Failed = 1,

    /// <summary>It was called in a wrong way. Cmdlets never report it, since their binding fails before they run.</summary>
    Misused = 2,

    /// <summary>Its user stopped it.</summary>
    Stopped = 130,
}
