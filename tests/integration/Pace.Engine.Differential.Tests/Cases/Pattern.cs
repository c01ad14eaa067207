namespace Pace.Engine.Differential.Tests.Cases;

/// <summary>A part of a regular expression as it was generated.</summary>
public abstract record Pattern
{
    public virtual IReadOnlyList<Pattern> Children => [];

    public IEnumerable<Pattern> All => Children.SelectMany(child => child.All).Prepend(this);
}

/// <summary>One character: one of a set, or none of it.</summary>
/// <param name="Text">How it is written.</param>
/// <param name="Ranges">The set, both ends included; none at all with <paramref name="Negated"/> is any character.</param>
/// <param name="Negated">Whether the character is none of the set.</param>
public sealed record OneOf(string Text, IReadOnlyList<(int First, int Last)> Ranges, bool Negated = false) : Pattern;

/// <summary>A place: <c>^</c>, <c>$</c>, <c>\b</c>, <c>\B</c>.</summary>
public sealed record Place(string Text) : Pattern;

public sealed record Sequence(IReadOnlyList<Pattern> Items) : Pattern
{
    public override IReadOnlyList<Pattern> Children => Items;
}

public sealed record Alternatives(IReadOnlyList<Pattern> Branches) : Pattern
{
    public override IReadOnlyList<Pattern> Children => Branches;
}

/// <param name="Body">What stands in brackets.</param>
/// <param name="Number">From 1; 0 for one that captures nothing.</param>
public sealed record Group(Pattern Body, int Number) : Pattern
{
    public override IReadOnlyList<Pattern> Children => [Body];
}

/// <param name="Body">What is repeated.</param>
/// <param name="Min">How often at least.</param>
/// <param name="Max">How often at most; null: any number.</param>
/// <param name="Lazy">Whether fewer are preferred.</param>
/// <param name="Text">How the repetition is written.</param>
public sealed record Repeat(Pattern Body, int Min, int? Max, bool Lazy, string Text) : Pattern
{
    public override IReadOnlyList<Pattern> Children => [Body];
}

/// <summary>A condition on what follows or, around texts of one length, precedes: (?=a), (?!a), (?&lt;=a), (?&lt;!a).</summary>
public sealed record Look(Pattern Body, bool Behind, bool Negative) : Pattern
{
    public override IReadOnlyList<Pattern> Children => [Body];
}

/// <summary>A whole regular expression.</summary>
/// <param name="Root">The parts.</param>
/// <param name="IgnoreCase">Whether it begins with (?i).</param>
public sealed record Regexp(Pattern Root, bool IgnoreCase)
{
    public int Groups => Root.All.OfType<Group>().Select(group => group.Number).DefaultIfEmpty().Max();

    /// <summary>Whether each way through it passes the value's beginning and its end.</summary>
    public bool IsWhole => Demands(Root, "^") && Demands(Root, "$");

    private static bool Demands(Pattern pattern, string place) => pattern switch
    {
        Place at => at.Text == place,
        Sequence sequence => sequence.Items.Any(item => Demands(item, place)),
        Alternatives alternatives => alternatives.Branches.All(branch => Demands(branch, place)),
        Group group => Demands(group.Body, place),
        Repeat repeat => repeat.Min > 0 && Demands(repeat.Body, place),
        _ => false,
    };
}
