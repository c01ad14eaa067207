using System.Globalization;
using System.Text;
using Pace.Engine.Sql.Patterns;

namespace Pace.Engine.Sql.Dialects;

/// <summary>
/// Writes regular expressions and replacements as PostgreSQL's advanced regular expressions read them
/// (its documentation, section "Regular Expression Details").
/// </summary>
internal static class PostgresPattern
{
    private const string Special = @"\^$.[](){}*+?|";
    private const string SpecialInSet = @"\]^-[";

    /// <summary>What PostgreSQL cannot do of a pattern, as a sentence; null when it can do all of it.</summary>
    public static string? Problem(RegexpPattern pattern) =>
        pattern.GroupCount > 9 ? "a replacement can name nine groups, and the pattern has more" : null;

    /// <summary>The pattern as PostgreSQL reads it.</summary>
    public static string Write(RegexpPattern pattern)
    {
        StringBuilder text = new(pattern.Constructs.HasFlag(PatternConstructs.IgnoreCase) ? "(?i)" : "");
        Write(pattern.Root, text);
        return text.ToString();
    }

    /// <summary>The replacement as <c>regexp_replace</c> reads it.</summary>
    public static string Write(ReplacementTemplate replacement)
    {
        StringBuilder text = new();
        foreach (ReplacementPart part in replacement.Parts)
        {
            _ = part.Group switch
            {
                null => text.Append(part.Text.Replace(@"\", @"\\", StringComparison.Ordinal)),
                0 => text.Append(@"\&"),
                { } group => text.Append('\\').Append(group.ToString(CultureInfo.InvariantCulture)),
            };
        }

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
                    text.Append(at == 0 ? "" : "|");
                    Write(alternation.Branches[at], text);
                }

                break;
            case GroupNode group:
                Bracketed(group.Number == 0 ? "(?:" : "(", group.Body, text);
                break;
            case LookNode look:
                Bracketed("(?" + (look.Behind ? "<" : "") + (look.Negative ? "!" : "="), look.Body, text);
                break;
            case RepeatNode repeat:
                Write(repeat.Body, text);
                text.Append(Quantifier(repeat));
                break;
            case AnchorNode anchor:
                text.Append(anchor.Anchor switch
                {
                    PatternAnchor.Start => "^",
                    PatternAnchor.End => "$",
                    // \b is a backspace in PostgreSQL: the pattern would never match, and nothing would be masked.
                    PatternAnchor.WordBoundary => @"\y",
                    _ => @"\Y",
                });
                break;
            case CharacterNode character:
                Character(character.Character, Special, text);
                break;
            case AnyCharacterNode:
                text.Append('.');
                break;
            case CharacterSetNode set:
                Set(set, text);
                break;
            case BackReferenceNode reference:
                // In brackets, so that a digit behind it is not read as part of its number.
                text.Append(@"(?:\").Append(reference.Number.ToString(CultureInfo.InvariantCulture)).Append(')');
                break;
            default:
                throw new InvalidOperationException($"No text is known for {node.GetType().Name}.");
        }
    }

    private static void Bracketed(string open, PatternNode body, StringBuilder text)
    {
        text.Append(open);
        Write(body, text);
        text.Append(')');
    }

    private static string Quantifier(RepeatNode repeat)
    {
        string count = (repeat.Min, repeat.Max) switch
        {
            (0, null) => "*",
            (1, null) => "+",
            (0, 1) => "?",
            ({ } min, null) => string.Create(CultureInfo.InvariantCulture, $"{{{min},}}"),
            ({ } min, { } max) when min == max => string.Create(CultureInfo.InvariantCulture, $"{{{min}}}"),
            ({ } min, { } max) => string.Create(CultureInfo.InvariantCulture, $"{{{min},{max}}}"),
        };
        return repeat.Lazy ? count + "?" : count;
    }

    private static void Set(CharacterSetNode set, StringBuilder text)
    {
        if (set is { Negated: false, Ranges.Count: 0, Classes.Count: 1 } && Escape(set.Classes[0]) is { } escape)
        {
            text.Append(escape);
            return;
        }

        text.Append(set.Negated ? "[^" : "[");
        foreach (CharacterRange range in set.Ranges)
        {
            Character(range.First, SpecialInSet, text);
            if (range.First != range.Last)
            {
                text.Append('-');
                Character(range.Last, SpecialInSet, text);
            }
        }

        foreach (CharacterClass characterClass in set.Classes)
        {
            text.Append(Escape(characterClass) ?? $"[:{characterClass.ToString().ToLowerInvariant()}:]");
        }

        text.Append(']');
    }

    private static string? Escape(CharacterClass characterClass) => characterClass switch
    {
        CharacterClass.Word => @"\w",
        CharacterClass.Digit => @"\d",
        CharacterClass.Space => @"\s",
        _ => null,
    };

    private static void Character(Rune character, string special, StringBuilder text)
    {
        if (character.IsAscii && special.Contains((char)character.Value, StringComparison.Ordinal))
        {
            text.Append('\\');
        }

        text.Append(character.ToString());
    }
}
