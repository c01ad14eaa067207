namespace Pace.Telemetry.Store;

/// <summary>What was read in the place of telemetry.yaml.</summary>
/// <remarks>Fields, as in <see cref="CountRow"/>.</remarks>
/// <param name="state">What it is.</param>
/// <param name="content">Its content, if it is readable.</param>
/// <param name="bytes">Its bytes, to see later whether somebody wrote into it.</param>
internal sealed class TelemetryReading(TelemetryFileState state, TelemetryContent? content, byte[] bytes)
{
    /// <summary>What it is.</summary>
    public readonly TelemetryFileState State = state;

    /// <summary>Its content, if it is readable.</summary>
    public readonly TelemetryContent? Content = content;

    /// <summary>Its bytes, to see later whether somebody wrote into it.</summary>
    public readonly byte[] Bytes = bytes;

    /// <summary>That there is no file.</summary>
    public static TelemetryReading Missing { get; } = new(TelemetryFileState.Missing, null, []);
}
