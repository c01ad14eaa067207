using System.Threading.Tasks.Sources;
using Pace.Relay.Aggregation;
using Pace.Relay.Receiving;

namespace Pace.Relay.Writing;

/// <summary>What became of something that waited for the writer.</summary>
internal enum WriteOutcome
{
    /// <summary>It is in the store, safe from a crash.</summary>
    Written,

    /// <summary>There is no room for another installation.</summary>
    Full,

    /// <summary>The store could not be written.</summary>
    Failed,
}

/// <summary>Something for the writer to do between two commits.</summary>
internal abstract class Work
{
    /// <summary>Changes or reads the state, on the writer's thread.</summary>
    public abstract void Do(Aggregator state);

    /// <summary>Tells whoever waits. What was done is in the store, or could not be written.</summary>
    public abstract void Complete(bool written);
}

/// <summary>A document on its way. Used again and again.</summary>
internal sealed class DocumentWork : Work, IValueTaskSource<WriteOutcome>
{
    // Continuations run on the pool: the writer's thread has the next batch to do.
    private ManualResetValueTaskSourceCore<WriteOutcome> _source = new() { RunContinuationsAsynchronously = true };
    private ApplyOutcome _outcome;

    public ReceivedDocument Document { get; } = new();

    /// <summary>To be awaited once.</summary>
    public ValueTask<WriteOutcome> Completion => new(this, _source.Version);

    public void Reset() => _source.Reset();

    public override void Do(Aggregator state) => _outcome = state.Apply(Document);

    public override void Complete(bool written) => _source.SetResult(
        _outcome == ApplyOutcome.Full ? WriteOutcome.Full : written ? WriteOutcome.Written : WriteOutcome.Failed);

    public WriteOutcome GetResult(short token) => _source.GetResult(token);

    public ValueTaskSourceStatus GetStatus(short token) => _source.GetStatus(token);

    public void OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        _source.OnCompleted(continuation, state, token, flags);
}

/// <summary>A change or a question with an answer.</summary>
/// <param name="ask">What to do, on the writer's thread.</param>
/// <param name="undo">What to do where it could not be written; null: nothing.</param>
internal sealed class AskWork<T>(Func<Aggregator, T> ask, Action<Aggregator, T>? undo = null) : Work
{
    private readonly TaskCompletionSource<(WriteOutcome, T)> _source = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Aggregator? _state;
    private T _answer = default!;

    public Task<(WriteOutcome Outcome, T Answer)> Completion => _source.Task;

    public override void Do(Aggregator state)
    {
        _state = state;
        _answer = ask(state);
    }

    public override void Complete(bool written)
    {
        if (!written && _state is not null) undo?.Invoke(_state, _answer);
        _source.SetResult((written ? WriteOutcome.Written : WriteOutcome.Failed, _answer));
    }
}
