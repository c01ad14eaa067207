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
