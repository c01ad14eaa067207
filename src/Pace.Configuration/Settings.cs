using System.Globalization;

namespace Pace.Configuration;

/// <summary>The settings in force: parameter beats environment beats the user's file beats the machine's.</summary>
public sealed class Settings
{
    private readonly ConfigurationFile? _user;
    private readonly ConfigurationFile _machine;
    private readonly Func<string, string?> _environment;
    private readonly string? _presetFile;

    private Settings(
        ConfigurationFile? user, ConfigurationFile machine, string? presetFile, Func<string, string?> environment)
    {
        _user = user;
        _machine = machine;
        _presetFile = presetFile;
        _environment = environment;
    }

    /// <summary>What should be changed in the files.</summary>
    public IReadOnlyList<ConfigurationWarning> Warnings => [.. _user?.Warnings ?? [], .. _machine.Warnings];

    /// <summary>Reads both files, once. Where there is no home directory there is no user's file.</summary>
    /// <param name="paths">Where the files are.</param>
    /// <param name="environment">Gives a variable's value by its name, or null; asked at each look-up.</param>
    /// <exception cref="ConfigurationException">A file cannot be read.</exception>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    public static Settings Load(PacePaths paths, Func<string, string?> environment)
    {
        ArgumentNullException.ThrowIfNull(paths);
        ArgumentNullException.ThrowIfNull(environment);
        ConfigurationFile? user = paths.ConfigurationDirectoryOrNull is null ? null : ConfigurationFile.Read(paths.ConfigFile);
        return new Settings(user, ConfigurationFile.Read(paths.MachineFile), paths.PresetFile, environment);
    }

    /// <summary>A setting's value and where it came from.</summary>
    /// <param name="key">One of <see cref="ConfigurationKeys"/> that holds a single value.</param>
    /// <param name="parameter">What the command was given for it, if anything.</param>
    /// <exception cref="ConfigurationException">The deciding file holds a list or a mapping there.</exception>
    public SettingValue Get(string key, string? parameter = null) =>
        parameter is null ? GetAll(key)[0] : new SettingValue(key, parameter, SettingSource.Parameter, "parameter");

    /// <summary>What each source says of a key, the strongest first and the default last.</summary>
    /// <remarks>For switches where "off" wins from wherever it comes, which no precedence can tell.</remarks>
    /// <param name="key">One of <see cref="ConfigurationKeys"/> that holds a single value.</param>
    /// <exception cref="ConfigurationException">A file holds a list or a mapping there.</exception>
    public IReadOnlyList<SettingValue> GetAll(string key)
    {
        string variable = ConfigurationKeys.EnvironmentName(key);
        var values = new List<SettingValue>(4);
        if (_environment(variable) is { Length: > 0 } value)
            values.Add(new SettingValue(key, value, SettingSource.Environment, variable));
        if (_user?.GetText(key) is { } fromUser)
            values.Add(new SettingValue(key, fromUser, SettingSource.UserFile, _user.Path));
        if (_machine.GetText(key) is { } fromMachine)
            values.Add(new SettingValue(key, fromMachine, SettingSource.MachineFile, _machine.Path));
        // All that a package may preset; read at this key only, since few packages do.
        if (key == ConfigurationKeys.TelemetryEndpoint && _presetFile is not null
            && TopLevelValues.Read(_presetFile).Get(key) is { } preset)
            values.Add(new SettingValue(key, preset, SettingSource.Package, _presetFile));
        string? standard = key == ConfigurationKeys.UploadInterval
            ? ConfigurationKeys.DefaultUploadIntervalSeconds.ToString(CultureInfo.InvariantCulture)
            : null;
        values.Add(new SettingValue(key, standard, SettingSource.Default, "default"));
        return values;
    }

    /// <summary>The seconds between two uploads; negative: never.</summary>
    /// <param name="parameter">What the command was given for it, if anything.</param>
    /// <exception cref="ConfigurationException">The value that decides is not a whole number of 32 bits.</exception>
    public int GetUploadIntervalSeconds(int? parameter = null)
    {
        SettingValue setting = Get(
            ConfigurationKeys.UploadInterval, parameter?.ToString(CultureInfo.InvariantCulture));
        if (int.TryParse(setting.Value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int seconds))
            return seconds;
        (int line, int column) = (setting.Source switch
        {
            SettingSource.UserFile => _user!.GetPosition(setting.Key),
            SettingSource.MachineFile => _machine.GetPosition(setting.Key),
            _ => null,
        }).GetValueOrDefault();
        throw new ConfigurationException(
            $"'{setting.Key}' must be a whole number of seconds", "Write digits alone", setting.Origin, line, column);
    }

    /// <summary>The platforms of both files; of two with the same id the user's own stands.</summary>
    /// <exception cref="ConfigurationException">A file's list is not well formed.</exception>
    public IReadOnlyList<PlatformEntry> ReadPlatforms()
    {
        var platforms = new List<PlatformEntry>(_user?.ReadPlatforms() ?? []);
        platforms.AddRange(_machine.ReadPlatforms().Where(machine => platforms.All(own => own.Id != machine.Id)));
        return platforms;
    }
}
