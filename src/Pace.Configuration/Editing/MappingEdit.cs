using Pace.Configuration.Yaml;

namespace Pace.Configuration.Editing;

/// <summary>Changes one key of a block mapping in the text.</summary>
internal static class MappingEdit
{
    /// <summary>Whether a key's value can be exchanged within its line.</summary>
    public static bool CanReplace(YamlEntry entry) => IsOnOneLine(entry)
        && (entry.Value is YamlScalar { IsBlock: false } || entry.Value.IsAlias);

    /// <summary>Writes a new value in the place of the old one.</summary>
    public static void Replace(TextLines lines, YamlEntry entry, string scalar)
    {
        YamlSpan span = entry.Value.Span;
        bool behindColon = lines[span.Line][..span.Column].EndsWith(':');
        lines.Replace(span.Line, span.Column, span.EndColumn, behindColon ? " " + scalar : scalar);
    }

    /// <summary>Adds a key behind the last line of a mapping.</summary>
    public static void Append(TextLines lines, YamlMap map, string key, string scalar) => lines.Insert(
        lines.LastWritten(map.LastLine) + 1, [$"{new string(' ', map.Span.Column)}{key}: {scalar}"]);

    /// <summary>Whether a key and its value fill lines of their own, which can be taken out.</summary>
    public static bool CanRemove(TextLines lines, YamlEntry entry) =>
        IsOnOneLine(entry) && string.IsNullOrWhiteSpace(lines[entry.Key.Span.Line][..entry.Key.Span.Column]);

    /// <summary>Takes a key and its value out.</summary>
    public static void Remove(TextLines lines, YamlEntry entry) =>
        lines.Remove(entry.Key.Span.Line, entry.Key.Span.Line);

    private static bool IsOnOneLine(YamlEntry entry) => entry.Key.Span.Line == entry.Key.Span.EndLine
        && entry.Value.Span.Line == entry.Key.Span.Line && entry.Value.Span.EndLine == entry.Key.Span.Line;
}
