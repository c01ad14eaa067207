using System.Reflection;
using Pace.Configuration;
using Pace.Telemetry.Contract;

namespace Pace.Telemetry;

/// <summary>What cmdlets record with: decides whether to count, and counts. Never throws, writes to no stream, and
/// never touches a network. Safe for any number of runspaces.</summary>
/// <remarks>
/// Opting out works at once: the environment is looked at for each record, the configuration files' time stamps too,
/// and the files are read again when one changed. The same holds for variables that move the configuration directory.
/// </remarks>
public sealed class Recorder
{
    private static readonly TimeSpan ExitBound = TimeSpan.FromSeconds(1);
    private static readonly Lazy<Recorder> Process = new(CreateForProcess);
    private readonly Func<string, string?> _environment;
    private readonly RecordingTargets _targets;

    /// <summary>Makes a recorder.</summary>
    /// <param name="environment">Gives a variable's value by its name, or null.</param>
    /// <param name="paths">Works out the paths; asked again when the environment that leads to them changed.</param>
    /// <param name="createStore">Makes the store for a telemetry file.</param>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    public Recorder(
        Func<string, string?> environment, Func<PacePaths> paths, Func<string, ITelemetryStore> createStore)
    {
        ArgumentNullException.ThrowIfNull(environment);
        ArgumentNullException.ThrowIfNull(paths);
        ArgumentNullException.ThrowIfNull(createStore);
        _environment = environment;
        _targets = new RecordingTargets(environment, paths, createStore);
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
            if (target.Store is { } store && Decide(target).IsOn) store.Record(command, code);
        }
        catch (Exception)
        {
            // Whatever it is, a command must not suffer from being counted.
        }
    }

    /// <summary>Writes what could not be written yet, unless recording is off by now.</summary>
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

    /// <summary>All counts, those of this process included; null where there is no place for a file.</summary>
    public TelemetryDocument? Read()
    {
        RecordingTarget target = _targets.Current;
        if (target.Store is not { } store) return null;
        if (Decide(target).IsOn) store.Flush(ExitBound);
        return store.Read();
    }

    /// <summary>The store in use; null where there is no place for a file.</summary>
    public ITelemetryStore? Store => _targets.Current.Store;

    private RecordingDecision Decide(RecordingTarget target)
    {
        RecordingDecision? byEnvironment = RecordingSwitch.DecideByEnvironment(_environment);
        if (byEnvironment is { IsOn: false }) return byEnvironment;
        RecordingDecision byFiles = target.DecideByFiles();
        return byFiles.IsOn ? byEnvironment ?? byFiles : byFiles;
    }

    private static Recorder CreateForProcess()
    {
        string version = typeof(Recorder).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!
            .InformationalVersion.Split('+')[0];
        var recorder = new Recorder(
            Environment.GetEnvironmentVariable, PacePaths.FromProcess, file => new YamlTelemetryStore(file, version));
        AppDomain.CurrentDomain.ProcessExit += (_, _) => recorder.Flush(ExitBound);
        return recorder;
    }
}
