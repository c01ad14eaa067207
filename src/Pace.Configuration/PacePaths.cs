namespace Pace.Configuration;

/// <summary>Where Pace keeps its files. A variable that is empty counts as not set.</summary>
/// <remarks>
/// The paths are worked out once, from the environment given. Without a home directory and without the variables
/// that replace it, the directories are unknown: the <c>OrNull</c> members say so quietly, the others with an error.
/// </remarks>
public sealed class PacePaths
{
    private PacePaths(string? configuration, string? data, string machineFile, string? presetFile, string? home)
    {
        ConfigurationDirectoryOrNull = configuration;
        DataDirectoryOrNull = data;
        MachineFile = machineFile;
        PresetFile = presetFile;
        Home = home;
    }

    /// <summary>The directory of config.yaml and telemetry.yaml, or null where it cannot be known.</summary>
    public string? ConfigurationDirectoryOrNull { get; }

    /// <summary>The directory of Pace's databases, or null where it cannot be known.</summary>
    public string? DataDirectoryOrNull { get; }

    /// <summary>The directory of config.yaml and telemetry.yaml.</summary>
    /// <exception cref="ConfigurationException">Neither PACE_CONFIG_PATH nor a home directory is known.</exception>
    public string ConfigurationDirectory => ConfigurationDirectoryOrNull
        ?? throw Unknown("configuration directory", "Set PACE_CONFIG_PATH to a directory");

    /// <summary>The directory of Pace's databases.</summary>
    /// <exception cref="ConfigurationException">Neither PACE_DATA_PATH nor a home directory is known.</exception>
    public string DataDirectory => DataDirectoryOrNull
        ?? throw Unknown("data directory", "Set PACE_DATA_PATH to a directory");

    /// <summary>The configuration that an administrator gives to all users of the machine. It may not exist.</summary>
    public string MachineFile { get; }

    /// <summary>What the maker of the package preset: <c>module/preset.yaml</c> in the module's folder. It may not exist;
    /// null where the paths were not made for a process that runs from a module.</summary>
    public string? PresetFile { get; }

    /// <summary>The user's own configuration. It may not exist.</summary>
    /// <inheritdoc cref="ConfigurationDirectory" path="/exception"/>
    public string ConfigFile => Path.Combine(ConfigurationDirectory, "config.yaml");

    /// <summary>The file that holds the counts. It may not exist.</summary>
    /// <inheritdoc cref="ConfigurationDirectory" path="/exception"/>
    public string TelemetryFile => Path.Combine(ConfigurationDirectory, "telemetry.yaml");

    /// <summary>The database of stored policies. It may not exist.</summary>
    /// <inheritdoc cref="DataDirectory" path="/exception"/>
    public string PoliciesDatabase => Path.Combine(DataDirectory, "policies.db");

    /// <summary>The database behind the embedded platform. It may not exist.</summary>
    /// <inheritdoc cref="DataDirectory" path="/exception"/>
    public string EmbeddedDatabase => Path.Combine(DataDirectory, "embedded.db");

    private string? Home { get; }

    /// <summary>The paths of this process.</summary>
    public static PacePaths FromProcess() => FromEnvironment(
        Environment.GetEnvironmentVariable,
        Environment.GetFolderPath(Environment.SpecialFolder.UserProfile)).WithPresetFile(FindPreset());

    /// <summary>The paths that an environment leads to.</summary>
    /// <param name="environment">Gives a variable's value by its name, or null.</param>
    /// <param name="fallbackHome">The home directory where the environment names none; null or empty: none.</param>
    /// <param name="windows">Whether Windows' rules hold; null: those of this system.</param>
    /// <exception cref="ArgumentNullException"><paramref name="environment"/> is null.</exception>
    public static PacePaths FromEnvironment(
        Func<string, string?> environment, string? fallbackHome = null, bool? windows = null)
    {
        ArgumentNullException.ThrowIfNull(environment);
        string? Get(string name) => environment(name) is { Length: > 0 } value ? value : null;
        bool onWindows = windows ?? OperatingSystem.IsWindows();
        string? home = Get(onWindows ? "USERPROFILE" : "HOME") ?? (fallbackHome is { Length: > 0 } ? fallbackHome : null);
        string? configuration = Absolute(Get("PACE_CONFIG_PATH"), home) ?? Below(home, ".config", "pace");
        string? data = Absolute(Get("PACE_DATA_PATH"), home) ?? (onWindows
            ? Below(Get("LOCALAPPDATA") ?? Below(home, "AppData", "Local"), "pace")
            : Below(XdgDataHome(Get("XDG_DATA_HOME")) ?? Below(home, ".local", "share"), "pace"));
        string machine = onWindows
            ? Path.Combine(Get("ProgramData") ?? @"C:\ProgramData", "pace", "config.yaml")
            : "/etc/pace/config.yaml";
        return new PacePaths(configuration, data, machine, presetFile: null, home);
    }

