namespace Pace.Configuration;

/// <summary>A switch of the telemetry that is set: an environment variable, or a key of a configuration file.</summary>
/// <param name="Name">The variable or the key; the file's path where the file as a whole cannot be read; where nothing
/// is set, the words that say so: <c>default</c>, <c>no home directory</c>, <c>no endpoint</c>.</param>
/// <param name="Value">What it says; null where nothing is set, and always for a token.</param>
/// <param name="Source">What kind of place it stands in.</param>
/// <param name="Origin">The file, or <c>environment</c>, or <c>default</c>.</param>
/// <param name="Effect">What it does.</param>
/// <param name="Problem">What is wrong with it, as a sentence; null where nothing is.</param>
public sealed record TelemetrySwitch(
    string Name, string? Value, SettingSource Source, string Origin, SwitchEffect Effect, string? Problem = null)
{
    private const int LongestValue = 40;

    private bool IsShown => Value is not null && !Name.EndsWith("ENDPOINT", StringComparison.OrdinalIgnoreCase);

    private string Place => Source switch
    {
        SettingSource.UserFile => "config.yaml",
        SettingSource.Package => "preset of the package",
        _ => Origin,
    };

    /// <summary>The switch in one short piece: <c>DO_NOT_TRACK=1</c>, <c>telemetry: off (config.yaml)</c>, <c>default</c>.</summary>
    /// <remarks>Addresses and tokens are named and not repeated. The machine's file goes by its path, since its user may
    /// not know it.</remarks>
    public override string ToString()
    {
        if (Source == SettingSource.Default) return Name;
        if (Source == SettingSource.Environment) return IsShown ? $"{Name}={Printable(Value!)}" : Name;
        if (Name == Origin) return Place;
        return IsShown ? $"{Name}: {Printable(Value!)} ({Place})" : $"{Name} ({Place})";
    }

    // A variable may hold anything: what would move the cursor or fill the screen is not given on to a terminal.
    private static string Printable(string value)
    {
        string text = string.Concat(value.Select(static c => char.IsControl(c) ? '?' : c));
        return text.Length <= LongestValue ? text : string.Concat(text.AsSpan(0, LongestValue), "...");
    }
}
