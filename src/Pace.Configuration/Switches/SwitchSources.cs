using System.Globalization;

namespace Pace.Configuration;

/// <summary>Looks through environment and files for the switches of the telemetry that are set.</summary>
internal sealed class SwitchSources
{
    /// <summary>The host's own switch, which turns uploading off.</summary>
    public const string HostOptOut = "POWERSHELL_TELEMETRY_OPTOUT";

    // The order in which the recorder looks at them; a test compares the two.
    private static readonly string[] OptOuts = ["PACE_TELEMETRY_OPTOUT", "DO_NOT_TRACK"];

    private static readonly TelemetrySwitch NoHome = new(
        "no home directory", null, SettingSource.Default, "default", SwitchEffect.RecordingOff,
        "There is no home directory to keep counts in.");

    private readonly Func<string, string?> _environment;
    private readonly List<TelemetrySwitch> _unreadable = [];
    private readonly List<(TopLevelValues Values, SettingSource Source, string Path)> _files = [];
    private readonly TopLevelValues? _preset;
    private readonly string? _presetFile;

    public SwitchSources(PacePaths paths, Func<string, string?> environment)
    {
        _environment = environment;
        _presetFile = paths.PresetFile;
        string? user = paths.ConfigurationDirectoryOrNull is null ? null : paths.ConfigFile;
        AddWords(user, paths.MachineFile);
        AddFile(user, SettingSource.UserFile);
        AddFile(paths.MachineFile, SettingSource.MachineFile);
        _preset = _presetFile is null ? null : Open(_presetFile, SettingSource.Package);
        Host = FindOptOut(HostOptOut, SwitchEffect.UploadOff);
        Intervals = [.. _unreadable, .. FindIntervals()];
        Endpoints = [.. FindEndpoints()];
        Tokens = [.. FindTokens()];
    }

    /// <summary>What can turn recording off, and what was said of <c>telemetry</c>, in the order of precedence.</summary>
    public List<TelemetrySwitch> Recording { get; } = [];

    /// <summary>The host's own switch, which turns uploading off.</summary>
    public TelemetrySwitch? Host { get; }

    /// <summary>The intervals, and before them the files that cannot be read; each may turn uploading off.</summary>
    public IReadOnlyList<TelemetrySwitch> Intervals { get; }

    /// <summary>The time between two uploads; null where the interval that decides cannot be used.</summary>
    public TimeSpan? Interval { get; private set; } = TimeSpan.FromSeconds(ConfigurationKeys.DefaultUploadIntervalSeconds);

    /// <summary>The endpoints, the one in force first.</summary>
    public IReadOnlyList<TelemetrySwitch> Endpoints { get; }

    /// <summary>The address in force; null where there is none that can be used.</summary>
    public Uri? Endpoint { get; private set; }

    /// <summary>The tokens, the one in force first.</summary>
    public IReadOnlyList<TelemetrySwitch> Tokens { get; }

    /// <summary>The token in force; null where there is none that can be used.</summary>
    public string? Token { get; private set; }

