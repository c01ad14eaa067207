using Pace.Configuration.Yaml;

namespace Pace.Telemetry.Store;

/// <summary>The values and keys whose YAML meaning is plain to see.</summary>
internal static class UsualScalar
{
    // Loops, since the framework's search is made of vector code that is compiled anew in each process.
    private static bool IsPlain(ReadOnlySpan<char> text)
    {
        foreach (char c in text)
        {
            if (!char.IsAsciiLetterOrDigit(c) && c is not ('.' or '_' or '+' or '-' or '/')) return false;
        }

        return true;
    }

    private static bool MayBeQuoted(ReadOnlySpan<char> text)
    {
        foreach (char c in text)
        {
            if (c is < ' ' or > '~' or '"' or '\\') return false;
        }

        return true;
    }

    /// <summary>A value without quotes that is not <c>null</c> or the like, or one in double quotes without escapes.</summary>
    public static bool TryRead(ReadOnlySpan<char> value, out string? text)
    {
        text = null;
        if (value.Length > 1 && value[0] == '"' && value[^1] == '"')
        {
            value = value[1..^1];
            if (!MayBeQuoted(value)) return false;
        }
        else if (value.IsEmpty || !char.IsAsciiLetterOrDigit(value[0]) || !IsPlain(value)
            || value.Equals("null", StringComparison.OrdinalIgnoreCase))
        {
            return false;
        }

        text = value.ToString();
        return true;
    }

    /// <summary>A key: digits, words, or one in double quotes without escapes and colons.</summary>
    public static bool TryReadKey(ReadOnlySpan<char> text, out ReadOnlySpan<char> key)
    {
        key = text;
        if (text.IsEmpty) return false;
        if (text[0] == '"')
        {
            if (text.Length < 3 || text[^1] != '"') return false;
            key = text[1..^1];
            return MayBeQuoted(key);
        }

        if (!char.IsAsciiLetterOrDigit(text[0]) || text[^1] == ' ') return false;
        foreach (char c in text)
        {
            if (!char.IsAsciiLetterOrDigit(c) && c is not (' ' or '_' or '-' or '.')) return false;
        }

        return char.IsAsciiDigit(text[0])
            ? text.IndexOfAnyExceptInRange('0', '9') < 0
            : ScalarText.IsPlain(key.ToString());
    }
}
