using System.Collections.Concurrent;
using Pace.Configuration;

namespace Pace.Telemetry;

/// <summary>The places this process recorded to: one, unless the configuration directory was moved meanwhile.</summary>
internal sealed class RecordingTargets(
    Func<string, string?> environment, Func<PacePaths> paths, Func<string, ITelemetryStore> createStore)
{
    private readonly ConcurrentDictionary<string, RecordingTarget> _known = new(StringComparer.Ordinal);
    private volatile RecordingTarget? _current;

    /// <summary>The place that the environment leads to at this moment.</summary>
    public RecordingTarget Current
    {
        get
        {
            string key = $"{environment("PACE_CONFIG_PATH")}\n{environment("HOME")}\n{environment("USERPROFILE")}";
            if (_current is { } current && current.Key == key) return current;
            // One store for each file: two of them would not share what they hold in memory.
            return _current = _known.GetOrAdd(key, Create);
        }
    }

    /// <summary>All places so far.</summary>
    public ICollection<RecordingTarget> All => _known.Values;

    private RecordingTarget Create(string key)
    {
        PacePaths found = paths();
        ITelemetryStore? store = found.ConfigurationDirectoryOrNull is null ? null : createStore(found.TelemetryFile);
        return new RecordingTarget(key, found, store);
    }
}
