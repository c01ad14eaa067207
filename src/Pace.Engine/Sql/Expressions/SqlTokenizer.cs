using System.Globalization;
using System.Text;

namespace Pace.Engine.Sql.Expressions;

/// <summary>Cuts SQL text into tokens and notes what cannot be one.</summary>
internal sealed partial class SqlTokenizer(string text, SqlLexicalRules rules)
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
