namespace Pace.Telemetry.Store;

/// <summary>What was read in the place of telemetry.yaml.</summary>
/// <param name="State">What it is.</param>
/// <param name="Content">Its content, if it is readable.</param>
/// <param name="Bytes">Its bytes, to see later whether somebody wrote into it.</param>
internal sealed record TelemetryReading(TelemetryFileState State, TelemetryContent? Content, byte[] Bytes)
{
    /// <summary>That there is no file.</summary>
    public static TelemetryReading Missing { get; } = new(TelemetryFileState.Missing, null, []);
}
