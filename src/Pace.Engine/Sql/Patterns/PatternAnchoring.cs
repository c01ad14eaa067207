namespace Pace.Engine.Sql.Patterns;

/// <summary>Finds whether a pattern can only match at an end of the value.</summary>
internal static class PatternAnchoring
{
    /// <summary>
    /// Whether every match passes the anchor. A part of a sequence that demands the value's beginning demands it
    /// wherever it stands, because nothing can have been matched before it; the same holds for the end.
    /// </summary>
    public static bool IsAnchored(PatternNode node, PatternAnchor anchor) => node switch
    {
        AnchorNode at => at.Anchor == anchor,
        GroupNode group => IsAnchored(group.Body, anchor),
        RepeatNode repeat => repeat.Min > 0 && IsAnchored(repeat.Body, anchor),
        SequenceNode sequence => sequence.Items.Any(item => IsAnchored(item, anchor)),
        AlternationNode alternation => alternation.Branches.All(branch => IsAnchored(branch, anchor)),
        _ => false,
    };
}
