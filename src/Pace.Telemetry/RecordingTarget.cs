using Pace.Configuration;
using Pace.Configuration.Files;

namespace Pace.Telemetry;

/// <summary>A place to record to, and what the configuration files there say about recording.</summary>
internal sealed class RecordingTarget(string key, PacePaths paths, ITelemetryStore? store)
{
    private volatile FileDecision? _decision;

    /// <summary>The part of the environment that led here.</summary>
    public string Key { get; } = key;

    /// <summary>Where counts go; null where there is no place for a file.</summary>
    public ITelemetryStore? Store { get; } = store;

    /// <summary>What the files say; they are read only when a time stamp or a length changed.</summary>
    public RecordingDecision DecideByFiles()
    {
        if (Store is null) return RecordingSwitch.DecideByFiles(paths);
        // Looked at before the files are read: a change in between makes the next look differ.
        FileStamp user = FileStamp.Of(paths.ConfigFile);
        FileStamp machine = FileStamp.Of(paths.MachineFile);
        if (_decision is { } known && known.User == user && known.Machine == machine) return known.Decision;
        RecordingDecision decision = RecordingSwitch.DecideByFiles(paths);
        _decision = new FileDecision(user, machine, decision);
        return decision;
    }

    private sealed record FileDecision(FileStamp User, FileStamp Machine, RecordingDecision Decision);

    private readonly record struct FileStamp(string? Path, long Ticks, long Length)
    {
        // Of the file itself: .NET gives a link's own time stamp, which no change of the file behind it touches.
        public static FileStamp Of(string path)
        {
            try
            {
                var info = new FileInfo(FileTarget.Resolve(path));
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
