using System.Globalization;
using System.Text;

namespace Pace.Engine.Sql.Expressions;

/// <summary>Cuts SQL text into tokens and notes what cannot be one.</summary>
internal sealed class SqlTokenizer(string text, SqlLexicalRules rules)
{
    private readonly List<SqlToken> _tokens = [];
    private readonly List<SqlProblem> _problems = [];
    private int _at;

    public IReadOnlyList<SqlToken> Tokens => _tokens;

    public IReadOnlyList<SqlProblem> Problems => _problems;

    public SqlTokenizer Run()
    {
        CheckCharacters();
        while (_at < text.Length)
        {
            int start = _at;
            char character = text[_at];
            if (character is ' ' or '\t' or '\n' or '\r')
            {
                _at++;
            }
            else if (!Comment(start) && !Quoted(start, character) && !Dollar(start) && !Word(start)
                && !Number(start) && !Mark(start, character) && !Operator(start))
            {
                Unknown(start);
            }
        }

        return this;
    }

    // What a screen does not show as it is, is refused wherever it stands, in strings too.
    private void CheckCharacters()
    {
        for (int at = 0; at < text.Length; at++)
        {
            char character = text[at];
            if (char.IsControl(character) && character is not ('\t' or '\n' or '\r'))
            {
                Report(at, 1, $"a control character (U+{(int)character:X4}) stands here", "remove it");
            }
            else if (character is (>= '\u202a' and <= '\u202e') or (>= '\u2066' and <= '\u2069'))
            {
                Report(at, 1, $"a character that changes the direction of writing (U+{(int)character:X4}) stands here", "remove it");
            }
            else if (char.IsSurrogate(character) && !Rune.TryGetRuneAt(text, at, out _)
                && !(at > 0 && char.IsSurrogatePair(text[at - 1], character)))
            {
                Report(at, 1, "half of a character (a lone surrogate) stands here", "remove it");
            }
        }
    }

    private bool Comment(int start)
    {
        foreach (string opening in rules.LineComments)
        {
            if (Follows(opening))
            {
                int end = text.AsSpan(start).IndexOfAny('\n', '\r');
                _at = end < 0 ? text.Length : start + end;
                Report(start, opening.Length, $"{opening} begins a comment", "remove it");
                Add(SqlTokenKind.Comment, start);
                return true;
            }
        }

        if (Follows("/*"))
        {
            SkipBlockComment();
            Report(start, 2, "/* begins a comment", "remove it");
            Add(SqlTokenKind.Comment, start);
            return true;
        }

        if (Follows("*/"))
        {
            _at += 2;
            Report(start, 2, "*/ ends a comment that has no beginning", "remove it, or put a space between * and /");
            Add(SqlTokenKind.Comment, start);
            return true;
        }

        return false;
    }

    private void SkipBlockComment()
    {
        int depth = 0;
        do
        {
            if (Follows("/*"))
            {
                depth++;
                _at += 2;
            }
            else if (Follows("*/"))
            {
                depth--;
                _at += 2;
            }
            else
            {
                _at++;
            }
        }
        while (depth > 0 && _at < text.Length);
        _at = Math.Min(_at, text.Length);
    }

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

    private bool Word(int start)
    {
        while (_at < text.Length && IsWordPart(_at, first: _at == start, out int length))
        {
            _at += length;
        }

        if (_at == start)
        {
            return false;
        }

        Add(SqlTokenKind.Word, start);
        return true;
    }

    private bool IsWordPart(int at, bool first, out int length)
    {
        length = 1;
        char character = text[at];
        if (character < 0x80)
        {
            return character == '_' || char.IsAsciiLetter(character)
                || (!first && (char.IsAsciiDigit(character) || (character == '$' && rules.DollarInNames)));
        }

        if (!Rune.TryGetRuneAt(text, at, out Rune rune))
        {
            return false;
        }

        length = rune.Utf16SequenceLength;
        return Rune.IsLetterOrDigit(rune)
            || Rune.GetUnicodeCategory(rune) is UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark;
    }

