namespace Pace.Telemetry.Upload;

/// <summary>Uploads beside the commands: looks now and then whether it is time to, on a thread of the pool.</summary>
/// <remarks>
/// The thread that asks pays for a glance at the clock, and once a minute for queueing a work item; it never waits. The
/// work item carries nothing of the asking thread's context. A process that leaves waits at most 250 ms, and only where
/// an upload is being made; what it then loses is the attempt, not the interval.
/// </remarks>
public sealed class BackgroundUpload : IThreadPoolWorkItem
{
    private readonly TelemetryContext _context;
    private readonly Uploader _uploader;
    private readonly object _gate = new();
    private CancellationTokenSource? _request;
    private Task<UploadResult>? _attempt;
    private long _nextLook = long.MinValue;
    private int _isLooking;
    private bool _waitsAtExit;

    internal BackgroundUpload(TelemetryContext context)
    {
        _context = context;
        _uploader = new Uploader(context);
    }

    /// <summary>How long a process that leaves waits for a request under way: with what giving it up takes, its end is at
    /// most 250 ms later.</summary>
    public static TimeSpan ExitBound { get; } = TimeSpan.FromMilliseconds(200);

    /// <summary>How long nobody looks again after a look.</summary>
    public static TimeSpan LookPause { get; } = TimeSpan.FromSeconds(60);

    /// <summary>What came of the last look; null before its end. Never faults.</summary>
    internal Task<UploadResult>? LastAttempt => Volatile.Read(ref _attempt);

    /// <summary>Starts an upload if one is due. Returns at once, and never throws.</summary>
    public void Consider()
    {
        if (_context.NoticeShown || _context.Clock.GetTimestamp() < Volatile.Read(ref _nextLook)) return;
        if (Interlocked.Exchange(ref _isLooking, 1) == 0) ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
    }

    /// <summary>As <see cref="Consider"/>, on the thread that asks, up to the first wait.</summary>
    internal void Look()
    {
        if (!_context.NoticeShown && Interlocked.Exchange(ref _isLooking, 1) == 0) Execute();
    }

    /// <summary>Looks. For the thread pool alone.</summary>
    public async void Execute()
    {
        if (!_waitsAtExit)
        {
            _waitsAtExit = true;
            AppDomain.CurrentDomain.ProcessExit += (_, _) => WaitAndLeave(ExitBound);
        }

        // Known before it begins, so that whoever wants to wait for it can.
        var attempt = new TaskCompletionSource<UploadResult>(TaskCreationOptions.RunContinuationsAsynchronously);
        Volatile.Write(ref _attempt, attempt.Task);
        UploadResult result = await LookAsync().ConfigureAwait(false);
        Volatile.Write(ref _nextLook, _context.Clock.GetTimestamp() + (long)(LookPause.TotalSeconds * _context.Clock.TimestampFrequency));
        Volatile.Write(ref _isLooking, 0);
        attempt.SetResult(result);
    }

    /// <summary>Ends a request that is under way, since somebody opted out.</summary>
    public void Cancel()
    {
        lock (_gate) _request?.Cancel();
    }

    /// <summary>Waits for an attempt that is under way, if there is one.</summary>
    /// <param name="cancellation">Ends the waiting, not the attempt.</param>
    public async Task WhenIdleAsync(CancellationToken cancellation)
    {
        if (LastAttempt is { } attempt) await attempt.WaitAsync(cancellation).ConfigureAwait(false);
    }

    /// <summary>What the process does when it leaves. A look that finds nothing to send is over in moments.</summary>
    /// <param name="bound">How long it waits at most.</param>
    internal void WaitAndLeave(TimeSpan bound)
    {
        _context.IsLeaving = true;
        LastAttempt?.Wait(bound);
        Cancel();
    }

    // Never faults: a session must not suffer from being counted, whatever goes wrong.
    private async Task<UploadResult> LookAsync()
    {
        using var request = new CancellationTokenSource();
        try
        {
            lock (_gate) _request = request;
            if (_context.IsLeaving || Environment.HasShutdownStarted) request.Cancel();
            return await _uploader.UploadIfDueAsync(request.Token).ConfigureAwait(false);
        }
        catch (Exception e)
        {
            return new UploadResult(UploadStatus.Failed, e.Message, null);
        }
        finally
        {
            lock (_gate) _request = null;
        }
    }
}
