using System.Diagnostics;
using Pace.Configuration;
using Pace.Telemetry.Contract;

namespace Pace.Telemetry;

/// <summary>What cmdlets record with: decides whether to count, and counts. Never throws, writes to no stream, and
/// never touches a network. Safe for any number of runspaces.</summary>
/// <remarks>
/// Opting out works at once: the environment is looked at for each record, the configuration files' time stamps too
/// (but for a loop that records faster than anybody can change a file), and the files are read again when one changed.
/// The same holds for variables that move the configuration directory.
/// </remarks>
public sealed class Recorder
{
    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(1);
    private static readonly Lazy<Recorder> Process = new(CreateForProcess);
    private readonly Func<string, string?> _environment;
    private readonly RecordingTargets _targets;

    /// <summary>Makes a recorder.</summary>
    /// <param name="environment">Gives a variable's value by its name, or null.</param>
    /// <param name="paths">Works out the paths; asked again when the environment that leads to them changed.</param>
    /// <param name="createStore">Makes the store for a telemetry file.</param>
    /// <param name="time">The clock by which counts are brought into the file; null: the system's.</param>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    public Recorder(
        Func<string, string?> environment,
        Func<PacePaths> paths,
        Func<string, ITelemetryStore> createStore,
        TimeProvider? time = null)
    {
        ArgumentNullException.ThrowIfNull(environment);
        ArgumentNullException.ThrowIfNull(paths);
        ArgumentNullException.ThrowIfNull(createStore);
        _environment = environment;
        _targets = new RecordingTargets(environment, paths, createStore, Fold, time ?? TimeProvider.System);
    }

    /// <summary>This process's recorder. It writes what is left when the process leaves, waiting at most a second.</summary>
    public static Recorder Default => Process.Value;

    /// <summary>Whether commands are counted at this moment, and what decided it.</summary>
    public RecordingDecision Decision => Decide(_targets.Current);

    /// <summary>Counts one command that is over.</summary>
    /// <param name="command">The cmdlet's Verb-Noun name; what has another shape is not counted.</param>
    /// <param name="code">How it ended.</param>
    public void Record(string command, ExitCode code)
    {
        try
        {
            RecordingTarget target = _targets.Current;
            if (target.Store is not { } store || !Decide(target).IsOn) return;
            store.Record(command, code);
            target.Schedule.Recorded();
        }
        catch (Exception)
        {
            // Whatever it is, a command must not suffer from being counted.
        }
    }

    /// <summary>Makes ready for the first record of the process, unless recording is off. Takes its time: to be called
    /// on another thread while the first command runs.</summary>
    public void Prepare()
    {
        try
        {
            RecordingTarget target = _targets.Current;
            if (target.Store is { } store && Decide(target).IsOn) store.Prepare();
        }
        catch (Exception)
        {
            // The first record meets it again, and is ready for it.
        }
    }

    /// <summary>Brings into the file what was recorded, by any process, unless recording is off by now.</summary>
    /// <param name="bound">How long to wait for other processes.</param>
    /// <returns>Whether nothing is left to write.</returns>
    public bool Flush(TimeSpan bound)
    {
        try
        {
            bool done = true;
            foreach (RecordingTarget target in _targets.All)
            {
                if (target.Store is { } store && Decide(target).IsOn) done &= store.Flush(bound);
            }

            return done;
        }
        catch (Exception)
        {
            return false;
        }
    }

    /// <summary>The process is leaving: as <see cref="Flush"/>, and nothing of this process is left behind.</summary>
    /// <param name="bound">How long to wait for other processes, for all places together.</param>
    public void Leave(TimeSpan bound)
    {
        try
        {
            long start = Stopwatch.GetTimestamp();
            foreach (RecordingTarget target in _targets.All)
            {
                TimeSpan left = bound - Stopwatch.GetElapsedTime(start);
                if (target.Store is { } store && Decide(target).IsOn) store.Leave(left > TimeSpan.Zero ? left : TimeSpan.Zero);
            }
        }
        catch (Exception)
        {
            // What could be written is in the journal, which the next process folds.
        }
    }

    /// <summary>All counts, those of this process included; null where there is no place for a file.</summary>
    public TelemetryDocument? Read()
    {
        RecordingTarget target = _targets.Current;
        if (target.Store is not { } store) return null;
        if (Decide(target).IsOn) store.Flush(Bound);
        return store.Read();
    }

    /// <summary>The store in use; null where there is no place for a file.</summary>
    public ITelemetryStore? Store => _targets.Current.Store;

    private bool Fold(RecordingTarget target) => target.Store is not { } store || !Decide(target).IsOn || store.Flush(Bound);

    private RecordingDecision Decide(RecordingTarget target)
    {
        RecordingDecision? byEnvironment = RecordingSwitch.DecideByEnvironment(_environment);
        if (byEnvironment is { IsOn: false }) return byEnvironment;
        RecordingDecision byFiles = target.DecideByFiles();
        return byFiles.IsOn ? byEnvironment ?? byFiles : byFiles;
    }

    private void OnProcessExit(object? sender, EventArgs e) => Leave(Bound);

    private static Recorder CreateForProcess()
    {
        var recorder = new Recorder(
            Environment.GetEnvironmentVariable, PacePaths.FromProcess, static file => new YamlTelemetryStore(file));
        AppDomain.CurrentDomain.ProcessExit += recorder.OnProcessExit;
        return recorder;
    }
}
