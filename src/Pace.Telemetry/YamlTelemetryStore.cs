using Pace.Configuration.Files;
using Pace.Telemetry.Contract;
using Pace.Telemetry.Store;
using Pace.Telemetry.Store.Journals;

namespace Pace.Telemetry;

/// <summary>Counts in telemetry.yaml: exact among any number of processes, and safe from the end of any when a record
/// returns.</summary>
/// <remarks>
/// A record is one write into this process's journal, a file beside telemetry.yaml. A fold brings what all journals
/// hold into telemetry.yaml, under a lock file, with a ledger that says how much of each is in the totals
/// (docs/decisions/0007). Symbolic links are followed first, and everything stands beside the file itself, so that
/// everyone who leads to it shares it. What cannot be written stays in memory until it can.
/// </remarks>
public sealed class YamlTelemetryStore : ITelemetryStore, IDisposable
{
    private static readonly TimeSpan DefaultBound = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan AttemptInterval = TimeSpan.FromSeconds(1);
    private readonly object _foldGate = new();
    private readonly object _journalGate = new();
    private readonly List<Journal> _journals = [];
    private readonly string? _version;
    private readonly TimeSpan _bound;
    private readonly TimeProvider _time;
    private TelemetryFold? _fold;
    private Journal? _current;
    private long _lastAttempt;
    private bool _isPlaceUnsure;
    private string? _placeProblem;
    private volatile string? _foldProblem;
    private volatile bool _isBusy;

    /// <summary>Makes a store. Nothing is touched before the first record or reading.</summary>
    /// <param name="file">The file; it may be missing, and its directory too.</param>
    /// <param name="version">The module's version, for instance <c>0.1.0</c>.</param>
    /// <param name="lockBound">How long clearing waits for other processes; null: 5 seconds.</param>
    /// <param name="time">The clock; null: the system's.</param>
    /// <exception cref="ArgumentException">The file or the version is empty.</exception>
    public YamlTelemetryStore(string file, string version, TimeSpan? lockBound = null, TimeProvider? time = null)
        : this(file, lockBound, time)
    {
        ArgumentException.ThrowIfNullOrEmpty(version);
        _version = version;
    }

    /// <summary>Makes a store for this module's own version.</summary>
    internal YamlTelemetryStore(string file, TimeSpan? lockBound = null, TimeProvider? time = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(file);
        File = Path.GetFullPath(file);
        _bound = lockBound ?? DefaultBound;
        _time = time ?? TimeProvider.System;
    }

    /// <inheritdoc/>
    public string File { get; }

    /// <inheritdoc/>
    public string? Problem
    {
        get
        {
            lock (_journalGate)
            {
                ulong inMemory = 0;
                bool isFolded = true;
                foreach (Journal journal in _journals)
                {
                    inMemory += journal.InMemoryOnly;
                    isFolded &= journal.IsFolded;
                }

                if (inMemory > 0)
                    return $"{inMemory} counts are in memory only and end with this process: {_current?.Problem ?? _placeProblem ?? _foldProblem}";
                if (_foldProblem is not null) return $"The newest counts are in the journal only: {_foldProblem}";
                return _isBusy && !isFolded ? "The newest counts are in the journal only: other processes hold the telemetry file." : null;
            }
        }
    }

    /// <inheritdoc/>
    public void Record(string command, ExitCode code)
    {
        try
        {
            lock (_journalGate)
            {
                if (!_isPlaceUnsure && _current?.HasFile == true && _current.TryCount(command, (int)code)) return;
                if (!CommandNames.IsCmdlet(command) || !IsKnown(code)) return;
                PrepareJournal().Count(command, (int)code);
            }
        }
        catch (Exception e)
        {
            // Whatever it is, a command must not suffer from being counted.
            _placeProblem = e.Message;
        }
    }

