using System.Globalization;
using System.Text;
using Pace.Engine.Policies.Reading;

namespace Pace.Engine.Policies.Writing;

/// <summary>
/// Writes a text as a YAML scalar: unquoted where YAML 1.1 and 1.2 both read it back as this text, as a literal block
/// where it has lines and nothing else that needs care, else in quotes.
/// </summary>
internal static class YamlQuoting
{
    /// <summary>Appends a text that is a value in block style.</summary>
    /// <param name="value">The text; no lone surrogates.</param>
    /// <param name="indent">How far the lines of a block are indented.</param>
    /// <param name="text">What to append to.</param>
    public static void Append(string value, int indent, StringBuilder text)
    {
        if (IsPlain(value))
        {
            _ = text.Append(value);
        }
        else if (IsBlock(value))
        {
            AppendBlock(value, indent, text);
        }
        else if (value.AsSpan().IndexOfAny('"', '\\') >= 0 && value.All(IsPrintable))
        {
            _ = text.Append('\'').Append(value.Replace("'", "''", StringComparison.Ordinal)).Append('\'');
        }
        else
        {
            AppendEscaped(value, text);
        }
    }

    private static bool IsPlain(string value) =>
        value.Length > 0
        && value[0] is not (' ' or ',' or '[' or ']' or '{' or '}' or '#' or '&' or '*' or '!' or '|' or '>' or '\'' or '"' or '%' or '@' or '`')
        && (value[0] is not ('-' or '?' or ':') || (value.Length > 1 && value[1] != ' '))
        && value[^1] is not (' ' or ':')
        && !value.StartsWith("---", StringComparison.Ordinal)
        && !value.StartsWith("...", StringComparison.Ordinal)
        && !value.Contains(": ", StringComparison.Ordinal)
        && !value.Contains(" #", StringComparison.Ordinal)
        && value.All(IsPrintable)
        && !YamlScalars.IsAmbiguous(value);

    // Characters that stand in a line as they are, and can be seen there. Emoji are pairs of surrogates.
    private static bool IsPrintable(char c) => c >= ' ' && c < '\ufffe' && char.GetUnicodeCategory(c) is not (
        UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator);

    // A block keeps its lines as they are if they are not indented themselves and the text ends with at most one line end.
    private static bool IsBlock(string value)
    {
        if (!value.Contains('\n', StringComparison.Ordinal) || !value.All(c => c == '\n' || IsPrintable(c)))
        {
            return false;
        }

        string body = value.EndsWith('\n') ? value[..^1] : value;
        return body.Split('\n').All(line => line.Length == 0 || line.AsSpan().Trim(' ').Length > 0)
            && body.Length > 0 && body[0] is not (' ' or '\n') && body[^1] != '\n';
    }

    private static void AppendBlock(string value, int indent, StringBuilder text)
    {
        bool ends = value.EndsWith('\n');
        _ = text.Append(ends ? "|" : "|-");
        foreach (string line in (ends ? value[..^1] : value).Split('\n'))
        {
            _ = text.Append('\n');
            _ = line.Length == 0 ? text : text.Append(' ', indent).Append(line);
        }
    }

    private static void AppendEscaped(string value, StringBuilder text)
    {
        _ = text.Append('"');
        for (int at = 0; at < value.Length; at++)
        {
            char c = value[at];
            _ = c switch
            {
                '"' => text.Append("\\\""),
                '\\' => text.Append("\\\\"),
                '\n' => text.Append("\\n"),
                '\r' => text.Append("\\r"),
                '\t' => text.Append("\\t"),
                '\0' => text.Append("\\0"),
                _ when IsPrintable(c) => text.Append(c),
                <= '\u00ff' => text.Append(CultureInfo.InvariantCulture, $"\\x{(int)c:x2}"),
                _ => text.Append(CultureInfo.InvariantCulture, $"\\u{(int)c:x4}"),
            };
        }

        _ = text.Append('"');
    }
}
