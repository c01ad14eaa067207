using System.Buffers;
using Microsoft.Extensions.ObjectPool;
using Pace.Relay.Aggregation;
using Pace.Relay.Storage;

namespace Pace.Relay.Writing;

/// <summary>The one thread that changes the state: takes what waits, applies it, commits it, and tells who waited.</summary>
/// <remarks>
/// Nobody is told before the commit. Where that fails, what was applied stays in memory as not yet written and goes
/// with the next commit, which is tried every second; until then nothing else is taken in. A sender that was told to
/// come back sends the same counts, which change nothing and are answered once they are written.
/// </remarks>
internal sealed class RelayWriter : IDisposable
{
    private const int RowsAtOnce = 512;
    private const int SlotsAtOnce = 4096;
    private static readonly TimeSpan Tick = TimeSpan.FromSeconds(1);
    private readonly IRelayStore _store;
    private readonly Aggregator _state;
    private readonly WriterOptions _options;
    private readonly WriterMetrics _metrics;
    private readonly TimeProvider _time;
    private readonly BatchQueue<Work> _queue;
    private readonly DefaultObjectPool<DocumentWork> _pool;
    private readonly ArrayBufferWriter<byte> _record = new();
    private readonly ArrayBufferWriter<byte> _snapshot = new();
    private readonly StoreBatch _batch;
    private readonly Thread _thread;
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private long _journalBytes;
    private long _lastSeq;
    private long _sweepFrom;
    private long _dropThrough;
    private long _sweptAt;
    private bool _sweeping;
    private bool _erase;
    private bool _eraseNext;
    private volatile string? _problem;

    /// <param name="store">The store, loaded into <paramref name="state"/>.</param>
    /// <param name="state">The state, which belongs to the writer from now on.</param>
    /// <param name="journalBytes">What <see cref="IRelayStore.Load"/> said.</param>
    /// <param name="options">What can be set.</param>
    /// <param name="metrics">Where it counts what it does.</param>
    /// <param name="time">The clock.</param>
    public RelayWriter(IRelayStore store, Aggregator state, long journalBytes, WriterOptions options, WriterMetrics metrics, TimeProvider time)
    {
        (_store, _state, _journalBytes, _options, _metrics, _time) = (store, state, journalBytes, options, metrics, time);
        _queue = new BatchQueue<Work>(options.Capacity);
        _pool = new DefaultObjectPool<DocumentWork>(new DefaultPooledObjectPolicy<DocumentWork>(), options.Capacity);
        _batch = new StoreBatch { RowSource = StoredRow };
        _sweptAt = time.GetTimestamp();
        _thread = new Thread(Run) { Name = "relay writer", IsBackground = true };
        _thread.Start();
    }

    /// <summary>Why nothing can be written at present; null where it can.</summary>
    public string? Problem => _problem;

    /// <summary>Whether no more documents fit in.</summary>
    public bool IsFull => _queue.Count >= _queue.Capacity;

    public int QueueLength => _queue.Count;

    public int QueueCapacity => _queue.Capacity;

    /// <summary>Ends when the writer does; with an error where it could not go on.</summary>
    public Task Ended => _ended.Task;

    /// <summary>Something to put a document into; to be given back.</summary>
    public DocumentWork Rent() => _pool.Get();

    public void Return(DocumentWork work)
    {
        work.Reset();
        _pool.Return(work);
    }

    /// <summary>Hands a document in; false where the queue is full, the store fails or the writer stops.</summary>
    public bool TryPost(DocumentWork work) => _problem is null && _queue.TryAdd(work);

    /// <summary>Asks or changes the state between two commits.</summary>
    /// <param name="ask">What to do, on the writer's thread: short, since all documents wait.</param>
    /// <param name="undo">What to do where it could not be written.</param>
    /// <returns>The answer, and whether all that it says is in the store.</returns>
    public Task<(WriteOutcome Outcome, T Answer)> AskAsync<T>(Func<Aggregator, T> ask, Action<Aggregator, T>? undo = null)
    {
        var work = new AskWork<T>(ask, undo);
        if (!_queue.TryAdd(work, always: true)) work.Complete(written: false);
        return work.Completion;
    }

    /// <summary>Forgets an id, in the files too.</summary>
    public async Task<WriteOutcome> ForgetAsync(UInt128 id)
    {
        (WriteOutcome outcome, bool _) = await AskAsync(state =>
        {
            bool known = state.Forget(id);
            _erase |= known;
            return known;
        }).ConfigureAwait(false);
        return outcome;
    }

