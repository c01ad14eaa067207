using Pace.Configuration.Files;
using Pace.Telemetry.Contract;
using Pace.Telemetry.Store;

namespace Pace.Telemetry;

/// <summary>Counts in telemetry.yaml: exact among any number of processes, and in the file when a record returns.</summary>
/// <remarks>
/// A record takes a lock file, reads the file and Pace's ledger, and replaces both. Symbolic links are followed first,
/// and lock and ledger stand beside the file itself, so that everyone who leads to it shares them. Records of one
/// process queue here, so that its runspaces do not contend for the lock file, and one write takes all that waits.
/// What cannot be written stays in memory for the next record. Power loss may cost what the system had not written yet.
/// </remarks>
public sealed class YamlTelemetryStore : ITelemetryStore
{
    private static readonly TimeSpan DefaultBound = TimeSpan.FromSeconds(5);
    private readonly object _gate = new();
    private readonly PendingCounts _pending = new();
    private readonly string _version;
    private readonly TimeSpan _bound;
    private readonly TimeProvider _time;
    private (string Path, TelemetryFold Fold)? _fold;
    private volatile bool _lockWasBusy;
    private volatile string? _problem;

    /// <summary>Makes a store. Nothing is touched before the first record or reading.</summary>
    /// <param name="file">The file; it may be missing, and its directory too.</param>
    /// <param name="version">The module's version, for instance <c>0.1.0</c>.</param>
    /// <param name="lockBound">How long a record waits for other processes; null: 5 seconds. After a wait in vain the
    /// following records try without waiting, until one succeeds.</param>
    /// <param name="time">The clock; null: the system's.</param>
    /// <exception cref="ArgumentException">The file or the version is empty.</exception>
    public YamlTelemetryStore(string file, string version, TimeSpan? lockBound = null, TimeProvider? time = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(file);
        ArgumentException.ThrowIfNullOrEmpty(version);
        File = Path.GetFullPath(file);
        _version = "v" + version;
        _bound = lockBound ?? DefaultBound;
        _time = time ?? TimeProvider.System;
    }

    /// <inheritdoc/>
    public string File { get; }

    /// <inheritdoc/>
    public string? Problem => _problem;

    /// <inheritdoc/>
    public void Record(string command, ExitCode code)
    {
        if (!CommandNames.IsCmdlet(command) || !Enum.IsDefined(code)) return;
        _pending.Add(new CountKey(command, (int)code));
        Flush(_lockWasBusy ? TimeSpan.Zero : _bound);
    }

    /// <inheritdoc/>
    public bool Flush(TimeSpan bound)
    {
        try
        {
            long start = _time.GetTimestamp();
            // Whoever waited for the gate may find his count written by the one before him. He must wait all the same:
            // taken out of memory is not yet written.
            return Locked(bound, () => _pending.IsEmpty || WriteUnderLock(Remaining(bound, start)));
        }
        catch (Exception e)
        {
            // Whatever it is, a command must not suffer from being counted.
            _problem = e.Message;
            return false;
        }
    }

    /// <inheritdoc/>
    public TelemetryDocument Read()
    {
        try
        {
            // A fold of its own: a record that waits for the lock must not hold a reader off.
            var fold = new TelemetryFold(FileTarget.Resolve(File), _version, _time);
            (TelemetryFileState state, TelemetryContent content) = fold.Read();
            TelemetryEntry[] entries =
                [.. content.Rows.Select(static row => new TelemetryEntry(row.Key.Command, row.Key.ExitCode, row.Value.Count))];
            return new TelemetryDocument(
                state, entries, content.Id, content.Version, content.OperatingSystem, fold.FindSetAside());
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return new TelemetryDocument(TelemetryFileState.Unreadable, [], null, null, null, []);
        }
    }

    /// <inheritdoc/>
    public void Clear()
    {
        bool done = Locked(_bound, () =>
        {
            (string path, TelemetryFold fold) = Open();
            using FileLock? held = Lock(path, _bound);
            if (held is null) return false;
            // What waits in memory belongs to the counts that are being forgotten.
            _pending.Take();
            fold.Apply(new Dictionary<CountKey, uint>(), startAnew: true);
            _problem = null;
            return true;
        });
        if (!done) throw new IOException($"Other processes held '{File}' for {_bound.TotalSeconds:0} seconds.");
    }

    private bool WriteUnderLock(TimeSpan bound)
    {
        (string path, TelemetryFold fold) = Open();
        using FileLock? held = Lock(path, bound);
        _lockWasBusy = held is null;
        if (held is null)
        {
            _problem = "Other processes hold the telemetry file.";
            return false;
        }

        IReadOnlyDictionary<CountKey, uint> counts = _pending.Take();
        bool committed = false;
        try
        {
            fold.Apply(counts);
            committed = true;
        }
        finally
        {
            if (!committed && !fold.IsCommitted) _pending.PutBack(counts);
        }

        _problem = null;
        return true;
    }

    private TimeSpan Remaining(TimeSpan bound, long start)
    {
        TimeSpan left = bound - _time.GetElapsedTime(start);
        return left > TimeSpan.Zero ? left : TimeSpan.Zero;
    }

    private bool Locked(TimeSpan bound, Func<bool> action)
    {
        if (!Monitor.TryEnter(_gate, bound)) return false;
        try
        {
            return action();
        }
        finally
        {
            Monitor.Exit(_gate);
        }
    }

    private FileLock? Lock(string path, TimeSpan bound)
    {
        FileTarget.EnsureReplaceable(path);
        PrivateFiles.CreateDirectory(Path.GetDirectoryName(path)!);
        return FileLock.TryAcquire(Path.Combine(Path.GetDirectoryName(path)!, "telemetry.lock"), bound, _time);
    }

    // The link may lead elsewhere since the last time.
    private (string Path, TelemetryFold Fold) Open()
    {
        string path = FileTarget.Resolve(File);
        if (_fold is not { } open || open.Path != path) _fold = open = (path, new TelemetryFold(path, _version, _time));
        return open;
    }
}
