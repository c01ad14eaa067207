namespace Pace.Engine.Sql.Patterns;

/// <summary>A value while it is matched: remembers where each part of the pattern can end from each place.</summary>
internal sealed class MatchRun(int[] characters, int parts)
{
    // What is remembered is dropped beyond this many bytes, and found anew when it is needed.
    private const long MostMemory = 64 * 1024 * 1024;

    private readonly Dictionary<int, PositionSet>?[] _ends = new Dictionary<int, PositionSet>?[parts];
    private long _memory;

    /// <summary>The places where a part can end that begins at a place.</summary>
    public PositionSet Ends(Part part, int start)
    {
        if (_ends[part.Id]?.TryGetValue(start, out PositionSet? known) == true)
        {
            return known;
        }

        PositionSet ends = part.Node switch
        {
            SequenceNode => Sequence(part.Children, start),
            AlternationNode => Union(part.Children, start),
            GroupNode => Ends(part.Children[0], start),
            RepeatNode repeat => Repeat(part.Children[0], repeat, start),
            LookNode look => OnlyIf(Looks(part.Children[0], look.Behind, start) != look.Negative, start),
            AnchorNode anchor => OnlyIf(Holds(anchor.Anchor, start), start),
            _ => OnlyIf(start < characters.Length && part.Characters!.Contains(characters[start]), start + 1),
        };
        Remember(part, start, ends);
        return ends;
    }

    /// <summary>
    /// Notes the groups of a part that is known to match from a place to another: parts from left to right as each
    /// prefers, of alternatives the first that fits, of a repetition the last round.
    /// </summary>
    public void TakeApart(Part part, int start, int end, (int Start, int End)[] groups)
    {
        switch (part.Node)
        {
            case GroupNode group:
                if (group.Number > 0)
                {
                    groups[group.Number] = (start, end);
                }

                TakeApart(part.Children[0], start, end, groups);
                break;
            case AlternationNode:
                TakeApart(part.Children.First(branch => Ends(branch, start).Contains(end)), start, end, groups);
                break;
            case SequenceNode:
                for (int at = 0; at < part.Children.Length; at++)
                {
                    Part item = part.Children[at];
                    Part[] rest = part.Children[(at + 1)..];
                    IEnumerable<int> places = Ends(item, start).Places();
                    int middle = (item.Lazy ? places : places.Reverse()).First(place => Sequence(rest, place).Contains(end));
                    TakeApart(item, start, middle, groups);
                    start = middle;
                }

                break;
            case RepeatNode repeat when PatternTree.Contains(repeat.Body, node => node is GroupNode { Number: > 0 }):
                Round(part, repeat, start, end, 0, groups, []);
                break;
        }
    }

    // Takes rounds as each prefers, and fewer of a round where the rest could not be reached otherwise.
    private bool Round(Part part, RepeatNode repeat, int start, int end, int count, (int Start, int End)[] groups, HashSet<(int, int)> dead)
    {
        if (start == end && count >= repeat.Min)
        {
            return true;
        }

        if (count == repeat.Max || dead.Contains((start, count)))
        {
            return false;
        }

        Part body = part.Children[0];
        IEnumerable<int> places = Ends(body, start).Places().Where(place => place <= end && (place > start || count < repeat.Min));
        foreach (int place in part.Lazy ? places : places.Reverse())
        {
            // A later round's groups replace an earlier one's, those too that took no part in it.
            (int, int)[] mine = [.. groups];
            Forget(body.Node, mine);
            TakeApart(body, start, place, mine);
            if (Round(part, repeat, place, end, count + 1, mine, dead))
            {
                mine.CopyTo(groups, 0);
                return true;
            }
        }

        dead.Add((start, count));
        return false;
    }

    private static void Forget(PatternNode node, (int, int)[] groups)
    {
        if (node is GroupNode { Number: > 0 } group)
        {
            groups[group.Number] = (-1, -1);
        }

        foreach (PatternNode child in PatternTree.Children(node))
        {
            Forget(child, groups);
        }
    }

    private PositionSet Sequence(Part[] items, int start)
    {
        PositionSet places = OnlyIf(true, start);
        foreach (Part item in items)
        {
            places = Step(item, places);
        }

        return places;
    }

    private PositionSet Union(Part[] branches, int start)
    {
        PositionSet places = new(characters.Length);
        foreach (Part branch in branches)
        {
            places.AddAll(Ends(branch, start));
        }

        return places;
    }

    private PositionSet Repeat(Part body, RepeatNode repeat, int start)
    {
        PositionSet places = OnlyIf(true, start);
        for (int count = 0; count < repeat.Min && places.First >= 0; count++)
        {
            places = Step(body, places);
        }

        PositionSet reached = places;
        for (int count = repeat.Min; repeat.Max is null || count < repeat.Max; count++)
        {
            reached = Step(body, reached);
            if (!places.AddAll(reached))
            {
                break;
            }
        }

        return places;
    }

    private PositionSet Step(Part part, PositionSet places)
    {
        PositionSet next = new(characters.Length);
        foreach (int place in places.Places())
        {
            next.AddAll(Ends(part, place));
        }

        return next;
    }

    private bool Looks(Part body, bool behind, int place)
    {
        if (!behind)
        {
            return Ends(body, place).First >= 0;
        }

        for (int start = place; start >= 0; start--)
        {
            if (Ends(body, start).Contains(place))
            {
                return true;
            }
        }

        return false;
    }

    private bool Holds(PatternAnchor anchor, int place)
    {
        bool before = place > 0 && CodePointSet.Word.Contains(characters[place - 1]);
        bool after = place < characters.Length && CodePointSet.Word.Contains(characters[place]);
        return anchor switch
        {
            PatternAnchor.Start => place == 0,
            PatternAnchor.End => place == characters.Length,
            PatternAnchor.WordBoundary => before != after,
            _ => before == after,
        };
    }

    private PositionSet OnlyIf(bool holds, int place)
    {
        PositionSet places = new(characters.Length);
        if (holds)
        {
            places.Add(place);
        }

        return places;
    }

    private void Remember(Part part, int start, PositionSet ends)
    {
        _memory += 64 + (characters.Length / 8);
        if (_memory > MostMemory)
        {
            Array.Clear(_ends);
            _memory = 0;
        }

        (_ends[part.Id] ??= [])[start] = ends;
    }
}
