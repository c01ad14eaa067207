using Pace.Configuration.Yaml;

namespace Pace.Configuration.Editing;

/// <summary>The file that is being edited, for errors about it.</summary>
internal sealed record EditTarget(string Path)
{
    /// <summary>An error that leaves the file as it is.</summary>
    public ConfigurationException Refuse(string problem, YamlNode at, string advice) =>
        new($"{problem}; the file was not changed", advice, Path, at.Span.Line + 1, at.Span.Column + 1);
}
