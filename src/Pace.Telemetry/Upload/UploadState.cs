namespace Pace.Telemetry.Upload;

/// <summary>What all processes together know about their uploads.</summary>
/// <param name="Jitter">This installation's share of randomness, from 0 to <see cref="UploadSchedule.JitterSteps"/>;
/// decided once.</param>
/// <param name="Claim">Who is about to send, or was when it ended; null if nobody.</param>
/// <param name="Last">The last attempt whose end is known; null if there was none.</param>
/// <param name="Accepted">When counts were accepted for the last time.</param>
/// <param name="Failures">How many attempts failed since the last one that did not.</param>
/// <param name="NotBefore">Until when the endpoint asked to be left alone.</param>
internal sealed record UploadState(
    int Jitter,
    UploadClaim? Claim = null,
    UploadAttempt? Last = null,
    DateTimeOffset? Accepted = null,
    int Failures = 0,
    DateTimeOffset? NotBefore = null);

/// <summary>A process's word that it is about to send.</summary>
/// <param name="Id">A random name, so that its owner knows it again.</param>
/// <param name="At">When it was given.</param>
internal sealed record UploadClaim(string Id, DateTimeOffset At);

/// <summary>An attempt whose end is known.</summary>
/// <param name="Outcome">How it ended.</param>
/// <param name="HttpStatus">The status of the answer; null if there was none.</param>
/// <param name="At">When it ended.</param>
internal sealed record UploadAttempt(UploadOutcome Outcome, int? HttpStatus, DateTimeOffset At);
