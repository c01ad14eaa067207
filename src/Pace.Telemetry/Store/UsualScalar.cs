using System.Buffers;
using Pace.Configuration.Yaml;

namespace Pace.Telemetry.Store;

/// <summary>The values and keys whose YAML meaning is plain to see.</summary>
internal static class UsualScalar
{
    private static readonly SearchValues<char> Plain = SearchValues.Create(
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._+-/");

    private static readonly SearchValues<char> Quoted = SearchValues.Create(
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._+-/ :,#()[]{}@!?*&%=<>|~^$;'`");

    /// <summary>A value without quotes that is not <c>null</c> or the like, or one in double quotes without escapes.</summary>
    public static bool TryRead(ReadOnlySpan<char> value, out string? text)
    {
        text = null;
        if (value.Length > 1 && value[0] == '"' && value[^1] == '"')
        {
            value = value[1..^1];
            if (value.IndexOfAnyExcept(Quoted) >= 0) return false;
        }
        else if (value.IsEmpty || !char.IsAsciiLetterOrDigit(value[0]) || value.IndexOfAnyExcept(Plain) >= 0
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
            return key.IndexOfAnyExcept(Quoted) < 0;
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
