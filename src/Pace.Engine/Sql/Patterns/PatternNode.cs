using System.Text;
using Pace.Engine.Policies;

namespace Pace.Engine.Sql.Patterns;

/// <summary>A part of a regular expression.</summary>
public abstract record PatternNode;

/// <summary>One thing after the other; none at all matches the empty text.</summary>
public sealed record SequenceNode(ValueList<PatternNode> Items) : PatternNode;

/// <summary>One thing or another: at least two branches.</summary>
public sealed record AlternationNode(ValueList<PatternNode> Branches) : PatternNode;

/// <summary>A part in brackets.</summary>
/// <param name="Body">What stands in the brackets.</param>
/// <param name="Number">The number by which a replacement refers to it, from 1; 0 when it captures nothing.</param>
public sealed record GroupNode(PatternNode Body, int Number) : PatternNode;

/// <summary>A part that is repeated.</summary>
/// <param name="Body">What is repeated: a character, a set, a group or a back reference.</param>
/// <param name="Min">How often at least, 0 to <see cref="RegexpPattern.MaxBound"/>.</param>
/// <param name="Max">How often at most, to <see cref="RegexpPattern.MaxBound"/>; null: without limit.</param>
/// <param name="Lazy">Whether fewer are preferred. Never true where <paramref name="Min"/> is <paramref name="Max"/>.</param>
public sealed record RepeatNode(PatternNode Body, int Min, int? Max, bool Lazy) : PatternNode;

/// <summary>A condition on what follows or precedes; it captures nothing.</summary>
public sealed record LookNode(PatternNode Body, bool Behind, bool Negative) : PatternNode;

/// <summary>A condition on the place.</summary>
public sealed record AnchorNode(PatternAnchor Anchor) : PatternNode;

/// <summary>The conditions on a place.</summary>
public enum PatternAnchor
{
    /// <summary>The beginning of the value; never the beginning of a later line.</summary>
    Start,

    /// <summary>The very end of the value; never the place before a line break.</summary>
    End,

    /// <summary>Between a word character and none.</summary>
    WordBoundary,

    /// <summary>Not a word boundary.</summary>
    NotWordBoundary,
}

/// <summary>One character.</summary>
public sealed record CharacterNode(Rune Character) : PatternNode;

/// <summary>Any character, line breaks included.</summary>
public sealed record AnyCharacterNode : PatternNode;

/// <summary>One character of a set.</summary>
/// <param name="Negated">Whether it is one that is not in the set; line breaks are then included.</param>
/// <param name="Ranges">Ranges of characters, both ends included.</param>
/// <param name="Classes">Classes of characters.</param>
public sealed record CharacterSetNode(bool Negated, ValueList<CharacterRange> Ranges, ValueList<CharacterClass> Classes) : PatternNode;

/// <summary>A range of characters, both ends included.</summary>
public readonly record struct CharacterRange(Rune First, Rune Last);

/// <summary>The classes of characters. Which characters beyond ASCII are in one is the column's collation's matter.</summary>
public enum CharacterClass
{
    /// <summary><c>\w</c>: letters, digits and the underscore.</summary>
    Word,

    /// <summary><c>\d</c> or <c>[:digit:]</c>.</summary>
    Digit,

    /// <summary><c>\s</c> or <c>[:space:]</c>.</summary>
    Space,

    /// <summary><c>[:alpha:]</c>.</summary>
    Alpha,

    /// <summary><c>[:alnum:]</c>.</summary>
    Alnum,

    /// <summary><c>[:upper:]</c>.</summary>
    Upper,

    /// <summary><c>[:lower:]</c>.</summary>
    Lower,

    /// <summary><c>[:punct:]</c>.</summary>
    Punct,

    /// <summary><c>[:blank:]</c>.</summary>
    Blank,

    /// <summary><c>[:cntrl:]</c>.</summary>
    Cntrl,

    /// <summary><c>[:graph:]</c>.</summary>
    Graph,

    /// <summary><c>[:print:]</c>.</summary>
    Print,

    /// <summary><c>[:xdigit:]</c>.</summary>
    Xdigit,
}

/// <summary>What an earlier group matched.</summary>
public sealed record BackReferenceNode(int Number) : PatternNode;
