namespace Pace.Telemetry.Upload;

/// <summary>What the next upload waits for.</summary>
internal enum UploadWait
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>Another process said that it is about to send.</summary>
    Claimed,

    /// <summary>The interval since the last upload.</summary>
    Interval,

    /// <summary>The last attempt failed.</summary>
    BackOff,

    /// <summary>The endpoint asked to be left alone.</summary>
    RetryAfter,
}