    /// <inheritdoc/>
    public bool Flush(TimeSpan bound)
    {
        try
        {
            return LockAndFold(bound, startAnew: false);
        }
        catch (Exception e)
        {
            // Whatever it is, a command must not suffer from being counted.
            _foldProblem = e.Message;
            return false;
        }
    }

    /// <inheritdoc/>
    public TelemetryDocument Read()
    {
        try
        {
            // A fold of its own: one that waits for the lock must not hold a reader off.
            string path = FileTarget.Resolve(File);
            var fold = new TelemetryFold(path, _version, _time);
            (TelemetryFileState state, TelemetryContent content) = fold.Read(() => ReadOwn(path, isLeaving: false));
            var entries = new TelemetryEntry[content.Rows.Count];
            for (int i = 0; i < entries.Length; i++)
                entries[i] = new TelemetryEntry(content.Rows[i].Command, content.Rows[i].ExitCode, content.Rows[i].Count);
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
        if (!LockAndFold(_bound, startAnew: true))
            throw new IOException($"Other processes held '{File}' for {_bound.TotalSeconds:0} seconds.");
    }

    /// <inheritdoc/>
    public void Prepare()
    {
        try
        {
            lock (_journalGate) PrepareJournal();
        }
        catch (Exception e)
        {
            _placeProblem = e.Message;
        }

        // What killed processes left is counted now, and the code of a fold is compiled while the command runs.
        Flush(TimeSpan.Zero);
    }

    /// <inheritdoc/>
    public void Leave(TimeSpan bound)
    {
        try
        {
            long start = _time.GetTimestamp();
            if (Monitor.TryEnter(_foldGate, bound)) LeaveLocked(Left(bound, start));
        }
        catch (Exception)
        {
            // What could be written is in the journal, which the next process folds.
        }
        finally
        {
            if (Monitor.IsEntered(_foldGate)) Monitor.Exit(_foldGate);
        }
    }

    /// <summary>Lets go of this process's journals as the end of the process would; the next fold of any process brings
    /// into the file what they hold.</summary>
    public void Dispose()
    {
        lock (_journalGate)
        {
            _current = null;
            foreach (Journal journal in _journals) journal.Dispose();
            _journals.Clear();
        }
    }

    // The journal to count in. Looked after once after each fold, and otherwise as long as there is none.
    private Journal PrepareJournal()
    {
        if (_isPlaceUnsure && _current is { HasFile: true } && !IsRightPlace(_current)) _current = null;
        _isPlaceUnsure = false;
        if (_current is { HasFile: true }) return _current;
        if (_current is not null && _time.GetElapsedTime(_lastAttempt) < AttemptInterval) return _current;
        _lastAttempt = _time.GetTimestamp();
        Journal journal = Open();
        if (_current is null || journal.HasFile) _journals.Add(_current = journal);
        return _current;
    }

    private Journal Open()
    {
        string? target = null;
        try
        {
            target = FileTarget.Resolve(File);
            FileTarget.EnsureReplaceable(target);
            string directory = Path.GetDirectoryName(target)!;
            PrivateFiles.CreateDirectory(directory);
            var journal = new Journal(target, JournalFile.Create(directory));
            _placeProblem = null;
            return journal;
        }
        catch (Exception e)
        {
            // Whatever it is, the count is kept in memory.
            _placeProblem = e.Message;
            return new Journal(target, file: null);
        }
    }

    private bool IsRightPlace(Journal journal)
    {
        try
        {
            return journal.IsInPlace && journal.Target == FileTarget.Resolve(File);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Links in a circle, say: nowhere else is better.
            return true;
        }
    }

    // Journals of other places are left over where a link was moved. They are folded where they are.
    private bool Fold(TimeSpan bound, bool isLeaving, bool startAnew)
    {
        string path = FileTarget.Resolve(File);
        List<string> others = [];
        lock (_journalGate)
        {
            foreach (Journal journal in _journals)
            {
                if (!BelongsTo(journal, path) && !others.Contains(journal.Target!)) others.Add(journal.Target!);
            }
        }

        bool done = FoldAt(path, bound, isLeaving, startAnew);
        foreach (string other in others) done &= FoldAt(other, bound, isLeaving, startAnew: false);
        return done;
    }

    private bool FoldAt(string path, TimeSpan bound, bool isLeaving, bool startAnew)
    {
        FileTarget.EnsureReplaceable(path);
        string directory = Path.GetDirectoryName(path)!;
        if (!startAnew && !HasJournals && !Directory.Exists(directory)) return true;
        PrivateFiles.CreateDirectory(directory);
        using FileLock? held = FileLock.TryAcquire(Path.Combine(directory, "telemetry.lock"), bound, _time);
        _isBusy = held is null;
        if (held is null) return false;

        if (_fold?.Path != path) _fold = new TelemetryFold(path, _version, _time);
        long start = _time.GetTimestamp();
        while (!Apply(_fold, ReadOwn(path, isLeaving), startAnew))
        {
            if (_time.GetElapsedTime(start) >= bound) return false;
        }

        return true;
    }

    private bool Apply(TelemetryFold fold, List<JournalReading> own, bool startAnew)
    {
        try
        {
            bool isAll = fold.Apply(own, startAnew);
            _foldProblem = null;
            return isAll;
        }
        finally
        {
            if (fold.IsCommitted) NoteFolded(own);
        }
    }

    private bool HasJournals
    {
        get
        {
            lock (_journalGate) return _journals.Count > 0;
        }
    }

    private List<JournalReading> ReadOwn(string path, bool isLeaving)
    {
        lock (_journalGate)
        {
            var own = new List<JournalReading>(_journals.Count);
            foreach (Journal journal in _journals)
            {
                if (!BelongsTo(journal, path)) continue;
                journal.WriteRest();
                journal.TakeOverFolded();
                own.Add(journal.Read(isOver: isLeaving && journal != _current));
            }

            return own;
        }
    }

    // What was counted for a place that is gone, journal and all, is not lost with it.
    private static bool BelongsTo(Journal journal, string path) => journal.Target is not { } target || target == path
        || !Directory.Exists(Path.GetDirectoryName(target));

    private void NoteFolded(List<JournalReading> own)
    {
        lock (_journalGate)
        {
            _isPlaceUnsure = true;
            foreach (JournalReading reading in own)
            {
                foreach (Journal journal in _journals)
                {
                    if (journal.Id == reading.Id) journal.NoteFolded(reading);
                }
            }

            DeleteFolded();
        }
    }

    private void DeleteFolded()
    {
        for (int i = _journals.Count - 1; i >= 0; i--)
        {
            if (_journals[i] == _current || !_journals[i].IsFolded) continue;
            _journals[i].Delete();
            _journals.RemoveAt(i);
        }
    }

    private void LeaveLocked(TimeSpan bound)
    {
        bool isFolded = _foldProblem is null;
        lock (_journalGate)
        {
            // What is recorded from here on begins a journal of its own.
            _current = null;
            foreach (Journal journal in _journals) isFolded &= journal.IsFolded;
        }

        if (!isFolded) Fold(bound, isLeaving: true, startAnew: false);
        lock (_journalGate) DeleteFolded();
    }

    private bool LockAndFold(TimeSpan bound, bool startAnew)
    {
        long start = _time.GetTimestamp();
        if (!Monitor.TryEnter(_foldGate, bound)) return false;
        try
        {
            return Fold(Left(bound, start), isLeaving: false, startAnew);
        }
        finally
        {
            Monitor.Exit(_foldGate);
        }
    }

    private TimeSpan Left(TimeSpan bound, long start)
    {
        TimeSpan left = bound - _time.GetElapsedTime(start);
        return left > TimeSpan.Zero ? left : TimeSpan.Zero;
    }

    private static bool IsKnown(ExitCode code) =>
        code is ExitCode.Completed or ExitCode.Failed or ExitCode.Misused or ExitCode.Stopped;
}
