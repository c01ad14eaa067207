namespace Pace.Engine.Warehouse.Tests.Support;

/// <summary>The system's clock as it was two minutes ago; it goes on by a second whenever it is looked at.</summary>
internal sealed class TickingClock : TimeProvider
{
    private int _seconds = -120;

    public override DateTimeOffset GetUtcNow() => base.GetUtcNow().AddSeconds(Interlocked.Increment(ref _seconds));
}
