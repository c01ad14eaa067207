namespace Pace.Configuration;

/// <summary>Every switch of the telemetry that is set, and what they decide together: recording, and uploading.</summary>
/// <remarks>
/// Upload is off if recording is (see <see cref="RecordingSwitch"/>), or POWERSHELL_TELEMETRY_OPTOUT is true-ish, or
/// any interval is negative, or the strongest source that says anything of <c>telemetry</c> does not say
/// <c>upload</c>. It also needs an endpoint, and a token where one is named. The first of these that says off decides.
/// Whatever cannot be read or understood says off. Nothing here throws because of what it finds, and nothing is written.
/// </remarks>
public sealed class TelemetrySwitches
{
    private TelemetrySwitches(
        IReadOnlyList<TelemetrySwitch> all, SwitchDecision recording, SwitchDecision upload, SwitchSources sources)
    {
        All = all;
        Recording = recording;
        Upload = upload;
        Endpoint = sources.Endpoint;
        EndpointSwitch = sources.Endpoint is null ? null : sources.Endpoints[0];
        Interval = sources.Interval;
        Token = sources.Token;
    }

    /// <summary>Every switch that is set, in the order in which they are looked at.</summary>
    public IReadOnlyList<TelemetrySwitch> All { get; }

    /// <summary>Whether commands are counted. Of the other switches it names those that can turn recording off.</summary>
    public SwitchDecision Recording { get; }

    /// <summary>Whether counts are sent.</summary>
    public SwitchDecision Upload { get; }

    /// <summary>Where counts go, or would go; null where no address is configured, or none that can be used.</summary>
    public Uri? Endpoint { get; }

    /// <summary>Where <see cref="Endpoint"/> stands; null where there is none.</summary>
    public TelemetrySwitch? EndpointSwitch { get; }

    /// <summary>The time between two uploads; null where the interval in force is negative or cannot be read.</summary>
    public TimeSpan? Interval { get; }

    /// <summary>What the endpoint asks for, to be shown to nobody; null where there is none.</summary>
    internal string? Token { get; }

    /// <summary>Looks at all switches, as they are at this moment.</summary>
    /// <param name="paths">Where the files are.</param>
    /// <param name="environment">Gives a variable's value by its name, or null.</param>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    public static TelemetrySwitches Read(PacePaths paths, Func<string, string?> environment)
    {
        ArgumentNullException.ThrowIfNull(paths);
        ArgumentNullException.ThrowIfNull(environment);
        var sources = new SwitchSources(paths, environment);
        IReadOnlyList<TelemetrySwitch> host = sources.Host is null ? [] : [sources.Host];
        IReadOnlyList<TelemetrySwitch> all =
            [.. sources.Recording, .. host, .. sources.Intervals, .. sources.Endpoints, .. sources.Tokens];
        TelemetrySwitch? recordingOff = Find(sources.Recording, SwitchEffect.RecordingOff);
        // The strongest word on 'telemetry'; asked only where none of them is off.
        TelemetrySwitch? word = sources.Recording.FirstOrDefault(
            static found => found.Effect is SwitchEffect.UploadOff or SwitchEffect.UploadAgreed);
        TelemetrySwitch? uploadOff = recordingOff
            ?? Find(host, SwitchEffect.UploadOff)
            ?? Find(sources.Intervals, SwitchEffect.UploadOff)
            ?? (word is { Effect: SwitchEffect.UploadAgreed } ? null : word ?? Nothing("default", null))
            ?? Find(sources.Endpoints, SwitchEffect.UploadOff)
            ?? (sources.Endpoint is null ? Nothing("no endpoint", "No 'telemetry-endpoint' is configured.") : null)
            ?? Find(sources.Tokens, SwitchEffect.UploadOff);
        return new TelemetrySwitches(
            all, DecideRecording(sources.Recording, recordingOff, word), DecideUpload(all, uploadOff, word), sources);
    }

    /// <summary>A first glance for those who look in every process, most of which have nothing to send: the interval
    /// that is in force, or null where <see cref="Read"/> would surely say that uploading is off.</summary>
    /// <remarks>Null is certain, an interval is not. Costs a fifth of <see cref="Read"/> in a new process.</remarks>
    /// <param name="paths">Where the files are.</param>
    /// <param name="environment">Gives a variable's value by its name, or null.</param>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    internal static TimeSpan? Glance(PacePaths paths, Func<string, string?> environment)
    {
        ArgumentNullException.ThrowIfNull(paths);
        ArgumentNullException.ThrowIfNull(environment);
        if (paths.ConfigurationDirectoryOrNull is null || TelemetryWord.IsTrue(environment(SwitchSources.HostOptOut))) return null;
        try
        {
            string? word = Environment(ConfigurationKeys.Telemetry)
                ?? RecordingSwitch.ReadWord(paths.ConfigFile) ?? RecordingSwitch.ReadWord(paths.MachineFile);
            if (word is null || !TelemetryWord.MeansUpload(word)) return null;
            string? interval = Environment(ConfigurationKeys.UploadInterval)
                ?? TopLevelValues.Read(paths.ConfigFile).Get(ConfigurationKeys.UploadInterval)
                ?? TopLevelValues.Read(paths.MachineFile).Get(ConfigurationKeys.UploadInterval);
            return SwitchSources.ReadInterval(interval ?? $"{ConfigurationKeys.DefaultUploadIntervalSeconds}");
        }
        catch (ConfigurationException)
        {
            return null;
        }

        string? Environment(string key) =>
            environment(ConfigurationKeys.EnvironmentName(key)) is { Length: > 0 } value ? value : null;
    }

    private static SwitchDecision DecideRecording(
        IReadOnlyList<TelemetrySwitch> all, TelemetrySwitch? off, TelemetrySwitch? word)
    {
        if (off is not null) return Decide(false, off, all, $"Commands are not counted. {off.Problem ?? $"{off} says so."}");
        return word is null
            ? Decide(true, Nothing("default", null), all, "Commands are counted, since nothing says otherwise.")
            : Decide(true, word, all, $"Commands are counted, as {word} says.");
    }

    private static SwitchDecision DecideUpload(
        IReadOnlyList<TelemetrySwitch> all, TelemetrySwitch? off, TelemetrySwitch? word)
    {
        if (off is null) return Decide(true, word!, all, $"Counts are sent, as {word} says.");
        string why = off.Problem
            ?? (off.Source == SettingSource.Default
                ? "Nobody agreed: no configuration says 'telemetry: upload'."
                : $"{off} says so.");
        return Decide(false, off, all, $"Counts are not sent. {why}");
    }

    private static SwitchDecision Decide(
        bool isOn, TelemetrySwitch by, IReadOnlyList<TelemetrySwitch> all, string reason) =>
        new(isOn, by, [.. all.Where(found => !ReferenceEquals(found, by))], reason);

    private static TelemetrySwitch? Find(IEnumerable<TelemetrySwitch> switches, SwitchEffect effect) =>
        switches.FirstOrDefault(found => found.Effect == effect);

    private static TelemetrySwitch Nothing(string words, string? problem) =>
        new(words, null, SettingSource.Default, "default", SwitchEffect.UploadOff, problem);
}
