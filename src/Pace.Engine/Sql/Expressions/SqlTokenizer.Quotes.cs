using System.Text;

namespace Pace.Engine.Sql.Expressions;

/// <summary>Strings and names in quotes, in all their notations.</summary>
internal sealed partial class SqlTokenizer
{
    private bool Quoted(int start, char character)
    {
        int prefix = Prefix();
        if (prefix > 0)
        {
            string letters = text.Substring(start, prefix).ToUpperInvariant();
            char quote = text[start + prefix];
            _at += prefix;
            if (letters == "U&")
            {
                Report(start, 2, "U& with Unicode escapes is read differently by different settings", "write the characters themselves");
            }

            if (quote == '"' && !rules.StringQuotes.Contains('"'))
            {
                Name(start, quote);
            }
            else
            {
                bool raw = rules.RawStrings && letters.Contains('R');
                String(start, quote, !raw && (letters == "E" || rules.BackslashEscapes), raw, plain: false);
            }

            return true;
        }

        if (rules.StringQuotes.Contains(character))
        {
            String(start, character, rules.BackslashEscapes, raw: false, plain: true);
            return true;
        }

        if (rules.NameQuotes.Contains(character))
        {
            Name(start, character);
            return true;
        }

        return false;
    }

    // How many characters before a quote belong to the string's notation.
    private int Prefix()
    {
        char first = char.ToUpperInvariant(text[_at]);
        char second = At(_at + 1);
        if (rules.UnicodeStrings && first == 'U' && second == '&' && At(_at + 2) is '\'' or '"')
        {
            return 2;
        }

        if (rules.RawStrings)
        {
            if (first is 'R' or 'B' && second is '\'' or '"')
            {
                return 1;
            }

            return first is 'R' or 'B' && char.ToUpperInvariant(second) is 'R' or 'B' && first != char.ToUpperInvariant(second)
                && At(_at + 2) is '\'' or '"' ? 2 : 0;
        }

        bool known = first is 'B' or 'X' or 'N' || (first == 'E' && rules.EscapeStrings);
        return known && second == '\'' ? 1 : 0;
    }

    private void String(int start, char quote, bool escapes, bool raw, bool plain)
    {
        while (true)
        {
            if (!SkipString(quote, escapes, raw, plain))
            {
                _at = text.Length;
                Report(start, 1, "a string does not end", $"add {quote}");
                break;
            }

            int next = rules.ContinuedStrings ? Continuation() : -1;
            if (next < 0)
            {
                break;
            }

            _at = next;
        }

        Add(SqlTokenKind.String, start);
    }

    private bool SkipString(char quote, bool escapes, bool raw, bool plain)
    {
        int width = rules.TripleQuotes && Follows(new string(quote, 3)) ? 3 : 1;
        string ending = new(quote, width);
        _at += width;
        int backslashes = 0;
        while (_at < text.Length)
        {
            if (text[_at] == '\\')
            {
                // Even where it escapes nothing, as in raw strings, it keeps the next quote from ending the string.
                bool skips = (escapes || raw) && _at + 1 < text.Length;
                backslashes = skips ? 0 : backslashes + 1;
                _at += skips ? 2 : 1;
                continue;
            }

            if (!Follows(ending))
            {
                backslashes = 0;
                _at++;
                continue;
            }

            if (plain && rules.BackslashDependsOnServer && backslashes % 2 == 1)
            {
                Report(_at - 1, 2, "a backslash before a quote ends the string or not, as the server is set", @"write E'...\\' with the backslash doubled");
            }

            backslashes = 0;
            _at += width;
            if (width == 1 && rules.DoubledQuotes && At(_at) == quote)
            {
                _at++;
                continue;
            }

            return true;
        }

        return false;
    }

    // Where the string goes on: after white space with a line break in it.
    private int Continuation()
    {
        bool broken = false;
        for (int at = _at; at < text.Length; at++)
        {
            switch (text[at])
            {
                case '\n' or '\r':
                    broken = true;
                    break;
                case ' ' or '\t':
                    break;
                case '\'' when broken:
                    return at;
                default:
                    return -1;
            }
        }

        return -1;
    }

    private void Name(int start, char quote)
    {
        char ending = quote == '[' ? ']' : quote;
        StringBuilder name = new();
        for (_at++; _at < text.Length; _at++)
        {
            if (text[_at] == '\\' && rules.BackslashEscapes && quote == '`' && _at + 1 < text.Length)
            {
                name.Append(text[++_at]);
            }
            else if (text[_at] != ending)
            {
                name.Append(text[_at]);
            }
            else if (quote != '[' && rules.DoubledQuotes && At(_at + 1) == ending)
            {
                name.Append(ending);
                _at++;
            }
            else
            {
                _at++;
                if (name.Length == 0)
                {
                    Report(start, _at - start, "a quoted name is empty");
                }

                _tokens.Add(new SqlToken(SqlTokenKind.QuotedName, start, text[start.._at], name.ToString()));
                return;
            }
        }

        Report(start, 1, "a quoted name does not end", $"add {ending}");
        Add(SqlTokenKind.QuotedName, start);
    }

    private bool Dollar(int start)
    {
        if (text[start] != '$' || !rules.DollarQuotes)
        {
            return false;
        }

        int end = start + 1;
        while (end < text.Length && (char.IsLetterOrDigit(text[end]) || text[end] == '_') && !(end == start + 1 && char.IsAsciiDigit(text[end])))
        {
            end++;
        }

        if (At(end) != '$')
        {
            return false;
        }

        string tag = text[start..(end + 1)];
        int close = text.IndexOf(tag, end + 1, StringComparison.Ordinal);
        _at = close < 0 ? text.Length : close + tag.Length;
        Report(start, tag.Length, $"{tag} begins a dollar-quoted string", "write the string in single quotes, quotes in it doubled");
        Add(SqlTokenKind.String, start);
        return true;
    }
}
