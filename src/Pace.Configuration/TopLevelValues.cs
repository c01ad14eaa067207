using Pace.Configuration.Files;
using Pace.Configuration.Yaml;

namespace Pace.Configuration;

/// <summary>The single values at the top level of a configuration file, read without a YAML parser where that is certain.</summary>
internal sealed class TopLevelValues
{
    private readonly IReadOnlyDictionary<string, string?>? _plain;
    private readonly IReadOnlySet<string>? _collections;
    private readonly ConfigurationFile? _parsed;
    private readonly string _path;

    private TopLevelValues(string text, string path)
    {
        _path = path;
        if (PlainReader.TryRead(text, out IReadOnlyDictionary<string, string?> values, out IReadOnlySet<string> collections))
            (_plain, _collections) = (values, collections);
        else _parsed = ConfigurationFile.Parse(text, path);
    }

    /// <summary>Reads a file. One that is missing or empty has no values.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="ConfigurationException">It cannot be read, or is not a YAML mapping.</exception>
    public static TopLevelValues Read(string path) => new(TextFile.Read(path) ?? "", path);

    /// <summary>The value of a key, as text; null if the key is missing or has no value.</summary>
    /// <param name="key">The key.</param>
    /// <exception cref="ConfigurationException">The key holds a list or a mapping.</exception>
    public string? Get(string key)
    {
        if (_plain is null) return _parsed!.GetText(key);
        return _collections!.Contains(key)
            ? throw new ConfigurationException($"'{key}' must be a single value", "Write it on the key's line", _path)
            : _plain.GetValueOrDefault(key);
    }
}
