namespace Pace.Telemetry;

/// <summary>When counts are brought into the file: soon after the first record, on another thread, and then no more
/// until the next record. Never keeps a process alive.</summary>
/// <param name="target">What is recorded to.</param>
/// <param name="fold">Brings the target's counts into its file; gives whether nothing is left.</param>
/// <param name="time">The clock.</param>
internal sealed class FoldSchedule(RecordingTarget target, Func<RecordingTarget, bool> fold, TimeProvider time)
    : IThreadPoolWorkItem
{
    /// <summary>How long after a record its count is in the file at the latest, but for the fold's own time: the promise
    /// is a second.</summary>
    public static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(500);

    // After this many folds in vain, it takes another record before the next one: what nobody can write is not tried for ever.
    private const int Attempts = 20;
    private ITimer? _timer;
    private int _isDue;
    private int _attempts;

    /// <summary>Something was recorded.</summary>
    public void Recorded()
    {
        if (Volatile.Read(ref _isDue) != 0 || Interlocked.Exchange(ref _isDue, 1) != 0) return;
        _attempts = 0;
        // The first fold of a process comes at once: its code is compiled then, away from the pipeline and before the end.
        if (_timer is { } timer) timer.Change(Interval, Timeout.InfiniteTimeSpan);
        else ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
    }

    void IThreadPoolWorkItem.Execute()
    {
        _timer = time.CreateTimer(Run, this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        Run();
    }

    private static void Run(object? schedule) => ((FoldSchedule)schedule!).Run();

    private void Run()
    {
        // Set before: what is recorded while the fold runs is due again.
        Volatile.Write(ref _isDue, 0);
        if (TryFold() || ++_attempts >= Attempts || Interlocked.Exchange(ref _isDue, 1) != 0) return;
        _timer!.Change(Interval, Timeout.InfiniteTimeSpan);
    }

    private bool TryFold()
    {
        try
        {
            return fold(target);
        }
        catch (Exception)
        {
            // On a thread of the pool it would end the process.
            return false;
        }
    }
}
