using System.Text;

namespace Pace.Engine.Evaluation.Values;

/// <summary>
/// A pattern of LIKE: <c>%</c> is any text, <c>_</c> one character (code point), and what follows the escape stands
/// for itself. Matches as PostgreSQL does, and so complains of a pattern that ends in its escape only when matching
/// comes that far.
/// </summary>
internal sealed class LikePattern
{
    private const char Escape = '\\';

    // As PostgreSQL does it, a pattern with another escape is written anew with the usual one.
    private readonly string _pattern;

    /// <summary>A pattern.</summary>
    /// <param name="pattern">The pattern.</param>
    /// <param name="escape">The escape: one character; empty: none.</param>
    /// <exception cref="ValueException">The escape is longer than one character.</exception>
    public LikePattern(string pattern, string escape = "\\")
    {
        if (escape.Length > (escape.Length > 1 && char.IsSurrogatePair(escape, 0) ? 2 : 1))
        {
            throw new ValueException("is longer than one character", "the escape of a LIKE pattern");
        }

        _pattern = escape == "\\" ? pattern : Rewrite(pattern, escape);
    }

    /// <summary>Whether a text is like it.</summary>
    /// <exception cref="ValueException">The pattern ends in its escape, and matching came that far.</exception>
    public bool IsMatch(string value)
    {
        ReadOnlySpan<char> text = value;
        ReadOnlySpan<char> pattern = _pattern;

        // Where to go on when what follows the last % does not match here. Earlier ones need not be tried again: what
        // stood between them was found, and farther to the right less is left of the text.
        ReadOnlySpan<char> afterPercent = default;
        ReadOnlySpan<char> tried = default;
        while (true)
        {
            while (!text.IsEmpty && !pattern.IsEmpty && pattern[0] != '%' && MatchesOne(ref text, ref pattern))
            {
            }

            if (text.IsEmpty)
            {
                return pattern.TrimStart('%').IsEmpty;
            }

            if (pattern is ['%', ..])
            {
                if (!SkipWildcards(ref text, ref pattern))
                {
                    return false;
                }

                if (pattern.IsEmpty)
                {
                    return true;
                }

                afterPercent = pattern;
                tried = text;
            }
            else if (afterPercent.IsEmpty)
            {
                return false;
            }
            else
            {
                tried = tried[CharacterLength(tried)..];
            }

            int at = tried.IndexOf(First(afterPercent));
            if (at < 0)
            {
                return false;
            }

            tried = tried[at..];
            text = tried;
            pattern = afterPercent;
        }
    }

    private static bool MatchesOne(ref ReadOnlySpan<char> text, ref ReadOnlySpan<char> pattern)
    {
        if (pattern[0] == '_')
        {
            text = text[CharacterLength(text)..];
            pattern = pattern[1..];
            return true;
        }

        if (First(pattern) != text[0])
        {
            return false;
        }

        text = text[1..];
        pattern = pattern[(pattern[0] == Escape ? 2 : 1)..];
        return true;
    }

    // False where the text has fewer characters than there are places for one.
    private static bool SkipWildcards(ref ReadOnlySpan<char> text, ref ReadOnlySpan<char> pattern)
    {
        for (; pattern is ['%' or '_', ..]; pattern = pattern[1..])
        {
            if (pattern[0] == '_')
            {
                if (text.IsEmpty)
                {
                    return false;
                }

                text = text[CharacterLength(text)..];
            }
        }

        return true;
    }

    // The text that a pattern, which begins with no wildcard, begins with.
    private static char First(ReadOnlySpan<char> pattern) => pattern[0] != Escape
        ? pattern[0]
        : pattern.Length > 1 ? pattern[1] : throw new ValueException("ends in its escape character", "a LIKE pattern");

    private static int CharacterLength(ReadOnlySpan<char> text) =>
        text.Length > 1 && char.IsSurrogatePair(text[0], text[1]) ? 2 : 1;

    private static string Rewrite(string pattern, string escape)
    {
        StringBuilder result = new();
        bool escaped = false;
        for (int at = 0; at < pattern.Length; at++)
        {
            if (!escaped && escape.Length > 0 && string.CompareOrdinal(pattern, at, escape, 0, escape.Length) == 0)
            {
                result.Append(Escape);
                escaped = true;
                at += escape.Length - 1;
                continue;
            }

            result.Append(pattern[at] == Escape && !escaped ? "\\\\" : pattern[at].ToString());
            escaped = false;
        }

        return result.ToString();
    }
}