    /// <summary>An interval as it is written; null where it is negative, or no whole number of seconds.</summary>
    public static TimeSpan? ReadInterval(string text) =>
        long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long seconds) && seconds >= 0
            // A year is as good as never, and can be added to any date.
            ? TimeSpan.FromSeconds(Math.Min(seconds, 366L * 24 * 3600))
            : null;

    private void AddWords(string? userFile, string machineFile)
    {
        foreach (string name in OptOuts)
        {
            if (FindOptOut(name, SwitchEffect.RecordingOff) is { } found) Recording.Add(found);
        }

        string variable = ConfigurationKeys.EnvironmentName(ConfigurationKeys.Telemetry);
        if (_environment(variable) is { Length: > 0 } value)
            Recording.Add(Word(variable, value, SettingSource.Environment, "environment"));
        if (userFile is not null) AddWord(userFile, SettingSource.UserFile);
        else Recording.Add(NoHome);
        AddWord(machineFile, SettingSource.MachineFile);
    }

    private void AddWord(string path, SettingSource source)
    {
        try
        {
            if (RecordingSwitch.ReadWord(path) is { } value)
                Recording.Add(Word(ConfigurationKeys.Telemetry, value, source, path));
        }
        catch (ConfigurationException e)
        {
            Recording.Add(new TelemetrySwitch(path, null, source, path, SwitchEffect.RecordingOff, e.Message));
        }
    }

    private static TelemetrySwitch Word(string name, string value, SettingSource source, string origin)
    {
        SwitchEffect effect = TelemetryWord.MeansOff(value) is not false ? SwitchEffect.RecordingOff
            : TelemetryWord.MeansUpload(value) ? SwitchEffect.UploadAgreed
            : SwitchEffect.UploadOff;
        var found = new TelemetrySwitch(name, value, source, origin, effect);
        return TelemetryWord.MeansOff(value) is null
            ? found with { Problem = $"{found} is none of off, local and upload." }
            : found;
    }

    private TelemetrySwitch? FindOptOut(string name, SwitchEffect effect) => _environment(name) is { Length: > 0 } value
        ? new TelemetrySwitch(
            name, value, SettingSource.Environment, "environment", TelemetryWord.IsTrue(value) ? effect : SwitchEffect.None)
        : null;

    private void AddFile(string? path, SettingSource source)
    {
        if (path is not null && Open(path, source) is { } values) _files.Add((values, source, path));
    }

    private TopLevelValues? Open(string path, SettingSource source)
    {
        try
        {
            return TopLevelValues.Read(path);
        }
        catch (ConfigurationException e)
        {
            // Named once: what could not be read for recording's sake is among the switches already.
            if (Recording.All(found => found.Name != path))
                _unreadable.Add(new TelemetrySwitch(path, null, source, path, SwitchEffect.UploadOff, e.Message));
            return null;
        }
    }

    private IEnumerable<TelemetrySwitch> FindIntervals()
    {
        bool isInForce = true;
        foreach (TelemetrySwitch found in Find(ConfigurationKeys.UploadInterval))
        {
            TimeSpan? interval = found.Value is null ? null : ReadInterval(found.Value);
            if (isInForce) Interval = interval;
            isInForce = false;
            if (interval is not null)
            {
                yield return found;
                continue;
            }

            bool isNegative = long.TryParse(found.Value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out _);
            string? problem = found.Problem ?? (isNegative ? null : $"{found} is not a whole number of seconds.");
            yield return found with { Effect = SwitchEffect.UploadOff, Problem = problem };
        }
    }

    private IEnumerable<TelemetrySwitch> FindEndpoints()
    {
        bool isInForce = true;
        IEnumerable<TelemetrySwitch> all = Find(ConfigurationKeys.TelemetryEndpoint);
        if (_preset is not null)
            all = all.Concat(Read(_preset, ConfigurationKeys.TelemetryEndpoint, SettingSource.Package, _presetFile!));
        foreach (TelemetrySwitch found in all)
        {
            TelemetrySwitch judged = isInForce && found.Problem is null ? JudgeEndpoint(found) : found;
            isInForce = false;
            yield return judged;
        }
    }

    private TelemetrySwitch JudgeEndpoint(TelemetrySwitch found)
    {
        try
        {
            Endpoint = TelemetryEndpoint.Parse(found.Value!, found.Source == SettingSource.Environment ? found.Name : found.Origin);
            return found;
        }
        catch (ConfigurationException e)
        {
            // What is no address may hold a password.
            return found with { Value = null, Effect = SwitchEffect.UploadOff, Problem = e.Message };
        }
    }

    private IEnumerable<TelemetrySwitch> FindTokens()
    {
        bool isInForce = true;
        foreach (TelemetrySwitch found in Find(ConfigurationKeys.TelemetryToken))
        {
            TelemetrySwitch judged = isInForce && found.Problem is null ? JudgeToken(found) : found;
            isInForce = false;
            yield return judged with { Value = null };
        }
    }

    private TelemetrySwitch JudgeToken(TelemetrySwitch found)
    {
        try
        {
            string token = found.Source == SettingSource.Environment
                ? found.Value!
                : SecretText.Resolve(found.Name, found.Value!, _environment);
            if (token.Any(static c => c is <= ' ' or > '~'))
                return found with { Effect = SwitchEffect.UploadOff, Problem = $"{found.Name} holds more than visible ASCII characters." };
            Token = token;
            return found.Source != SettingSource.Environment && !SecretText.IsReference(found.Value!)
                ? found with { Problem = $"{found.Name} holds a secret. Put it into an environment variable and write ${{NAME}}." }
                : found;
        }
        catch (ConfigurationException e)
        {
            return found with { Effect = SwitchEffect.UploadOff, Problem = e.Message };
        }
    }

    // Where a key is set, the strongest first.
    private IEnumerable<TelemetrySwitch> Find(string key)
    {
        string variable = ConfigurationKeys.EnvironmentName(key);
        if (_environment(variable) is { Length: > 0 } value)
            yield return new TelemetrySwitch(variable, value, SettingSource.Environment, "environment", SwitchEffect.None);
        foreach ((TopLevelValues values, SettingSource source, string path) in _files)
        {
            foreach (TelemetrySwitch found in Read(values, key, source, path)) yield return found;
        }
    }

    private static IEnumerable<TelemetrySwitch> Read(TopLevelValues values, string key, SettingSource source, string path)
    {
        string? value = null;
        string? problem = null;
        try
        {
            value = values.Get(key);
        }
        catch (ConfigurationException e)
        {
            problem = e.Message;
        }

        if (problem is not null)
            return [new TelemetrySwitch(key, null, source, path, SwitchEffect.UploadOff, problem)];
        return value is null ? [] : [new TelemetrySwitch(key, value, source, path, SwitchEffect.None)];
    }
}
