namespace Pace.Telemetry.Upload;

/// <summary>What came of an upload that was asked for.</summary>
public enum UploadStatus
{
    /// <summary>The counts were sent and accepted.</summary>
    Accepted,

    /// <summary>The counts were sent and refused; given up until the next interval.</summary>
    Rejected,

    /// <summary>The counts could not be sent, or nobody knows whether they arrived; tried again later.</summary>
    Failed,

    /// <summary>Nothing was sent: a switch is off, or nobody agreed.</summary>
    Off,

    /// <summary>Nothing was sent: the interval is not over, or the endpoint asked to be left alone.</summary>
    NotDue,

    /// <summary>Nothing was sent: another process is sending.</summary>
    Busy,

    /// <summary>Nothing was sent: nothing was counted yet, or the telemetry file is none that can be sent.</summary>
    NothingToSend,

    /// <summary>Nothing was sent: Pace cannot read or write its own files.</summary>
    Unable,

    /// <summary>Nothing was sent: this process showed the notice, and the next one may send.</summary>
    NoticeShown,
}

/// <summary>What came of an upload that was asked for, and when the next one may be tried.</summary>
/// <param name="Status">What came of it.</param>
/// <param name="Reason">The same as a sentence to show. Never holds a token.</param>
/// <param name="Endpoint">Where the counts go; null where none is configured.</param>
/// <param name="HttpStatus">The status of the endpoint's answer; null if there was none.</param>
/// <param name="NextAttempt">When the next upload may be tried; null where that cannot be said.</param>
public sealed record UploadResult(
    UploadStatus Status, string Reason, Uri? Endpoint, int? HttpStatus = null, DateTimeOffset? NextAttempt = null);
