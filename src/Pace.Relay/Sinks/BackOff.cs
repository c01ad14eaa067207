namespace Pace.Relay.Sinks;

/// <summary>How long to wait after failures: a second, doubled with each, up to five minutes, each shortened at random.</summary>
internal sealed class BackOff(Random random)
{
    private static readonly TimeSpan First = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(5);
    private int _failures;

    /// <summary>The next wait. Between half of the full one and all of it, so that many relays do not come at once.</summary>
    public TimeSpan Next(TimeSpan? atLeast)
    {
        double full = Math.Min(Longest.TotalSeconds, First.TotalSeconds * Math.Pow(2, Math.Min(_failures++, 20)));
        TimeSpan wait = TimeSpan.FromSeconds(full * (0.5 + (random.NextDouble() / 2)));
        return atLeast is { } asked && asked > wait ? (asked < TimeSpan.FromHours(1) ? asked : TimeSpan.FromHours(1)) : wait;
    }

    public void Reset() => _failures = 0;
}
