namespace Pace.PowerShell.Commands;

/// <summary>What came of sending the counts.</summary>
/// <param name="Status">Accepted, Rejected or Failed; where nothing was sent, Off, NotDue, Busy, NothingToSend,
/// NoticeShown or Unable.</param>
/// <param name="Reason">The same as a sentence. Never holds a token.</param>
/// <param name="Endpoint">Where the counts go; null where none is configured.</param>
/// <param name="HttpStatus">The status of the endpoint's answer; null if there was none.</param>
/// <param name="NextUpload">When the next upload may be tried, in local time; null where that cannot be said.</param>
public sealed record PaceTelemetryUpload(string Status, string Reason, Uri? Endpoint, int? HttpStatus, DateTime? NextUpload);
