namespace Pace.PowerShell.Errors;

/// <summary>What several telemetry cmdlets report.</summary>
internal static class TelemetryErrors
{
    /// <summary>There is no place for a telemetry file.</summary>
    public static CmdletException NoPlace() => new(
        PaceErrors.ConfigurationInvalid, "There is no home directory, so Pace keeps no counts.", "Set PACE_CONFIG_PATH to a directory.");
}
