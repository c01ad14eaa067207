using System.Globalization;
using Pace.Configuration;
using Pace.Configuration.Files;

namespace Pace.Telemetry.Upload;

/// <summary>Sends the counts when it is time to: one process of all at once, and never against a switch.</summary>
/// <remarks>
/// <para>The order: switches, schedule, lock, schedule again, flush, body, claim, copy, lock given back, switches again,
/// request, lock, result. Whoever dies in between leaves a claim that lapses. A state that was deleted meanwhile, by
/// somebody who opted out, is not written again.</para>
/// <para>Where the lock, the state, the counts or the copy cannot be had, nothing is sent.</para>
/// </remarks>
internal sealed class Uploader
{
    private static readonly TimeSpan PollPause = TimeSpan.FromMilliseconds(200);
    // Generous, since many processes that leave at once queue for the store, and nobody waits for this thread.
    private static readonly TimeSpan FlushBound = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan CompletionBound = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan LongestTurn = UploadClient.DefaultBound + CompletionBound;
    private readonly TelemetryContext _context;

    public Uploader(TelemetryContext context) => _context = context;

    /// <summary>Uploads in the background if it is time to, waiting for nobody.</summary>
    /// <param name="cancellation">Ends the request.</param>
    /// <exception cref="OperationCanceledException">The request was ended: a failed attempt, or where the process leaves a
    /// claim that lapses.</exception>
    public async Task<UploadResult> UploadIfDueAsync(CancellationToken cancellation) => Glance()
        ?? await UploadAsync(new Urgency(Force: false, LockBound: TimeSpan.Zero), cancellation).ConfigureAwait(false);

    /// <summary>Uploads now if the schedule lets it.</summary>
    /// <param name="force">Whether the interval and the back-off are overridden; nothing else ever is.</param>
    /// <param name="cancellation">Ends the request.</param>
    /// <inheritdoc cref="UploadIfDueAsync" path="/exception"/>
    public async Task<UploadResult> UploadNowAsync(bool force, CancellationToken cancellation)
    {
        var urgency = new Urgency(force, LockBound: TimeSpan.FromSeconds(5));
        long start = _context.Clock.GetTimestamp();
        while (true)
        {
            UploadResult result = await UploadAsync(urgency, cancellation).ConfigureAwait(false);
            // Another process is sending: its answer comes within the time of one request, and tells what to do next. One
            // that is older than that was killed, and its claim lapses without anybody waiting.
            bool isAlive = result.NextAttempt is not { } at
                || at - _context.Clock.GetUtcNow() > UploadSchedule.ClaimLife - LongestTurn;
            if (result.Status != UploadStatus.Busy || !isAlive || _context.Clock.GetElapsedTime(start) > LongestTurn) return result;
            await Task.Delay(PollPause, _context.Clock, cancellation).ConfigureAwait(false);
        }
    }

    /// <summary>What would be sent, exactly, whatever the switches say. Nothing is sent.</summary>
    public UploadBody Preview()
    {
        if (_context.FindStore() is not { } store) return UploadBody.Of(NoDocument, _context.Version);
        if (_context.ReadSwitches().Recording.IsOn) store.Flush(TimeSpan.FromSeconds(1));
        return UploadBody.Of(store.Read(), _context.Version);
    }

    private static TelemetryDocument NoDocument => new(TelemetryFileState.Missing, [], null, null, null, []);

    private async Task<UploadResult> UploadAsync(Urgency urgency, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        TelemetrySwitches switches = _context.ReadSwitches();
        if (FindObstacle(switches) is { } obstacle) return obstacle;
        try
        {
            var attempt = new Attempt(_context, switches);
            if (attempt.Prepare(urgency) is { } instead) return instead;
            // Somebody may have opted out, or moved the endpoint, while the counts were written.
            switches = _context.ReadSwitches();
            if (FindObstacle(switches) is { } late)
            {
                attempt.GiveBack();
                return late;
            }

            UploadAnswer answer = await SendAsync(attempt, switches, cancellation).ConfigureAwait(false);
            return attempt.Complete(answer, switches.Endpoint!);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return new UploadResult(UploadStatus.Unable,
                $"Nothing was sent, since Pace cannot keep its files: {e.Message}", switches.Endpoint);
        }
    }

    private async Task<UploadAnswer> SendAsync(Attempt attempt, TelemetrySwitches switches, CancellationToken cancellation)
    {
        try
        {
            return await _context.Client.SendAsync(switches.Endpoint!, switches.Token, attempt.Body, cancellation)
                .ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!_context.IsLeaving)
        {
            // Somebody forgot the counts, or lost patience, and goes on: to whoever sends next this is a failure, and not a
            // process that may still be sending.
            attempt.Complete(new UploadAnswer(UploadOutcome.Failed, "The upload was ended."), switches.Endpoint!);
            throw;
        }
    }

    // Most looks end here, at a fifth of what it costs to look at all switches in a new process.
    private UploadResult? Glance()
    {
        if (TelemetrySwitches.Glance(_context.FindPaths(), _context.Environment) is not { } interval)
            return new UploadResult(UploadStatus.Off, "Counts are not sent.", null);
        try
        {
            if (_context.FindStore() is not { } store) return null;
            UploadState? state = new UploadStateFile(TelemetryFiles.Beside(store.File)).Read().State;
            if (state is null) return null;
            (DateTimeOffset at, UploadWait because) = new UploadSchedule(_context.Clock, interval).Next(state);
            if (at <= _context.Clock.GetUtcNow()) return null;
            UploadStatus status = because == UploadWait.Claimed ? UploadStatus.Busy : UploadStatus.NotDue;
            return new UploadResult(status, "It is not time to.", null, NextAttempt: at);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Whoever looks closer tells what it is.
            return null;
        }
    }

