namespace Pace.Engine.Sql.Patterns;

/// <summary>Questions about a pattern's parts.</summary>
internal static class PatternTree
{
    /// <summary>The parts directly below a part.</summary>
    public static IEnumerable<PatternNode> Children(PatternNode node) => node switch
    {
        SequenceNode sequence => sequence.Items,
        AlternationNode alternation => alternation.Branches,
        GroupNode group => [group.Body],
        RepeatNode repeat => [repeat.Body],
        LookNode look => [look.Body],
        _ => [],
    };

    /// <summary>Whether the part or one below it is of a kind.</summary>
    public static bool Contains(PatternNode node, Func<PatternNode, bool> predicate) =>
        predicate(node) || Children(node).Any(child => Contains(child, predicate));

    /// <summary>How many single characters it has when every repetition is written out; never overflows.</summary>
    public static long Size(PatternNode node)
    {
        long size = node switch
        {
            // Without limit costs no more than one more round.
            RepeatNode repeat => Size(repeat.Body) * (repeat.Max ?? repeat.Min + 1),
            _ => Children(node).Sum(Size),
        };
        return Math.Clamp(size, 1, 1_000_000);
    }

    /// <summary>Whether it can match the empty text; true also where that is only possible in some places.</summary>
    public static bool CanBeEmpty(PatternNode node) => node switch
    {
        SequenceNode sequence => sequence.Items.All(CanBeEmpty),
        AlternationNode alternation => alternation.Branches.Any(CanBeEmpty),
        GroupNode group => CanBeEmpty(group.Body),
        RepeatNode repeat => repeat.Min == 0 || CanBeEmpty(repeat.Body),
        CharacterNode or CharacterSetNode or AnyCharacterNode => false,
        _ => true,
    };

    /// <summary>How many characters it matches, where that is always the same; else null.</summary>
    public static int? FixedLength(PatternNode node) => node switch
    {
        SequenceNode sequence => sequence.Items.Aggregate((int?)0, (sum, item) => sum + FixedLength(item)),
        AlternationNode alternation => alternation.Branches.Select(FixedLength).Distinct().ToArray() is [{ } length] ? length : null,
        GroupNode group => FixedLength(group.Body),
        RepeatNode repeat => repeat.Min == repeat.Max ? repeat.Min * FixedLength(repeat.Body) : null,
        CharacterNode or CharacterSetNode or AnyCharacterNode => 1,
        BackReferenceNode => null,
        _ => 0,
    };

    /// <summary>
    /// Whether it has a capturing group in a repetition of which engines differ on what the group holds in the end:
    /// there are several ways to divide the text among the rounds, or rounds that match nothing. Plain is what is
    /// optional, and what has one length.
    /// </summary>
    public static bool HasDoubtfulGroup(PatternNode node) => HasDoubtfulGroup(node, repeated: false);

    private static bool HasDoubtfulGroup(PatternNode node, bool repeated) => node is RepeatNode repeat
        ? Contains(repeat.Body, part => part is GroupNode { Number: > 0 })
            && (repeated || repeat.Lazy || CanBeEmpty(repeat.Body) || (repeat.Max != 1 && FixedLength(repeat.Body) is null)
                || HasDoubtfulGroup(repeat.Body, repeated: true))
        : Children(node).Any(child => HasDoubtfulGroup(child, repeated));

    /// <summary>
    /// Whether the pattern is one sequence between the value's ends, in which only single characters are repeated.
    /// What is matched is then the whole value on every engine, and each repetition keeps its own preference.
    /// </summary>
    public static bool IsWholeAndFlat(PatternNode root) =>
        PatternAnchoring.IsAnchored(root, PatternAnchor.Start)
        && PatternAnchoring.IsAnchored(root, PatternAnchor.End)
        && IsFlat(root);

    /// <summary>Whether it is one sequence in which only single characters are repeated.</summary>
    public static bool IsFlat(PatternNode node) => node switch
    {
        SequenceNode sequence => sequence.Items.All(IsFlat),
        GroupNode group => IsFlat(group.Body),
        RepeatNode repeat => repeat.Body is CharacterNode or CharacterSetNode or AnyCharacterNode,
        AlternationNode or BackReferenceNode => false,
        _ => true,
    };
}
