using System.Globalization;
using System.Text;

namespace Pace.Engine.Sql.Patterns;

/// <summary>Reads the single characters, escapes and places of a regular expression.</summary>
internal sealed class PatternReader(string text)
{
    private int _at;

    public int At => _at;

    public bool AtEnd => _at >= text.Length;

    public char Peek => text[_at];

    public string Text => text;

    public PatternConstructs Constructs { get; set; }

    /// <summary>The character at a distance; NUL beyond the end.</summary>
    public char PeekAt(int distance) => _at + distance < text.Length ? text[_at + distance] : '\0';

    public void Skip(int count) => _at += count;

    public bool Take(char expected)
    {
        if (AtEnd || text[_at] != expected)
        {
            return false;
        }

        _at++;
        return true;
    }

    public bool TakeText(string expected)
    {
        if (!text.AsSpan(_at).StartsWith(expected, StringComparison.Ordinal))
        {
            return false;
        }

        _at += expected.Length;
        return true;
    }

    public PatternException Refuse(int offset, string message, string? hint, int length = 0)
    {
        length = Math.Min(length, text.Length - offset);
        return new PatternException(new PatternProblem(offset, length, text.Substring(offset, length), message, hint));
    }

    /// <summary>A character, set, class or place: all that needs no other part.</summary>
    public PatternNode Single()
    {
        switch (Peek)
        {
            case '.':
                _at++;
                return new AnyCharacterNode();
            case '^':
                _at++;
                return new AnchorNode(PatternAnchor.Start);
            case '$':
                _at++;
                return new AnchorNode(PatternAnchor.End);
            case '[':
                return new PatternSetReader(this).Read();
            case '\\':
                return (PatternNode?)Place() ?? (PatternNode?)Class() ?? new CharacterNode(EscapedCharacter());
            default:
                return new CharacterNode(PlainCharacter());
        }
    }

    /// <summary>The characters of <c>\Q..\E</c>, its beginning already read.</summary>
    public IEnumerable<PatternNode> QuotedText()
    {
        int start = _at - 2;
        List<PatternNode> characters = [];
        while (!TakeText(@"\E"))
        {
            characters.Add(new CharacterNode(AtEnd ? throw Refuse(start, @"\Q does not end", @"add \E", 2) : PlainCharacter()));
        }

        return characters;
    }

    /// <summary>A character that stands for itself.</summary>
    public Rune PlainCharacter()
    {
        if (!Rune.TryGetRuneAt(text, _at, out Rune rune))
        {
            throw Refuse(_at, "half of a character (a lone surrogate) stands here", null, 1);
        }

        if (rune.Value == 0)
        {
            throw Refuse(_at, "a NUL character cannot be in a text", null, 1);
        }

        _at += rune.Utf16SequenceLength;
        return Noted(rune);
    }

    /// <summary>A class such as <c>\d</c>; null where none stands.</summary>
    public CharacterSetNode? Class()
    {
        CharacterClass? name = PeekAt(1) switch
        {
            'd' or 'D' => CharacterClass.Digit,
            'w' or 'W' => CharacterClass.Word,
            's' or 'S' => CharacterClass.Space,
            _ => null,
        };
        if (name is not { } known)
        {
            return null;
        }

        bool negated = char.IsAsciiLetterUpper(PeekAt(1));
        _at += 2;
        return new CharacterSetNode(negated, [], [known]);
    }

    /// <summary>A character that is written with a backslash.</summary>
    public Rune EscapedCharacter()
    {
        int start = _at;
        char letter = PeekAt(1);
        switch (letter)
        {
            case '\0' when _at + 1 >= text.Length:
                throw Refuse(start, "a backslash stands at the end", @"write \\ for the character", 1);
            case 't':
                return Known('\t');
            case 'n':
                return Known('\n');
            case 'r':
                return Known('\r');
            case 'f':
                return Known('\f');
            case 'a':
                return Known('\a');
            case 'e':
                return Known('\u001b');
            case 'x':
            case 'u':
                return Hexadecimal(start, letter);
            default:
                if (char.IsAsciiLetterOrDigit(letter))
                {
                    throw RefuseEscape(start, letter);
                }

                _at++;
                return PlainCharacter();
        }
    }

    private AnchorNode? Place()
    {
        PatternAnchor? anchor = PeekAt(1) switch
        {
            'A' => PatternAnchor.Start,
            'Z' or 'z' => PatternAnchor.End,
            'b' => PatternAnchor.WordBoundary,
            'B' => PatternAnchor.NotWordBoundary,
            _ => null,
        };
        if (anchor is not { } known)
        {
            return null;
        }

        _at += 2;
        if (known is PatternAnchor.WordBoundary or PatternAnchor.NotWordBoundary)
        {
            Constructs |= PatternConstructs.WordBoundary;
        }

        return new AnchorNode(known);
    }

    private Rune Known(char character)
    {
        _at += 2;
        return new Rune(character);
    }

    // Always written out again as the character itself: PostgreSQL takes any number of digits after \x.
    private Rune Hexadecimal(int start, char letter)
    {
        _at += 2;
        int value;
        if (letter == 'x' && Take('{'))
        {
            int from = _at;
            while (!AtEnd && char.IsAsciiHexDigit(Peek))
            {
                _at++;
            }

            bool read = int.TryParse(text.AsSpan(from, _at - from), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out value);
            if (!read || !Take('}'))
            {
                throw Refuse(start, @"\x{ is followed by hexadecimal digits and }", @"write \x{1F600}, for example", 3);
            }
        }
        else
        {
            value = Digits(start, letter == 'x' ? 2 : 4);
            if (letter == 'u' && char.IsHighSurrogate((char)value) && TakeText(@"\u"))
            {
                int low = Digits(start, 4);
                value = char.IsLowSurrogate((char)low) ? char.ConvertToUtf32((char)value, (char)low) : value;
            }
        }

        return value != 0 && Rune.IsValid(value)
            ? Noted(new Rune(value))
            : throw Refuse(start, "no text has this character", null, _at - start);
    }

    private int Digits(int start, int count)
    {
        if (_at + count > text.Length || text.AsSpan(_at, count).ContainsAnyExcept(HexDigits))
        {
            throw Refuse(start, $"{count} hexadecimal digits are missing", null, 2);
        }

        int value = int.Parse(text.AsSpan(_at, count), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
        _at += count;
        return value;
    }

    private static readonly System.Buffers.SearchValues<char> HexDigits = System.Buffers.SearchValues.Create("0123456789abcdefABCDEF");

    private Rune Noted(Rune rune)
    {
        if (!rune.IsBmp)
        {
            Constructs |= PatternConstructs.SupplementaryCharacter;
        }

        return rune;
    }

    private PatternException RefuseEscape(int start, char letter)
    {
        string? hint = letter switch
        {
            'p' or 'P' => "write the characters in brackets, or a class such as [[:alpha:]]",
            'h' or 'H' => @"write [ \t]",
            'v' or 'V' => @"write [\n\r\f]",
            'R' => @"write (?:\r\n|\n|\r)",
            'X' => "write .",
            'N' => @"write [^\n]",
            'G' or 'K' => null,
            'k' => "refer to the group by its number",
            '0' => @"write \x and two hexadecimal digits",
            'c' => @"write \x and two hexadecimal digits",
            'm' or 'M' or 'y' or 'Y' => @"write \b for a word's boundary",
            'E' => @"write \Q before it",
            _ => $"write {letter} for the character",
        };
        return Refuse(start, $@"\{letter} is not there on every engine", hint, 2);
    }
}
