namespace Pace.Telemetry;

/// <summary>What was found in the place of telemetry.yaml.</summary>
public enum TelemetryFileState
{
    /// <summary>No file: nothing was counted yet.</summary>
    Missing,

    /// <summary>A telemetry document, possibly an empty one.</summary>
    Readable,

    /// <summary>Text that is no telemetry document. The next recorded command sets it aside.</summary>
    Broken,

    /// <summary>It cannot be read: a directory, a device, or no right to.</summary>
    Unreadable,
}
