namespace Pace.Configuration;

/// <summary>A platform as config.yaml describes it. Its values are text, with references to the environment unresolved.</summary>
/// <param name="Id">Its name.</param>
/// <param name="Type">Its type as written, for instance <c>POSTGRES</c>. Which types exist is not decided here.</param>
/// <param name="Settings">The other keys and their values, in the order of the file.</param>
/// <param name="File">The file it stands in.</param>
/// <param name="Line">Its line, counted from 1.</param>
/// <param name="Column">Its column, counted from 1.</param>
public sealed record PlatformEntry(
    string Id, string Type, IReadOnlyDictionary<string, string> Settings, string File, int Line, int Column)
{
    /// <summary>The settings with every <c>${NAME}</c> replaced. The result may hold secrets: use it, do not keep it.</summary>
    /// <param name="environment">Gives a variable's value by its name, or null.</param>
    /// <exception cref="ConfigurationException">A variable is not set, or a reference is malformed.</exception>
    public IReadOnlyDictionary<string, string> Resolve(Func<string, string?> environment)
    {
        var resolved = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach ((string key, string value) in Settings)
            resolved.Add(key, SecretText.Resolve($"{Id}: {key}", value, environment));
        return resolved;
    }
}
