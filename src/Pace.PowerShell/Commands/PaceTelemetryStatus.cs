using System.Management.Automation;

namespace Pace.PowerShell.Commands;

/// <summary>Whether Pace counts and uploads, and why. Times are local.</summary>
public sealed record PaceTelemetryStatus
{
    /// <summary>Whether commands are counted.</summary>
    public required bool Recording { get; init; }

    /// <summary>The first switch that decided it: <c>DO_NOT_TRACK=1</c>, <c>telemetry: off (config.yaml)</c>, <c>default</c>.</summary>
    public required string RecordingDecidedBy { get; init; }

    /// <summary>Every other switch that is set and has to do with it.</summary>
    public required IReadOnlyList<string> RecordingAlsoSet { get; init; }

    /// <summary>Whether counts are sent.</summary>
    public required bool Upload { get; init; }

    /// <summary>The first switch that decided it.</summary>
    public required string UploadDecidedBy { get; init; }

    /// <summary>Every other switch that is set and has to do with it.</summary>
    public required IReadOnlyList<string> UploadAlsoSet { get; init; }

    /// <summary>The telemetry file; null where there is no place for one.</summary>
    public string? File { get; init; }

    /// <summary>What stands in its place: Missing, Readable, Broken or Unreadable.</summary>
    public required string FileState { get; init; }

    /// <summary>How many of Pace's cmdlets it holds.</summary>
    public int Commands { get; init; }

    /// <summary>How often they ran.</summary>
    public ulong Counts { get; init; }

    /// <summary>The random id that is sent with the counts.</summary>
    public string? Id { get; init; }

    /// <summary>Where counts go, or would go.</summary>
    public Uri? Endpoint { get; init; }

    /// <summary>Which setting says so.</summary>
    public string? EndpointFrom { get; init; }

    /// <summary>The time between two uploads; null where it is negative or cannot be read.</summary>
    public TimeSpan? Interval { get; init; }

    /// <summary>When an upload was tried for the last time and its end is known.</summary>
    public DateTime? LastUpload { get; init; }

    /// <summary>How it ended: Accepted, Rejected or Failed.</summary>
    public string? LastResult { get; init; }

    /// <summary>The status of the endpoint's answer.</summary>
    public int? LastHttpStatus { get; init; }

    /// <summary>When counts were accepted for the last time.</summary>
    public DateTime? LastAccepted { get; init; }

    /// <summary>When the next upload may be tried, with a command that runs then or later.</summary>
    public DateTime? NextUpload { get; init; }

    /// <summary>The copy of what was sent last.</summary>
    public string? SentCopy { get; init; }

    /// <summary>What is wrong or worth knowing, each as a sentence.</summary>
    public required IReadOnlyList<string> Problems { get; init; }

    /// <summary>For the view.</summary>
    [Hidden]
    public required string RecordingLine { get; init; }

    /// <summary>For the view.</summary>
    [Hidden]
    public required string UploadLine { get; init; }

    /// <summary>For the view.</summary>
    [Hidden]
    public required string FileLine { get; init; }

    /// <summary>For the view.</summary>
    [Hidden]
    public required string EndpointLine { get; init; }

    /// <summary>For the view.</summary>
    [Hidden]
    public required string LastUploadLine { get; init; }

    /// <summary>For the view.</summary>
    [Hidden]
    public required string NextUploadLine { get; init; }

    /// <summary>For the view.</summary>
    [Hidden]
    public string? ProblemLines { get; init; }
}
