using Pace.Configuration.Files;
using Pace.Configuration.Yaml;

namespace Pace.Configuration;

/// <summary>A config.yaml as it was when it was read. Keys that Pace does not know are no error.</summary>
public sealed class ConfigurationFile
{
    private readonly YamlMap? _root;

    private ConfigurationFile(string path, YamlMap? root)
    {
        Path = path;
        _root = root;
        Warnings = [.. FindLiteralSecrets()];
    }

    /// <summary>The file.</summary>
    public string Path { get; }

    /// <summary>The keys at the top level, in the order of the file.</summary>
    public IReadOnlyList<string> Keys => [.. Entries.Select(static entry => entry.Key.Value)];

    /// <summary>What should be changed: secrets that stand in the file as they are.</summary>
    public IReadOnlyList<ConfigurationWarning> Warnings { get; }

    private IReadOnlyList<YamlEntry> Entries => _root?.Entries ?? [];

    /// <summary>Reads a file. One that is missing, empty, or all comments has no keys.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="ConfigurationException">It cannot be read, or is not a YAML mapping.</exception>
    public static ConfigurationFile Read(string path) => Parse(TextFile.Read(path) ?? "", path);

    /// <summary>Reads a text.</summary>
    /// <param name="text">The text.</param>
    /// <param name="path">The name that errors carry.</param>
    /// <exception cref="ConfigurationException">It is not a YAML mapping.</exception>
    public static ConfigurationFile Parse(string text, string path) => new(path, ReadRoot(text, path));

    /// <summary>The value of a key at the top level, as text; null if the key is missing or has no value.</summary>
    /// <param name="key">The key.</param>
    /// <exception cref="ConfigurationException">The key holds a list or a mapping.</exception>
    public string? GetText(string key) => _root?.Find(key) is { } entry ? Text(entry) : null;

    /// <summary>The value of a key at the top level as a whole number; null if the key is missing or has no value.</summary>
    /// <param name="key">The key.</param>
    /// <exception cref="ConfigurationException">The value is not a whole number of 32 bits.</exception>
    public int? GetInteger(string key)
    {
        if (GetText(key) is not { } text) return null;
        if (int.TryParse(text, System.Globalization.NumberStyles.AllowLeadingSign,
            System.Globalization.CultureInfo.InvariantCulture, out int number)) return number;
        throw Error($"'{key}' must be a whole number", "Write digits alone", _root!.Find(key)!.Value);
    }

    /// <summary>The line and column of a key at the top level, counted from 1; null if it is missing.</summary>
    /// <param name="key">The key.</param>
    public (int Line, int Column)? GetPosition(string key) =>
        _root?.Find(key) is { } entry ? (entry.Key.Span.Line + 1, entry.Key.Span.Column + 1) : null;

    /// <summary>The platforms in <c>processing-platforms</c>, in the order of the file.</summary>
    /// <exception cref="ConfigurationException">It is not a list of mappings with an <c>id</c> and a <c>type</c> each,
    /// two platforms have the same id, or a setting is not a single value.</exception>
    public IReadOnlyList<PlatformEntry> ReadPlatforms()
    {
        YamlNode? value = _root?.Find(ConfigurationKeys.ProcessingPlatforms)?.Value;
        if (value is null or YamlScalar { IsNull: true }) return [];
        if (value is not YamlList list)
            throw Error("'processing-platforms' must be a list", "Begin each platform with '- id:'", value);
        var ids = new HashSet<string>(StringComparer.Ordinal);
        var platforms = new List<PlatformEntry>();
        foreach (YamlNode item in list.Items)
        {
            PlatformEntry platform = ReadPlatform(item);
            if (!ids.Add(platform.Id))
                throw Error($"A second platform has the id '{platform.Id}'", "Give it another id", item);
            platforms.Add(platform);
        }

        return platforms;
    }

    /// <summary>The root of a text; null where it holds nothing.</summary>
    internal static YamlMap? ReadRoot(string text, string path) => YamlReader.Read(text, path) switch
    {
        null or YamlScalar { IsNull: true } => null,
        YamlMap map => map,
        YamlNode other => throw new ConfigurationException(
            "A configuration is a mapping", "Write 'key: value' lines", path, other.Span.Line + 1, other.Span.Column + 1),
    };

    private PlatformEntry ReadPlatform(YamlNode item)
    {
        if (item is not YamlMap map)
            throw Error("A platform must be a mapping", "Begin it with '- id:' and indent its other keys", item);
        var settings = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (YamlEntry entry in map.Entries)
        {
            if (Text(entry) is { } text) settings.Add(entry.Key.Value, text);
        }

        if (!settings.Remove("id", out string? id)) throw Error("A platform has no 'id'", "Add one", map);
        if (!settings.Remove("type", out string? type))
            throw Error($"The platform '{id}' has no 'type'", "Add one, for instance POSTGRES", map);
        // Rebuilt, because a dictionary keeps the order of the file only if nothing was removed from it.
        var ordered = map.Entries.Where(entry => settings.ContainsKey(entry.Key.Value))
            .ToDictionary(static entry => entry.Key.Value, entry => settings[entry.Key.Value], StringComparer.Ordinal);
        return new PlatformEntry(id, type, ordered, Path, map.Span.Line + 1, map.Span.Column + 1);
    }

    private string? Text(YamlEntry entry) => entry.Value switch
    {
        YamlScalar { IsNull: true } => null,
        YamlScalar scalar => scalar.Value,
        _ => throw Error($"'{entry.Key.Value}' must be a single value", "Write it on the key's line", entry.Value),
    };

    private IEnumerable<ConfigurationWarning> FindLiteralSecrets()
    {
        IEnumerable<YamlEntry> platforms = _root?.Find(ConfigurationKeys.ProcessingPlatforms)?.Value is YamlList list
            ? list.Items.OfType<YamlMap>().SelectMany(static map => map.Entries)
            : [];
        foreach (YamlEntry entry in Entries.Concat(platforms))
        {
            if (ConfigurationKeys.IsSecret(entry.Key.Value) && entry.Value is YamlScalar { IsNull: false } scalar
                && !SecretText.IsReference(scalar.Value))
            {
                yield return new ConfigurationWarning(
                    $"The key '{entry.Key.Value}' holds a secret. Put it into an environment variable and write ${{NAME}}",
                    Path, scalar.Span.Line + 1, scalar.Span.Column + 1);
            }
        }
    }

    private ConfigurationException Error(string problem, string advice, YamlNode at) =>
        new(problem, advice, Path, at.Span.Line + 1, at.Span.Column + 1);
}
