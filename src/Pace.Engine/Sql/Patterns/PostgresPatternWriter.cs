using System.Globalization;
using System.Text;

namespace Pace.Engine.Sql.Patterns;

/// <summary>
/// Writes a pattern as PostgreSQL's advanced regular expressions read it (PostgreSQL 12 and later, UTF-8 databases).
/// The result is a text; quoting it as a literal is the dialect's.
/// </summary>
public static class PostgresPatternWriter
{
    /// <summary>The pattern's text for PostgreSQL.</summary>
    public static string Write(RegexpPattern pattern)
    {
        ArgumentNullException.ThrowIfNull(pattern);
        StringBuilder text = new();
        text.Append(pattern.IgnoreCase ? "(?i)" : "");
        Write(pattern.Root, text);
        return text.ToString();
    }

    private static void Write(PatternNode node, StringBuilder text)
    {
        switch (node)
        {
            case SequenceNode sequence:
                foreach (PatternNode item in sequence.Items)
                {
                    Write(item, text);
                }

                break;
            case AlternationNode alternation:
                for (int at = 0; at < alternation.Branches.Count; at++)
                {
                    text.Append(at > 0 ? "|" : "");
                    Write(alternation.Branches[at], text);
                }

                break;
            case GroupNode group:
                Bracketed(group.Number > 0 ? "(" : "(?:", group.Body, text);
                break;
            case LookNode look:
                Bracketed($"(?{(look.Behind ? "<" : "")}{(look.Negative ? "!" : "=")}", look.Body, text);
                break;
            case RepeatNode repeat:
                Write(repeat.Body, text);
                text.Append(Bounds(repeat)).Append(repeat.Lazy ? "?" : "");
                break;
            case AnchorNode anchor:
                text.Append(anchor.Anchor switch
                {
                    PatternAnchor.Start => "^",
                    PatternAnchor.End => "$",
                    PatternAnchor.WordBoundary => @"\y",
                    _ => @"\Y",
                });
                break;
            case AnyCharacterNode:
                text.Append('.');
                break;
            case CharacterNode character:
                Character(character.Character, text);
                break;
            case CharacterSetNode set:
                Set(set, text);
                break;
            case BackReferenceNode reference:
                // A digit that follows would belong to the number; brackets keep them apart.
                text.Append(CultureInfo.InvariantCulture, $@"(?:\{reference.Number})");
                break;
            default:
                throw new InvalidOperationException($"No text for a {node.GetType().Name}.");
        }
    }

    private static void Bracketed(string open, PatternNode body, StringBuilder text)
    {
        text.Append(open);
        Write(body, text);
        text.Append(')');
    }

    private static string Bounds(RepeatNode repeat) => (repeat.Min, repeat.Max) switch
    {
        (0, null) => "*",
        (1, null) => "+",
        (0, 1) => "?",
        (int min, null) => string.Create(CultureInfo.InvariantCulture, $"{{{min},}}"),
        (int min, int max) when min == max => string.Create(CultureInfo.InvariantCulture, $"{{{min}}}"),
        (int min, int max) => string.Create(CultureInfo.InvariantCulture, $"{{{min},{max}}}"),
    };

    private static void Set(CharacterSetNode set, StringBuilder text)
    {
        if (set is { Ranges.Count: 0, Classes: [CharacterClass.Word or CharacterClass.Digit or CharacterClass.Space] })
        {
            text.Append('\\').Append(Shorthand(set.Classes[0], set.Negated));
            return;
        }

        text.Append(set.Negated ? "[^" : "[");
        foreach (CharacterRange range in set.Ranges)
        {
            Character(range.First, text);
            if (range.Last != range.First)
            {
                text.Append('-');
                Character(range.Last, text);
            }
        }

        foreach (CharacterClass name in set.Classes)
        {
            text.Append(name == CharacterClass.Word ? @"\w" : $"[:{name.ToString().ToLowerInvariant()}:]");
        }

        text.Append(']');
    }

    private static char Shorthand(CharacterClass name, bool negated)
    {
        char letter = name switch { CharacterClass.Word => 'w', CharacterClass.Digit => 'd', _ => 's' };
        return negated ? char.ToUpperInvariant(letter) : letter;
    }

    // A backslash takes any meaning from a character that is neither letter nor digit, in brackets as outside.
    private static void Character(Rune character, StringBuilder text)
    {
        int value = character.Value;
        if (value is < ' ' or 0x7f)
        {
            text.Append(CultureInfo.InvariantCulture, $@"\u{value:x4}");
        }
        else
        {
            if (value < 0x80 && !char.IsAsciiLetterOrDigit((char)value) && value is not (' ' or '_' or '@' or ',' or '/' or ':' or ';' or '"' or '\'' or '<' or '>' or '=' or '!' or '%' or '&' or '~' or '`' or '#'))
            {
                text.Append('\\');
            }

            text.Append(character.ToString());
        }
    }
}
