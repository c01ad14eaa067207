namespace Pace.Relay.Tests.Support;

/// <summary>A clock that a test sets; its timestamps go with it.</summary>
internal sealed class TestClock : TimeProvider
{
    private long _ticks = new DateTimeOffset(2026, 11, 20, 9, 12, 0, TimeSpan.Zero).UtcTicks;

    public override DateTimeOffset GetUtcNow() => new(Volatile.Read(ref _ticks), TimeSpan.Zero);

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override long GetTimestamp() => Volatile.Read(ref _ticks);

    public void Advance(TimeSpan by) => Interlocked.Add(ref _ticks, by.Ticks);
}
