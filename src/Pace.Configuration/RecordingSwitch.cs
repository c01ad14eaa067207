using Pace.Configuration.Files;

namespace Pace.Configuration;

/// <summary>Decides whether commands are counted. Off wins from wherever it comes.</summary>
/// <remarks>
/// Looked at in this order, and the first that says off decides: PACE_TELEMETRY_OPTOUT and DO_NOT_TRACK (1, true, yes
/// or on, in any case), PACE_TELEMETRY, the user's config.yaml, the machine's. What cannot be read or is not one of
/// off, local and upload counts as off, since nobody can know what was meant.
/// Cheap: the files are searched for one line; YAML is parsed only where that line is unusual.
/// </remarks>
public static class RecordingSwitch
{
    private static readonly RecordingDecision On = new(true, "default", "Commands are counted, since nothing says otherwise.");

    /// <summary>Decides by environment and files.</summary>
    /// <param name="paths">Where the files are.</param>
    /// <param name="environment">Gives a variable's value by its name, or null.</param>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    public static RecordingDecision Decide(PacePaths paths, Func<string, string?> environment)
    {
        RecordingDecision? byEnvironment = DecideByEnvironment(environment);
        if (byEnvironment is { IsOn: false }) return byEnvironment;
        RecordingDecision byFiles = DecideByFiles(paths);
        return byFiles.IsOn ? byEnvironment ?? byFiles : byFiles;
    }

    /// <summary>What the environment says; null where it says nothing.</summary>
    /// <param name="environment">Gives a variable's value by its name, or null.</param>
    /// <exception cref="ArgumentNullException"><paramref name="environment"/> is null.</exception>
    public static RecordingDecision? DecideByEnvironment(Func<string, string?> environment)
    {
        ArgumentNullException.ThrowIfNull(environment);
        if (TelemetryWord.IsTrue(environment("PACE_TELEMETRY_OPTOUT"))) return OptedOut("PACE_TELEMETRY_OPTOUT");
        if (TelemetryWord.IsTrue(environment("DO_NOT_TRACK"))) return OptedOut("DO_NOT_TRACK");
        return environment("PACE_TELEMETRY") is { Length: > 0 } value
            ? Judge(value, "PACE_TELEMETRY", "The environment variable PACE_TELEMETRY")
            : null;
    }

    /// <summary>What the user's file and the machine's say.</summary>
    /// <param name="paths">Where the files are.</param>
    /// <exception cref="ArgumentNullException"><paramref name="paths"/> is null.</exception>
    public static RecordingDecision DecideByFiles(PacePaths paths)
    {
        ArgumentNullException.ThrowIfNull(paths);
        if (paths.ConfigurationDirectoryOrNull is null)
            return Off("no home directory", "There is no home directory to keep counts in");
        RecordingDecision? user = DecideByFile(paths.ConfigFile);
        if (user is { IsOn: false }) return user;
        RecordingDecision? machine = DecideByFile(paths.MachineFile);
        return machine is { IsOn: false } ? machine : user ?? machine ?? On;
    }

    /// <summary>What a file says of <c>telemetry</c>; null where it says nothing.</summary>
    /// <exception cref="ConfigurationException">It cannot be read.</exception>
    internal static string? ReadWord(string path)
    {
        if (TextFile.Read(path) is not { } text) return null;
        return TelemetryLineReader.TryRead(text, out string? value)
            ? value
            : ConfigurationFile.Parse(text, path).GetText(ConfigurationKeys.Telemetry);
    }

    private static RecordingDecision? DecideByFile(string path)
    {
        try
        {
            return ReadWord(path) is { } value ? Judge(value, path, path) : null;
        }
        catch (ConfigurationException e)
        {
            return Off(path, $"Whether they may be counted cannot be known: {e.Message.TrimEnd('.')}");
        }
    }

    private static RecordingDecision Judge(string value, string switchName, string subject) =>
        TelemetryWord.MeansOff(value) switch
        {
            true => Off(switchName, $"{subject} says 'telemetry: {value}'"),
            false => new RecordingDecision(true, switchName, $"Commands are counted: {subject} says '{value}'."),
            _ => Off(switchName, $"{subject} says '{value}', which is none of off, local and upload"),
        };

    private static RecordingDecision OptedOut(string name) => Off(name, $"The environment variable {name} says so");

    private static RecordingDecision Off(string decidedBy, string why) =>
        new(false, decidedBy, $"Commands are not counted. {why}.");
}
