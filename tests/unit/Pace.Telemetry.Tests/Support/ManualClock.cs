namespace Pace.Telemetry.Tests.Support;

/// <summary>A clock that a test sets. Timers run in real time, since they bound real requests.</summary>
internal sealed class ManualClock : TimeProvider
{
    private readonly object _gate = new();
    private DateTimeOffset _now = new(2026, 11, 20, 9, 12, 0, TimeSpan.Zero);
    private TimeSpan _passed;

    public override DateTimeOffset GetUtcNow()
    {
        lock (_gate) return _now;
    }

    // Bounds that are measured by it must end, so real time counts too.
    public override long GetTimestamp()
    {
        lock (_gate) return System.GetTimestamp() + (long)(_passed.TotalSeconds * TimestampFrequency);
    }

    /// <summary>Lets time pass.</summary>
    public void Advance(TimeSpan time)
    {
        lock (_gate) (_now, _passed) = (_now + time, _passed + time);
    }

    /// <summary>Sets the clock, as a user or a time server does; no time passes.</summary>
    public void Set(DateTimeOffset now)
    {
        lock (_gate) _now = now;
    }
}
