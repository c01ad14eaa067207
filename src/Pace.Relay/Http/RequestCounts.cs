using System.Collections.Concurrent;

namespace Pace.Relay.Http;

/// <summary>Answers to <c>/telemetry</c> by status, for <c>/metrics</c>.</summary>
internal sealed class RequestCounts
{
    private readonly ConcurrentDictionary<int, StrongBox> _others = new();
    private long _ok;

    public void Add(int status)
    {
        // Nearly all are these.
        if (status == 200) Interlocked.Increment(ref _ok);
        else Interlocked.Increment(ref _others.GetOrAdd(status, static _ => new StrongBox()).Count);
    }

    public IEnumerable<(int Status, long Count)> Read() =>
        _others.Select(static other => (other.Key, Volatile.Read(ref other.Value.Count))).Append((200, Volatile.Read(ref _ok)))
            .OrderBy(static item => item.Item1);

    private sealed class StrongBox
    {
        public long Count;
    }
}