    private UploadResult? FindObstacle(TelemetrySwitches switches)
    {
        if (!switches.Upload.IsOn || switches.Interval is null)
            return new UploadResult(UploadStatus.Off, switches.Upload.Reason, switches.Endpoint);
        return _context.NoticeShown
            ? new UploadResult(UploadStatus.NoticeShown,
                "The notice about counting was shown in this process; nothing is sent before the next one.", switches.Endpoint)
            : null;
    }

    /// <summary>How an upload is asked for.</summary>
    private sealed record Urgency(bool Force, TimeSpan LockBound);

    /// <summary>One attempt, from the claim to its end.</summary>
    private sealed class Attempt
    {
        private readonly TelemetryContext _context;
        private readonly TelemetrySwitches _switches;
        private readonly UploadSchedule _schedule;
        private readonly ITelemetryStore? _store;
        private readonly TelemetryFiles? _files;
        private readonly UploadStateFile? _file;
        private readonly string _claim = Guid.NewGuid().ToString("N");

        public Attempt(TelemetryContext context, TelemetrySwitches switches)
        {
            _context = context;
            _switches = switches;
            _schedule = new UploadSchedule(context.Clock, switches.Interval!.Value);
            _store = context.FindStore();
            if (_store is null) return;
            _files = TelemetryFiles.Beside(_store.File);
            _file = new UploadStateFile(_files);
        }

        public ReadOnlyMemory<byte> Body { get; private set; }

        /// <summary>Claims the upload and keeps a copy of what will be sent; or says what came instead.</summary>
        public UploadResult? Prepare(Urgency urgency)
        {
            if (_store is null) return Instead(UploadStatus.Unable, "There is no place to keep counts in.");
            if (Judge(_file!.Read(), urgency.Force) is { } early) return early;
            using FileLock? held = _file.TryLock(urgency.LockBound, _context.Clock);
            if (held is null) return Instead(UploadStatus.Busy, "Another process is about to send.");
            (UploadStateFile.Condition condition, UploadState? state) = _file.Read();
            if (condition == UploadStateFile.Condition.Damaged)
            {
                _file.Write(state = _schedule.AfterDamage(_context.DrawJitter()));
                condition = UploadStateFile.Condition.Known;
            }

            if (Judge((condition, state), urgency.Force) is { } late) return late;
            if (!_store.Flush(FlushBound))
                return Instead(UploadStatus.Unable, "Nothing was sent, since the newest counts cannot be written yet.");
            UploadBody body = UploadBody.Of(_store.Read(), _context.Version);
            if (body.Reason is { } reason) return Instead(UploadStatus.NothingToSend, reason);
            Body = body.Bytes;
            _file.Write(_schedule.Claim(state ?? new UploadState(_context.DrawJitter()), _claim));
            new SentCopy(_files!).Write(Body.Span);
            return null;
        }

        /// <summary>Takes the claim back: nothing was sent.</summary>
        public void GiveBack() => Change(state => UploadSchedule.Release(state, _claim));

        /// <summary>Notes how the attempt ended.</summary>
        public UploadResult Complete(UploadAnswer answer, Uri endpoint)
        {
            UploadState? after = Change(
                state => _schedule.Complete(state, _claim, answer.Outcome, answer.HttpStatus, answer.RetryAfter));
            UploadStatus status = answer.Outcome switch
            {
                UploadOutcome.Accepted => UploadStatus.Accepted,
                UploadOutcome.Rejected => UploadStatus.Rejected,
                _ => UploadStatus.Failed,
            };
            return new UploadResult(
                status, answer.Reason, endpoint, answer.HttpStatus, after is null ? null : _schedule.Next(after).At);
        }

        private UploadState? Change(Func<UploadState, UploadState?> change)
        {
            try
            {
                using FileLock? held = _file!.TryLock(CompletionBound, _context.Clock);
                // A state that is gone, or whose claim is another's, is none of this attempt's business any more.
                if (held is null || _file.Read().State is not { } state || change(state) is not { } changed) return null;
                _file.Write(changed);
                return changed;
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                // The claim lapses.
                return null;
            }
        }

        private UploadResult? Judge((UploadStateFile.Condition Condition, UploadState? State) found, bool force)
        {
            if (found.Condition == UploadStateFile.Condition.Foreign)
                return Instead(UploadStatus.NotDue, $"Another version of Pace keeps '{_files!.State}', and sends.");
            if (found.State is not { } state || _schedule.IsDue(state, force)) return null;
            (DateTimeOffset at, UploadWait because) = _schedule.Next(state, force);
            string time = at.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture) + " UTC";
            string why = because switch
            {
                UploadWait.Claimed => "Another process is sending, or was when it ended.",
                UploadWait.RetryAfter => "The endpoint asked to be left alone.",
                UploadWait.BackOff => "The last attempt failed.",
                _ => "The interval since the last upload is not over.",
            };
            UploadStatus status = because == UploadWait.Claimed ? UploadStatus.Busy : UploadStatus.NotDue;
            return new UploadResult(status, $"{why} The next upload can be at {time}.", _switches.Endpoint, NextAttempt: at);
        }

        private UploadResult Instead(UploadStatus status, string reason) => new(status, reason, _switches.Endpoint);
    }
}
