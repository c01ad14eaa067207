namespace Pace.Configuration;

/// <summary>What a switch of the telemetry does, as it is set.</summary>
public enum SwitchEffect
{
    /// <summary>It turns nothing off: a variable that says no, an endpoint, a token, an interval.</summary>
    None,

    /// <summary>It turns recording off, and with it uploading.</summary>
    RecordingOff,

    /// <summary>It turns uploading off.</summary>
    UploadOff,

    /// <summary>It agrees to uploading.</summary>
    UploadAgreed,
}
