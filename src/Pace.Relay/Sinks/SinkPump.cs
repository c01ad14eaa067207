using Pace.Relay.Aggregation;
using Pace.Relay.Options;
using Pace.Relay.Receiving;
using Pace.Relay.Writing;

namespace Pace.Relay.Sinks;

/// <summary>Pushes the totals to one sink, one push after the other.</summary>
/// <remarks>
/// Nothing waits for a sink: each push asks for the totals as they are then, so what a sink missed while it was down is
/// in the first push that it takes, and no row is older than the push. A series counts as shown when its 0 was taken.
/// </remarks>
internal sealed partial class SinkPump(
    SinkOptions options, ISink sink, RelayWriter writer, NameTable names, TimeProvider time, ILogger<SinkPump> log, Random random) : IAsyncDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly BackOff _backOff = new(random);
    private Task _running = Task.CompletedTask;

    public string Name => options.Name;

    public SinkStatus Status { get; } = new();

    /// <summary>Begins.</summary>
    public void Start() => _running = RunAsync(_stop.Token);

    /// <summary>Pushes once.</summary>
    /// <returns>How long to wait before the next.</returns>
    public async Task<TimeSpan> PushOnceAsync(CancellationToken cancellation)
    {
        (WriteOutcome outcome, Observation seen) = await writer.AskAsync(state => state.Observe(state.Sinks.Of(options.Name))).ConfigureAwait(false);
        // What is not in the store may be gone after a crash, and a counter must not go back.
        if (outcome != WriteOutcome.Written) return options.Interval;
        try
        {
            PushResult result = await sink.PushAsync(SinkRows.Of(seen, names, options.Prefix), cancellation).ConfigureAwait(false);
            if (seen.ShownFirst.Count > 0)
            {
                await writer.AskAsync(
                    state =>
                    {
                        state.Announce(state.Sinks.Of(options.Name), seen.ShownFirst);
                        return 0;
                    },
                    (state, _) => state.TakeBack(state.Sinks.Of(options.Name), seen.ShownFirst)).ConfigureAwait(false);
            }

            if (!Status.IsUp) LogRecovered(options.Name);
            Status.Succeeded(result, time.GetUtcNow().ToUnixTimeSeconds());
            _backOff.Reset();
            return options.Interval;
        }
        catch (SinkException e)
        {
            if (Status.IsUp) LogFailed(options.Name, e.Message);
            Status.FailedWith(e.Message);
            return _backOff.Next(e.RetryAfter);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync().ConfigureAwait(false);
        await _running.ConfigureAwait(false);
        sink.Dispose();
        _stop.Dispose();
    }

    private async Task RunAsync(CancellationToken cancellation)
    {
        try
        {
            while (true)
            {
                TimeSpan wait = await PushOnceAsync(cancellation).ConfigureAwait(false);
                await Task.Delay(wait, time, cancellation).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            // Stopped.
        }
    }

    [LoggerMessage(LogLevel.Warning, "Sink {Sink} takes nothing and is tried again: {Problem}")]
    private partial void LogFailed(string sink, string problem);

    [LoggerMessage(LogLevel.Information, "Sink {Sink} takes pushes again")]
    private partial void LogRecovered(string sink);
}
