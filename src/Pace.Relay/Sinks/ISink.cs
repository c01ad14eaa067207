namespace Pace.Relay.Sinks;

/// <summary>A value of a series at a time.</summary>
/// <param name="Name">The metric's name, with dots.</param>
/// <param name="Tags">Its tags, sorted by name.</param>
/// <param name="Value">The value.</param>
/// <param name="IsCounter">Whether it only ever grows.</param>
/// <param name="Time">Seconds since 1970.</param>
internal sealed record SinkRow(string Name, IReadOnlyList<(string Name, string Value)> Tags, long Value, bool IsCounter, long Time);

/// <summary>What became of a push.</summary>
/// <param name="Taken">How many rows were taken.</param>
/// <param name="Refused">How many were refused, each for itself.</param>
internal readonly record struct PushResult(int Taken, int Refused);

/// <summary>A place that totals are pushed to. One push at a time.</summary>
internal interface ISink : IDisposable
{
    /// <summary>Pushes rows.</summary>
    /// <exception cref="SinkException">It is not there, does not answer in time or refuses all.</exception>
    /// <exception cref="OperationCanceledException">It is no longer wanted.</exception>
    Task<PushResult> PushAsync(IReadOnlyList<SinkRow> rows, CancellationToken cancellation);
}

/// <summary>A push failed. The message has no key and no answer's body in it.</summary>
internal sealed class SinkException(string message, TimeSpan? retryAfter = null) : Exception(message)
{
    /// <summary>How long to wait at least, where the sink said so.</summary>
    public TimeSpan? RetryAfter { get; } = retryAfter;
}
