namespace Pace.Relay.Sinks;

/// <summary>How a sink does. One thread writes, any reads.</summary>
internal sealed class SinkStatus
{
    private long _taken, _failed, _rows, _refused, _lastSuccess;
    private volatile string? _problem;

    /// <summary>Whether nothing has failed since the last push that was taken.</summary>
    public bool IsUp => _problem is null;

    /// <summary>Why the last push failed; null where it did not.</summary>
    public string? Problem => _problem;

    public long Taken => Volatile.Read(ref _taken);

    public long Failed => Volatile.Read(ref _failed);

    public long Rows => Volatile.Read(ref _rows);

    public long RefusedRows => Volatile.Read(ref _refused);

    /// <summary>In seconds since 1970; 0 for never.</summary>
    public long LastSuccess => Volatile.Read(ref _lastSuccess);

    public void Succeeded(PushResult result, long time)
    {
        Volatile.Write(ref _taken, _taken + 1);
        Volatile.Write(ref _rows, _rows + result.Taken);
        Volatile.Write(ref _refused, _refused + result.Refused);
        Volatile.Write(ref _lastSuccess, time);
        _problem = null;
    }

    public void FailedWith(string problem)
    {
        Volatile.Write(ref _failed, _failed + 1);
        _problem = problem;
    }
}
