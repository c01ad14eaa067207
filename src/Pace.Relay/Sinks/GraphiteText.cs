using System.Globalization;

namespace Pace.Relay.Sinks;

/// <summary>Graphite's names, tags and lines.</summary>
/// <remarks>https://graphite.readthedocs.io/en/latest/tags.html; the rules are carbon's, the strictest of its readers.</remarks>
internal static class GraphiteText
{
    /// <summary>Whether carbon takes a tag's name.</summary>
    public static bool IsTagName(string name) =>
        name.Length > 0 && name.All(static c => c is > ' ' and < '\x7F' and not (';' or '!' or '^' or '=')) && name.Trim('~').Length > 0;

    /// <summary>Whether carbon takes a tag's value.</summary>
    public static bool IsTagValue(string value) =>
        value.Length > 0 && value[0] != '~' && value.All(static c => c is > ' ' and < '\x7F' and not ';');

    /// <summary>Whether a row can be sent at all. What cannot is left out alone.</summary>
    public static bool IsValid(SinkRow row) =>
        row.Name.Length > 0 && row.Name.All(static c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-' or '.')
        && row.Tags.All(static tag => IsTagName(tag.Name) && tag.Name != "name" && IsTagValue(tag.Value));

    /// <summary>A row as a line, its end included.</summary>
    public static string Line(SinkRow row) => string.Create(
        CultureInfo.InvariantCulture,
        $"{row.Name}{string.Concat(row.Tags.Select(static tag => $";{tag.Name}={tag.Value}"))} {row.Value} {row.Time}\n");
}
