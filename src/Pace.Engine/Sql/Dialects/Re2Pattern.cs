using System.Globalization;
using System.Text;
using Pace.Engine.Sql.Patterns;

namespace Pace.Engine.Sql.Dialects;

/// <summary>
/// Writes regular expressions for engines of the RE2 kind, and tells which of them mean there what they mean in a
/// policy: the longest match is taken here, the first one that is tried there.
/// </summary>
internal static class Re2Pattern
{
    private const string Special = @"\^$.[](){}*+?|";
    private const string SpecialInSet = @"\]^-[";

    /// <summary>What keeps a pattern from meaning the same there, as a sentence; null when nothing does.</summary>
    /// <param name="pattern">The pattern.</param>
    /// <param name="replacement">What replaces matches; null: the first group or the match is extracted.</param>
    public static string? Problem(RegexpPattern pattern, ReplacementTemplate? replacement)
    {
        PatternConstructs constructs = pattern.Constructs;
        if (constructs.HasFlag(PatternConstructs.BackReference))
        {
            return @"a back reference (\1) is not there in its regular expressions";
        }

        if ((constructs & (PatternConstructs.LookAhead | PatternConstructs.LookBehind)) != 0)
        {
            string look = constructs.HasFlag(PatternConstructs.LookAhead) ? "a look-ahead (?= or (?!" : "a look-behind (?<= or (?<!";
            return look + " is not there in its regular expressions";
        }

        // Where the whole value is taken or nothing, it does not matter in which ways it can be matched.
        if (pattern.IsAnchoredAtBothEnds && !GroupsUsed(pattern, replacement).Any())
        {
            return null;
        }

        if (!IsSteady(pattern.Root))
        {
            return "alternatives (|) of several lengths, and repeated groups, match other parts of a text there; "
                + "write sets such as [ab], alternatives of one length, or a pattern anchored at both ends of which no group is shown";
        }

        return replacement is not null && !pattern.IsAnchoredAtBothEnds && PatternTree.CanBeEmpty(pattern.Root)
            ? "a pattern that matches the empty text is replaced at other places there; write + instead of *"
            : null;
    }

    /// <summary>The groups whose texts are shown.</summary>
    public static IEnumerable<int> GroupsUsed(RegexpPattern pattern, ReplacementTemplate? replacement) => replacement is null
        ? pattern.GroupCount > 0 ? [1] : []
        : replacement.Parts.Select(part => part.Group ?? 0).Where(group => group > 0).Distinct();

    /// <summary>The pattern as the engine reads it.</summary>
    /// <param name="pattern">A pattern without a problem.</param>
    /// <param name="open">How a group begins.</param>
    public static string Write(RegexpPattern pattern, Func<GroupNode, string> open)
    {
        StringBuilder text = new();
        Write(pattern.Root, pattern.IgnoreCase, open, text);
        return text.ToString();
    }

    // One length of alternatives, and single characters repeated: the first way that matches is then the longest
    // (DotNetMatcher tells why), and every group takes part in each match.
    private static bool IsSteady(PatternNode node) => node switch
    {
        SequenceNode sequence => sequence.Items.All(IsSteady),
        GroupNode group => IsSteady(group.Body),
        RepeatNode repeat => repeat.Body is CharacterNode or CharacterSetNode or AnyCharacterNode
            || (repeat.Min == repeat.Max && PatternTree.FixedLength(repeat.Body) is not null && !HasGroup(repeat.Body)),
        AlternationNode => PatternTree.FixedLength(node) is not null && !HasGroup(node),
        _ => true,
    };

    private static bool HasGroup(PatternNode node) => PatternTree.Contains(node, part => part is GroupNode { Number: > 0 });

    private static void Write(PatternNode node, bool ignoreCase, Func<GroupNode, string> open, StringBuilder text)
    {
        switch (node)
        {
            case SequenceNode sequence:
                foreach (PatternNode item in sequence.Items)
                {
                    Write(item, ignoreCase, open, text);
                }

                break;
            case AlternationNode alternation:
                for (int at = 0; at < alternation.Branches.Count; at++)
                {
                    text.Append(at == 0 ? "" : "|");
                    Write(alternation.Branches[at], ignoreCase, open, text);
                }

                break;
            case GroupNode group:
                text.Append(open(group));
                Write(group.Body, ignoreCase, open, text);
                text.Append(')');
                break;
            case RepeatNode repeat:
                Write(repeat.Body, ignoreCase, open, text);
                text.Append(Quantifier(repeat));
                break;
            case AnchorNode anchor:
                text.Append(anchor.Anchor switch
                {
                    PatternAnchor.Start => "^",
                    PatternAnchor.End => "$",
                    PatternAnchor.WordBoundary => @"\b",
                    _ => @"\B",
                });
                break;
            case AnyCharacterNode:
                text.Append('.');
                break;
            case CharacterNode { Character: { IsAscii: true } letter } when ignoreCase && char.IsAsciiLetter((char)letter.Value):
                text.Append(CultureInfo.InvariantCulture, $"[{char.ToUpperInvariant((char)letter.Value)}{char.ToLowerInvariant((char)letter.Value)}]");
                break;
            case CharacterNode character:
                Character(character.Character, Special, text);
                break;
            case CharacterSetNode set:
                Set(set, ignoreCase, text);
                break;
            default:
                throw new InvalidOperationException($"No text is known for {node.GetType().Name}.");
        }
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

    private static void Set(CharacterSetNode set, bool ignoreCase, StringBuilder text)
    {
        if (set is { Negated: false, Ranges.Count: 0, Classes.Count: 1 } && Escape(set.Classes[0]) is { } escape)
        {
            text.Append(escape);
            return;
        }

        text.Append(set.Negated ? "[^" : "[");
        foreach (CharacterRange range in set.Ranges)
        {
            Range(range.First, range.Last, text);
            if (ignoreCase)
            {
                OtherCase(range, 'A', 'Z', 'a' - 'A', text);
                OtherCase(range, 'a', 'z', 'A' - 'a', text);
            }
        }

        foreach (CharacterClass named in set.Classes)
        {
            CharacterClass known = ignoreCase && named is CharacterClass.Upper or CharacterClass.Lower ? CharacterClass.Alpha : named;
            text.Append(Escape(known) ?? $"[:{known.ToString().ToLowerInvariant()}:]");
        }

        text.Append(']');
    }

    // Letters of ASCII only: RE2's own flag would let the Kelvin sign be a k.
    private static void OtherCase(CharacterRange range, char first, char last, int distance, StringBuilder text)
    {
        (int low, int high) = (Math.Max(range.First.Value, first), Math.Min(range.Last.Value, last));
        if (low <= high)
        {
            Range(new Rune(low + distance), new Rune(high + distance), text);
        }
    }

    private static void Range(Rune first, Rune last, StringBuilder text)
    {
        Character(first, SpecialInSet, text);
        if (first != last)
        {
            text.Append('-');
            Character(last, SpecialInSet, text);
        }
    }

    // \s is not among them: RE2's lacks the vertical tab.
    private static string? Escape(CharacterClass named) => named switch
    {
        CharacterClass.Word => @"\w",
        CharacterClass.Digit => @"\d",
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
