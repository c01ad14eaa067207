using System.Globalization;
using System.Text;

namespace Pace.Configuration.Yaml;

/// <summary>How a value is written in YAML so that every reader gets the same text back.</summary>
internal static class ScalarText
{
    // What YAML 1.1 or 1.2 takes for something else than text, in any case of its letters.
    private static readonly HashSet<string> Reserved = new(StringComparer.OrdinalIgnoreCase)
    {
        "null", "true", "false", "yes", "no", "on", "off", "y", "n", "nan", "inf",
    };

    /// <summary>A value as YAML text, quoted only where it needs to be.</summary>
    /// <param name="value">Any text without half characters (lone surrogates).</param>
    public static string Of(string value) => IsPlain(value) ? value : Quote(value);

    /// <summary>Whether a value may stand without quotes. Says no to some that might.</summary>
    public static bool IsPlain(string value)
    {
        if (value.Length == 0 || !(char.IsAsciiLetter(value[0]) || value[0] is '/' or '$') || value[^1] == ' ')
            return false;
        foreach (char c in value)
        {
            if (!char.IsAsciiLetterOrDigit(c) && c is not (' ' or '.' or '_' or '/' or '+' or '@' or '$' or '-'))
                return IsReference(value);
        }

        return !Reserved.Contains(value);
    }

    /// <summary>Whether a value is text that UTF-8 can carry.</summary>
    public static bool IsText(string value)
    {
        for (int i = 0; i < value.Length; i++)
        {
            if (!char.IsSurrogate(value[i])) continue;
            if (i + 1 == value.Length || !char.IsSurrogatePair(value[i], value[i + 1])) return false;
            i++;
        }

        return true;
    }

    // ${NAME} needs no quotes in a block mapping, and reads better without.
    private static bool IsReference(string value) => value.StartsWith("${", StringComparison.Ordinal)
        && value[^1] == '}' && IsName(value.AsSpan(2, value.Length - 3));

    private static bool IsName(ReadOnlySpan<char> text)
    {
        foreach (char c in text)
        {
            if (!char.IsAsciiLetterOrDigit(c) && c != '_') return false;
        }

        return true;
    }

    /// <summary>A value in double quotes, with escapes for what cannot be seen.</summary>
    public static string Quote(string value)
    {
        var text = new StringBuilder(value.Length + 8).Append('"');
        foreach (char c in value)
        {
            if (c is '"' or '\\') text.Append('\\').Append(c);
            else if (c == '\n') text.Append("\\n");
            else if (c == '\t') text.Append("\\t");
            else if (IsPrintable(c)) text.Append(c);
            else text.Append("\\u").Append(((int)c).ToString("X4", CultureInfo.InvariantCulture));
        }

        return text.Append('"').ToString();
    }

    // Line and paragraph separators and byte order marks are printable to YAML, and a trap for editors.
    private static bool IsPrintable(char c) =>
        c is (>= ' ' and <= '~') or (>= '\u00A0' and not ('\u2028' or '\u2029' or '\uFEFF' or '\uFFFE' or '\uFFFF'));
}