    /// <summary>Takes nothing more in, writes what waits, and ends.</summary>
    public Task StopAsync()
    {
        _queue.Close();
        return Ended;
    }

    public void Dispose()
    {
        _queue.Close();
        _thread.Join();
        _store.Dispose();
    }

    private void Run()
    {
        List<Work> works = [];
        try
        {
            long ticked = _time.GetTimestamp();
            while (_queue.Take(ref works, _sweeping && _problem is null ? TimeSpan.Zero : Tick))
            {
                bool tick = works.Count == 0 || _time.GetElapsedTime(ticked) >= Tick;
                if (tick) ticked = _time.GetTimestamp();
                Do(works, tick);
                works.Clear();
            }

            _ended.SetResult();
        }
        catch (Exception e)
        {
            // A defect: the state in memory cannot be trusted any more. That in the store can.
            _problem = "the writer has ended: " + e.Message;
            _queue.Close();
            do
            {
                foreach (Work work in works) TryComplete(work);
                works.Clear();
            }
            while (_queue.Take(ref works, TimeSpan.Zero));
            _ended.SetException(e);
        }
    }

    private void Do(List<Work> works, bool tick)
    {
        _state.Begin();
        foreach (Work work in works) work.Do(_state);
        if (tick) _state.Age(SlotsAtOnce);
        bool written = Commit();
        foreach (Work work in works) work.Complete(written);
        _metrics.Observe(_state);
    }

    private bool Commit()
    {
        PrepareSweep(out bool sweepEnds);
        bool hasChanges = StateWriter.HasChanges(_state);
        if (!hasChanges && _batch.Rows.Count == 0 && !sweepEnds && _store.Dropped >= _dropThrough) return true;
        _record.ResetWrittenCount();
        _snapshot.ResetWrittenCount();
        if (hasChanges) StateWriter.WriteRecord(_state, _record);
        if (sweepEnds || _state.Changes.TakeSnapshot) StateWriter.WriteSnapshot(_state, _snapshot);
        _batch.Record = _record.WrittenMemory;
        _batch.Snapshot = _snapshot.WrittenMemory;
        _batch.Finished = _state.Changes.Finished;
        _batch.DropThrough = sweepEnds ? _sweepFrom : _dropThrough;
        try
        {
            _lastSeq = _store.Write(_batch);
        }
        catch (StoreException e)
        {
            _metrics.Failed(e, isFirst: _problem is null);
            _problem = e.Message;
            return false;
        }

        if (_problem is not null) _metrics.Recovered();
        _problem = null;
        _metrics.Committed(_record.WrittenCount);
        _state.Committed();
        _journalBytes += _record.WrittenCount;
        _batch.Rows.Clear();
        if (sweepEnds) EndSweep();
        // The record that says that an id is gone names it, so it has to go as well: with the sweep that begins now.
        _eraseNext |= _erase;
        _erase = false;
        return true;
    }

    // Rows go from the records into the table a few at a time, so that nobody waits for all of them.
    private void PrepareSweep(out bool ends)
    {
        ends = false;
        if (!_sweeping)
        {
            bool due = _eraseNext || _journalBytes >= _options.JournalBytes
                || (_journalBytes > 0 && _time.GetElapsedTime(_sweptAt) >= _options.SweepInterval);
            if (!due || _problem is not null) return;
            _sweeping = true;
            _batch.Erase = _eraseNext;
            _eraseNext = false;
            _sweepFrom = _lastSeq;
            _state.Sweep.Start();
            _journalBytes = 0;
        }

        int before = _batch.Rows.Count;
        ends = _state.Sweep.Next(Math.Max(RowsAtOnce, before), _batch.Rows);
        for (int i = before; i < _batch.Rows.Count; i++)
        {
            if (_state.Installations.TryGet(_batch.Rows[i], out Row row)) row.Flags &= unchecked((byte)~Row.DirtyFlag);
        }
    }

    private void EndSweep()
    {
        _sweeping = false;
        _dropThrough = _sweepFrom;
        _batch.Erase = false;
        _sweptAt = _time.GetTimestamp();
    }

    private ReadOnlySpan<byte> StoredRow(UInt128 key) =>
        _state.Installations.TryGet(key, out Row row) ? row.Stored : default;

    private static void TryComplete(Work work)
    {
        try
        {
            work.Complete(written: false);
        }
        catch (InvalidOperationException)
        {
            // It was told before.
        }
    }
}
