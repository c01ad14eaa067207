using Pace.Configuration;
using Pace.Telemetry.Upload;

namespace Pace.Telemetry;

/// <summary>How counting and uploading stand, and why.</summary>
/// <param name="Recording">Whether commands are counted, the switch that decided, and every other one that could.</param>
/// <param name="Upload">Whether counts are sent, the switch that decided, and every other one that is set.</param>
/// <param name="File">The telemetry file; null where there is no place for one.</param>
/// <param name="FileState">What stands in its place.</param>
/// <param name="Commands">How many of Pace's cmdlets it holds.</param>
/// <param name="Counts">How often they ran.</param>
/// <param name="Id">The random id that is sent with the counts; null before there is one.</param>
/// <param name="Endpoint">Where counts go, or would go.</param>
/// <param name="EndpointFrom">Which setting says so.</param>
/// <param name="Interval">The time between two uploads; null where it is negative or cannot be read.</param>
/// <param name="LastUpload">When an upload was tried for the last time and its end is known.</param>
/// <param name="LastResult">How it ended.</param>
/// <param name="LastHttpStatus">The status of the answer; null if there was none.</param>
/// <param name="LastAccepted">When counts were accepted for the last time.</param>
/// <param name="NextUpload">When the next upload may be tried, with a command that runs then or later; null: never, or
/// nobody knows.</param>
/// <param name="SentCopy">The copy of what was sent last; null where there is none.</param>
/// <param name="Problems">What is wrong or worth knowing, each as a sentence.</param>
public sealed record TelemetryStatus(
    SwitchDecision Recording,
    SwitchDecision Upload,
    string? File,
    TelemetryFileState FileState,
    int Commands,
    ulong Counts,
    string? Id,
    Uri? Endpoint,
    TelemetrySwitch? EndpointFrom,
    TimeSpan? Interval,
    DateTimeOffset? LastUpload,
    UploadOutcome? LastResult,
    int? LastHttpStatus,
    DateTimeOffset? LastAccepted,
    DateTimeOffset? NextUpload,
    string? SentCopy,
    IReadOnlyList<string> Problems);
