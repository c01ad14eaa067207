namespace Pace.Telemetry.Upload;

/// <summary>How an attempt to upload ended.</summary>
public enum UploadOutcome
{
    /// <summary>The endpoint answered 200 and <c>OK</c>.</summary>
    Accepted,

    /// <summary>The endpoint answered that it will not have it (4xx, other than 429): given up until the next interval.</summary>
    Rejected,

    /// <summary>No answer, or another one than was hoped for: tried again later.</summary>
    Failed,
}
