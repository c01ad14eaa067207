using System.Diagnostics;
using Pace.Configuration;
using Pace.Configuration.Files;

namespace Pace.Telemetry;

/// <summary>A place to record to, and what the configuration files there say about recording.</summary>
internal sealed class RecordingTarget
{
    // A look at the files' stamps lasts some 2 microseconds. It is valid for five times as long as it took: a loop of
    // nothing but records spends a sixth of its time on looking at most, and nobody changes a file and records in less.
    private const int ValidFor = 5;
    private static readonly long LongestValid = Stopwatch.Frequency / 1000;
    private readonly PacePaths _paths;
    private readonly string _userFile;
    private readonly string _machineFile;
    private volatile FileDecision? _decision;
    private long _validUntil;

    /// <summary>Makes a target.</summary>
    /// <param name="origin">The part of the environment that led here.</param>
    /// <param name="paths">The paths.</param>
    /// <param name="store">Where counts go; null where there is no place for a file.</param>
    /// <param name="fold">Brings this target's counts into the file, unless recording is off by then.</param>
    /// <param name="time">The clock of the folds.</param>
    public RecordingTarget(
        TargetOrigin origin, PacePaths paths, ITelemetryStore? store, Func<RecordingTarget, bool> fold, TimeProvider time)
    {
        Origin = origin;
        _paths = paths;
        _userFile = store is null ? "" : paths.ConfigFile;
        _machineFile = paths.MachineFile;
        Store = store;
        Schedule = new FoldSchedule(this, fold, time);
    }

    /// <summary>The part of the environment that led here.</summary>
    public TargetOrigin Origin { get; }

    /// <summary>Where counts go; null where there is no place for a file.</summary>
    public ITelemetryStore? Store { get; }

    /// <summary>When the store's counts are brought into the file.</summary>
    public FoldSchedule Schedule { get; }

    /// <summary>What the files say; they are read only when a time stamp or a length changed.</summary>
    public RecordingDecision DecideByFiles()
    {
        if (Store is null) return RecordingSwitch.DecideByFiles(_paths);
        long start = Stopwatch.GetTimestamp();
        FileDecision? known = _decision;
        if (known is not null && start < Volatile.Read(ref _validUntil)) return known.Decision;
        // Looked at before the files are read: a change in between makes the next look differ.
        FileStamp user = FileStamp.Of(_userFile);
        FileStamp machine = FileStamp.Of(_machineFile);
        if (known is not null && known.User.Is(user) && known.Machine.Is(machine))
        {
            long end = Stopwatch.GetTimestamp();
            Volatile.Write(ref _validUntil, end + Math.Min((end - start) * ValidFor, LongestValid));
            return known.Decision;
        }

        RecordingDecision decision = RecordingSwitch.DecideByFiles(_paths);
        _decision = new FileDecision(user, machine, decision);
        return decision;
    }

    private sealed class FileDecision(FileStamp user, FileStamp machine, RecordingDecision decision)
    {
        public readonly FileStamp User = user;

        public readonly FileStamp Machine = machine;

        public readonly RecordingDecision Decision = decision;
    }

    private readonly struct FileStamp(string? path, long ticks, long length)
    {
        private readonly string? _path = path;
        private readonly long _ticks = ticks;
        private readonly long _length = length;

        public bool Is(FileStamp other) => _ticks == other._ticks && _length == other._length && _path == other._path;

        public static FileStamp Of(string path)
        {
            try
            {
                var info = new FileInfo(path);
                if (!info.Exists) return default;
                // .NET gives a link's own time stamp, which no change of the file behind it touches.
                if ((info.Attributes & FileAttributes.ReparsePoint) != 0) info = new FileInfo(FileTarget.Resolve(path));
                return info.Exists ? new FileStamp(info.FullName, info.LastWriteTimeUtc.Ticks, info.Length) : default;
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                // Links in a circle: there, and not to be read.
                return new FileStamp(path, -1, -1);
            }
        }
    }
}
