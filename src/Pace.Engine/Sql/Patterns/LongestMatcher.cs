using System.Text;

namespace Pace.Engine.Sql.Patterns;

/// <summary>
/// Finds the leftmost match and of those the longest (the shortest where the pattern is lazy), then takes it apart
/// from left to right, as PostgreSQL does. Takes time that grows with the square of the value's length at most for
/// each part of the pattern.
/// </summary>
internal sealed class LongestMatcher
{
    private readonly int _groupCount;
    private readonly bool _lazy;
    private readonly Part _root;
    private readonly int _parts;

    public LongestMatcher(RegexpPattern pattern)
    {
        _groupCount = pattern.GroupCount;
        _lazy = pattern.Constructs.HasFlag(PatternConstructs.LazyRepeat);
        _root = Build(pattern.Root, pattern.IgnoreCase, ref _parts);
    }

    /// <summary>The first match from a place on, in UTF-16 code units.</summary>
    public PatternMatch? Find(string value, int from)
    {
        List<int> characters = [];
        List<int> offsets = [];
        for (int at = 0; at < value.Length;)
        {
            Rune rune = Rune.TryGetRuneAt(value, at, out Rune read) ? read : Rune.ReplacementChar;
            characters.Add(rune == Rune.ReplacementChar ? value[at] : rune.Value);
            offsets.Add(at);
            at += rune == Rune.ReplacementChar ? 1 : rune.Utf16SequenceLength;
        }

        offsets.Add(value.Length);
        MatchRun run = new([.. characters], _parts);
        for (int start = offsets.FindIndex(offset => offset >= from); start >= 0 && start < offsets.Count; start++)
        {
            PositionSet ends = run.Ends(_root, start);
            int end = _lazy ? ends.First : ends.Last;
            if (end >= 0)
            {
                (int Start, int End)[] groups = new (int, int)[_groupCount + 1];
                Array.Fill(groups, (-1, -1));
                groups[0] = (start, end);
                run.TakeApart(_root, start, end, groups);
                return new PatternMatch([.. groups.Select(group => group.Start < 0 ? group : (offsets[group.Start], offsets[group.End]))]);
            }
        }

        return null;
    }

    private static Part Build(PatternNode node, bool ignoreCase, ref int parts)
    {
        List<Part> children = [];
        foreach (PatternNode child in PatternTree.Children(node))
        {
            children.Add(Build(child, ignoreCase, ref parts));
        }

        return new Part(parts++, node, [.. children], CodePointSet.Of(node, ignoreCase), IsLazy(node));
    }

    // The preference of a part is that of the first repetition in it that has one.
    private static bool IsLazy(PatternNode node) => FirstPreference(node) ?? false;

    private static bool? FirstPreference(PatternNode node) => node switch
    {
        RepeatNode repeat when repeat.Min != repeat.Max => repeat.Lazy,
        AlternationNode => false,
        LookNode => null,
        _ => PatternTree.Children(node).Select(FirstPreference).FirstOrDefault(preference => preference is not null),
    };
}

/// <summary>A part of a pattern, numbered.</summary>
internal sealed record Part(int Id, PatternNode Node, Part[] Children, CodePointSet? Characters, bool Lazy);