    /// <summary>The same paths with another machine-wide file.</summary>
    /// <param name="machineFile">The file to read in place of the system's. It may not exist.</param>
    public PacePaths WithMachineFile(string machineFile) =>
        new(ConfigurationDirectoryOrNull, DataDirectoryOrNull, machineFile, PresetFile, Home);

    /// <summary>The same paths with another preset of the package.</summary>
    /// <param name="presetFile">The file to read, or null for none. It may not exist.</param>
    public PacePaths WithPresetFile(string? presetFile) =>
        new(ConfigurationDirectoryOrNull, DataDirectoryOrNull, MachineFile, presetFile, Home);

    /// <summary>A path as it is shown: what lies in the home directory begins with <c>~</c>.</summary>
    /// <param name="path">The path.</param>
    /// <exception cref="ArgumentNullException"><paramref name="path"/> is null.</exception>
    public string Shorten(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        string? home = Home is null ? null : Path.TrimEndingDirectorySeparator(Home);
        return home is { Length: > 1 } && path.Length > home.Length && path.StartsWith(home, StringComparison.Ordinal)
            && (path[home.Length] == Path.DirectorySeparatorChar || path[home.Length] == Path.AltDirectorySeparatorChar)
            ? string.Concat("~", path.AsSpan(home.Length))
            : path;
    }

    /// <summary>A path as a user writes it: a leading <c>~</c> stands for the home directory.</summary>
    /// <param name="path">The path. <c>~name</c>, another user's home, is not expanded.</param>
    /// <exception cref="ConfigurationException">The path begins with a tilde and there is no home directory.</exception>
    /// <exception cref="ArgumentNullException"><paramref name="path"/> is null.</exception>
    public string Expand(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        return Expand(path, Home) ?? throw new ConfigurationException(
            $"There is no home directory, so the path '{path}' means nothing", "Write the path in full");
    }

    private static string? Absolute(string? path, string? home) =>
        path is null || Expand(path, home) is not { } expanded ? null : Path.GetFullPath(expanded);

    private static string? Expand(string path, string? home)
    {
        if (path != "~" && !path.StartsWith("~/", StringComparison.Ordinal)
            && !path.StartsWith("~\\", StringComparison.Ordinal)) return path;
        return home is null ? null : Path.Combine(home, path.Length < 2 ? "" : path[2..]);
    }

    private static string? Below(string? directory, params string[] names) =>
        directory is null ? null : Path.Combine([directory, .. names]);

    // The libraries of a module lie in module/bin/dep, or in dep/precompiled/<system>. Elsewhere, in a test or another
    // program, there is no preset.
    private static string? FindPreset()
    {
        string? dep = Path.GetDirectoryName(typeof(PacePaths).Assembly.Location);
        string? precompiled = Path.GetDirectoryName(dep);
        if (Path.GetFileName(precompiled) == "precompiled") dep = Path.GetDirectoryName(precompiled);
        string? bin = Path.GetDirectoryName(dep);
        return Path.GetFileName(dep) == "dep" && Path.GetFileName(bin) == "bin"
            ? Below(Path.GetDirectoryName(bin), "preset.yaml")
            : null;
    }

    // The XDG base directory specification: a relative path is invalid and to be ignored.
    private static string? XdgDataHome(string? value) => value?.StartsWith('/') == true ? value : null;

    private static ConfigurationException Unknown(string what, string advice) =>
        new($"There is no home directory, so Pace does not know where its {what} is", advice);
}
