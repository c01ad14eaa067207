using System.Net.Http.Headers;

namespace Pace.Engine.Platforms.Http;

/// <summary>
/// How often and when a request is tried again: as the service says (Retry-After), else after twice as long each time,
/// with jitter, so that those who were turned away together do not come back together.
/// </summary>
internal sealed class RetrySchedule
{
    private readonly TimeProvider _clock;
    private readonly Func<double> _random;

    /// <param name="clock">Reads dates in Retry-After.</param>
    /// <param name="random">From 0 to 1; null: at random.</param>
    public RetrySchedule(TimeProvider clock, Func<double>? random = null)
    {
        _clock = clock;
        _random = random ?? Random.Shared.NextDouble;
    }

    /// <summary>How often an answer that says "later" is followed by another attempt.</summary>
    public const int MostRetries = 6;

    /// <summary>How often a connection that failed is followed by another attempt.</summary>
    public const int MostReconnects = 2;

    /// <summary>The longest wait that a service can ask for: for longer ones, its user is told instead.</summary>
    public static TimeSpan Longest { get; } = TimeSpan.FromSeconds(60);

    private static readonly TimeSpan First = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan LongestOwn = TimeSpan.FromSeconds(16);

    /// <summary>How long to wait before a retry; null: it is not worth waiting.</summary>
    /// <param name="retry">Which retry, from 0.</param>
    /// <param name="after">What the service says.</param>
    public TimeSpan? Delay(int retry, RetryConditionHeaderValue? after)
    {
        TimeSpan? asked = after switch
        {
            { Delta: { } delta } => delta,
            { Date: { } date } => date - _clock.GetUtcNow(),
            _ => null,
        };
        if (asked is { } wait)
        {
            // Never before the service said; a little later is allowed.
            return wait > Longest ? null : (wait < TimeSpan.Zero ? TimeSpan.Zero : wait) + (_random() * 0.2 * First);
        }

        TimeSpan doubled = First * Math.Pow(2, Math.Min(retry, 10));
        return (doubled < LongestOwn ? doubled : LongestOwn) * (0.5 + (_random() * 0.5));
    }
}
