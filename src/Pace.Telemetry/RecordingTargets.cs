using Pace.Configuration;

namespace Pace.Telemetry;

/// <summary>The places this process recorded to: one, unless the configuration directory was moved meanwhile.</summary>
/// <param name="environment">Gives a variable's value by its name, or null.</param>
/// <param name="paths">Works out the paths.</param>
/// <param name="createStore">Makes the store for a telemetry file.</param>
/// <param name="fold">Brings a target's counts into its file.</param>
/// <param name="time">The clock of the folds.</param>
internal sealed class RecordingTargets(
    Func<string, string?> environment,
    Func<PacePaths> paths,
    Func<string, ITelemetryStore> createStore,
    Func<RecordingTarget, bool> fold,
    TimeProvider time)
{
    private readonly List<RecordingTarget> _known = [];
    private volatile RecordingTarget? _current;

    /// <summary>The place that the environment leads to at this moment.</summary>
    public RecordingTarget Current => _current is { } current && current.Origin.Is(environment) ? current : Find();

    /// <summary>All places so far.</summary>
    public RecordingTarget[] All
    {
        get
        {
            lock (_known) return [.. _known];
        }
    }

    // One store for each file: two of them would not share what they hold in memory.
    private RecordingTarget Find()
    {
        lock (_known)
        {
            foreach (RecordingTarget known in _known)
            {
                if (known.Origin.Is(environment)) return _current = known;
            }

            TargetOrigin origin = TargetOrigin.Of(environment);
            PacePaths found = paths();
            ITelemetryStore? store = found.ConfigurationDirectoryOrNull is null ? null : createStore(found.TelemetryFile);
            var target = new RecordingTarget(origin, found, store, fold, time);
            _known.Add(target);
            return _current = target;
        }
    }
}
