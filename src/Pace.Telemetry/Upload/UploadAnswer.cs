namespace Pace.Telemetry.Upload;

/// <summary>What came back from one attempt.</summary>
/// <param name="Outcome">How it ended.</param>
/// <param name="Reason">The same as a sentence to show.</param>
/// <param name="HttpStatus">The status of the answer; null if there was none.</param>
/// <param name="RetryAfter">How long the endpoint asked to be left alone, if it did.</param>
internal sealed record UploadAnswer(
    UploadOutcome Outcome, string Reason, int? HttpStatus = null, TimeSpan? RetryAfter = null);