    private bool Number(int start)
    {
        if (!char.IsAsciiDigit(text[_at]) && !(text[_at] == '.' && char.IsAsciiDigit(At(_at + 1))))
        {
            return false;
        }

        Digits();
        if (At(_at) == '.')
        {
            _at++;
            Digits();
        }

        int sign = At(_at + 1) is '+' or '-' ? 1 : 0;
        if (At(_at) is 'e' or 'E' && char.IsAsciiDigit(At(_at + 1 + sign)))
        {
            _at += 1 + sign;
            Digits();
        }

        Add(SqlTokenKind.Number, start);
        return true;
    }

    private void Digits()
    {
        while (char.IsAsciiDigit(At(_at)))
        {
            _at++;
        }
    }

    private bool Mark(int start, char character)
    {
        bool parameter = rules.ParameterMarks.Contains(character);
        if (character == ':')
        {
            _at++;
            if (At(_at) is ':' or '=')
            {
                _at++;
                Add(SqlTokenKind.Punctuation, start);
            }
            else if (parameter && IsParameterName(_at))
            {
                Parameter(start);
            }
            else
            {
                Add(SqlTokenKind.Punctuation, start);
            }

            return true;
        }

        if (parameter)
        {
            _at++;
            Parameter(start);
            return true;
        }

        if (character is '(' or ')' or '[' or ']' or ',' or ';' or '.' || (rules.Braces && character is '{' or '}'))
        {
            _at++;
            Add(SqlTokenKind.Punctuation, start);
            return true;
        }

        return false;
    }

    private bool IsParameterName(int at) => At(at) == '_' || char.IsLetterOrDigit(At(at)) || At(at) is '\'' or '"';

    private void Parameter(int start)
    {
        while (At(_at) == '_' || char.IsLetterOrDigit(At(_at)))
        {
            _at++;
        }

        Report(start, _at - start, $"{text[start.._at]} is a place for a parameter, and a policy has none", "write the value itself");
        Add(SqlTokenKind.Parameter, start);
    }

    private bool Operator(int start)
    {
        while (_at < text.Length && rules.OperatorCharacters.Contains(text[_at])
            && !Follows("/*") && !Follows("*/") && !rules.LineComments.Any(Follows))
        {
            _at++;
        }

        if (_at == start)
        {
            return false;
        }

        Add(SqlTokenKind.Operator, start);
        return true;
    }

    private void Unknown(int start)
    {
        Rune rune = Rune.TryGetRuneAt(text, start, out Rune read) ? read : Rune.ReplacementChar;
        _at += rune == Rune.ReplacementChar ? 1 : rune.Utf16SequenceLength;
        Add(SqlTokenKind.Unknown, start);
        if (char.IsControl(text[start]) || (char.IsSurrogate(text[start]) && _at == start + 1))
        {
            return; // told already
        }

        (string message, string? hint) = rune.Value switch
        {
            0x2018 or 0x2019 or 0x201a or 0x201b or 0xff07 or 0x2032 => ("a typographic quote is no quote in SQL", "write '"),
            0x201c or 0x201d or 0x201e or 0x201f or 0xff02 or 0x2033 => ("a typographic quote is no quote in SQL", "write \" for names, ' for strings"),
            '\\' => ("a backslash has no place outside of a string", null),
            '`' => ($"a backtick quotes nothing on {rules.Name}", "write \" for names"),
            _ when Rune.IsWhiteSpace(rune) => ($"white space that SQL does not know (U+{rune.Value:X4}) stands here", "write a space"),
            _ => ($"{(Rune.IsSymbol(rune) || Rune.IsPunctuation(rune) ? rune.ToString() : $"U+{rune.Value:X4}")} has no place in an expression", (string?)null),
        };
        Report(start, _at - start, message, hint);
    }

    private bool Follows(string expected) => string.CompareOrdinal(text, _at, expected, 0, expected.Length) == 0;

    private char At(int at) => at < text.Length ? text[at] : '\0';

    private void Add(SqlTokenKind kind, int start)
    {
        string part = text[start.._at];
        _tokens.Add(new SqlToken(kind, start, part, part));
    }

    private void Report(int offset, int length, string message, string? hint = null) =>
        _problems.Add(new SqlProblem(offset, length, message, hint));
}
