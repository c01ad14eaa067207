namespace Pace.Telemetry.Upload;

/// <summary>When the next upload may be tried. Pure: a clock and what is known go in, a time or a new state comes out.</summary>
/// <remarks>
/// <para>Between two answered uploads lies an interval, for all processes together, lengthened by this installation's own
/// share of up to a tenth, so that machines set up alike do not stay in step. A failure is tried again after 60 s, then
/// after 120, 240 and so on, at most an interval. What the endpoint asks for is obeyed, up to a day.</para>
/// <para>A claim keeps others off for 60 s, longer than any request takes. It lapses: an attempt counts by its answer only.</para>
/// <para>The clock may be set. A time that lies further ahead than any wait could have put it is not believed, so that
/// no wait is longer than twice what it was meant to be. A clock set forward makes an upload come early, once.</para>
/// </remarks>
/// <param name="clock">The clock.</param>
/// <param name="interval">The time between two uploads.</param>
internal sealed class UploadSchedule(TimeProvider clock, TimeSpan interval)
{
    /// <summary>How many steps of randomness there are.</summary>
    public const int JitterSteps = 1000;

    /// <summary>How long a claim keeps others off.</summary>
    public static readonly TimeSpan ClaimLife = TimeSpan.FromSeconds(60);

    /// <summary>The wait after the first failure, and the shortest after any.</summary>
    public static readonly TimeSpan FirstRetry = TimeSpan.FromSeconds(60);

    /// <summary>The longest that an endpoint can ask for.</summary>
    public static readonly TimeSpan LongestRetryAfter = TimeSpan.FromHours(24);

    private const double LargestJitter = 0.1;
    private const int MostDoublings = 20;

    /// <summary>The longest that this schedule can wait from now on, whatever is known and whatever the clock did: what is
    /// known may lie so that one wait begins where another ends.</summary>
    public TimeSpan LongestWait =>
        LongestRetryAfter + (2 * Longest(interval, FirstRetry) * (1 + LargestJitter)) + (2 * ClaimLife);

    /// <summary>When the next upload may be tried; a time that is not in the future means now.</summary>
    /// <param name="state">What is known.</param>
    /// <param name="force">Whether the interval and the back-off are overridden. The endpoint's own wish and another
    /// process's claim never are.</param>
    public (DateTimeOffset At, UploadWait Because) Next(UploadState state, bool force = false)
    {
        DateTimeOffset now = clock.GetUtcNow();
        (DateTimeOffset At, UploadWait Because) next = (now, UploadWait.None);
        if (state.Claim is { } claim) Consider(claim.At, ClaimLife, UploadWait.Claimed);
        if (state.NotBefore is { } asked && asked <= now + LongestRetryAfter && asked > next.At)
            next = (asked, UploadWait.RetryAfter);
        if (state.Last is { } last && !force)
        {
            Consider(last.At, WaitAfter(last, state),
                last.Outcome == UploadOutcome.Failed ? UploadWait.BackOff : UploadWait.Interval);
        }

        return next;

        void Consider(DateTimeOffset since, TimeSpan wait, UploadWait because)
        {
            if (since <= now + wait && since + wait > next.At) next = (since + wait, because);
        }
    }

    /// <summary>Whether an upload may be tried now.</summary>
    /// <inheritdoc cref="Next" path="/param"/>
    public bool IsDue(UploadState state, bool force = false) => Next(state, force).At <= clock.GetUtcNow();

    /// <summary>The state once a process has said that it is about to send.</summary>
    /// <param name="state">What is known; an upload is due.</param>
    /// <param name="id">The claim's name.</param>
    public UploadState Claim(UploadState state, string id) =>
        state with { Claim = new UploadClaim(id, clock.GetUtcNow()) };

    /// <summary>The state once the owner of a claim knows how its attempt ended; null where the claim is no longer its
    /// own, so that others have the word.</summary>
    /// <param name="state">What is known.</param>
    /// <param name="id">The claim's name.</param>
    /// <param name="outcome">How the attempt ended.</param>
    /// <param name="httpStatus">The status of the answer; null if there was none.</param>
    /// <param name="retryAfter">How long the endpoint asked to be left alone, if it did.</param>
    public UploadState? Complete(
        UploadState state, string id, UploadOutcome outcome, int? httpStatus, TimeSpan? retryAfter)
    {
        if (state.Claim?.Id != id) return null;
        DateTimeOffset now = clock.GetUtcNow();
        return state with
        {
            Claim = null,
            Last = new UploadAttempt(outcome, httpStatus, now),
            Accepted = outcome == UploadOutcome.Accepted ? now : state.Accepted,
            Failures = outcome == UploadOutcome.Failed ? state.Failures + 1 : 0,
            NotBefore = retryAfter is { } asked && asked > TimeSpan.Zero
                ? now + (asked < LongestRetryAfter ? asked : LongestRetryAfter)
                : null,
        };
    }

    /// <summary>The state once a claim is given back, because nothing was sent after all.</summary>
    /// <param name="state">What is known.</param>
    /// <param name="id">The claim's name.</param>
    public static UploadState? Release(UploadState state, string id) =>
        state.Claim?.Id == id ? state with { Claim = null } : null;

    /// <summary>What is known where the file of the state was damaged: as good as nothing, so an interval is waited.</summary>
    /// <param name="jitter">A new share of randomness.</param>
    public UploadState AfterDamage(int jitter) =>
        new(jitter, Last: new UploadAttempt(UploadOutcome.Failed, null, clock.GetUtcNow()), Failures: MostDoublings);

    private TimeSpan WaitAfter(UploadAttempt last, UploadState state)
    {
        double spread = 1 + (LargestJitter * Math.Clamp(state.Jitter, 0, JitterSteps) / JitterSteps);
        if (last.Outcome != UploadOutcome.Failed) return interval * spread;
        TimeSpan backOff = FirstRetry * Math.Pow(2, Math.Clamp(state.Failures - 1, 0, MostDoublings));
        TimeSpan longest = Longest(interval, FirstRetry);
        return (backOff < longest ? backOff : longest) * spread;
    }

    private static TimeSpan Longest(TimeSpan left, TimeSpan right) => left > right ? left : right;
}
