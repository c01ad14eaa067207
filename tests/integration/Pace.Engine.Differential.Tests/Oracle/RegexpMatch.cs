using System.Text;
using Pace.Engine.Differential.Tests.Cases;

namespace Pace.Engine.Differential.Tests.Oracle;

/// <summary>
/// Matches as PostgreSQL's documentation says (9.7.3.5): of the matches that begin first the longest, or the shortest
/// where the repetitions are lazy; then each part takes, from left to right, as much (or as little) as the rest allows.
/// All ways are tried. Characters are code points, and letters are ASCII's, as under collation C.
/// </summary>
public sealed class RegexpMatch
{
    private readonly Regexp _regexp;
    private readonly int[] _text;
    private readonly Dictionary<(Pattern, int), SortedSet<int>> _ends = new(new ByReference());

    private RegexpMatch(Regexp regexp, int[] text) => (_regexp, _text) = (regexp, text);

    /// <summary>The first group, or the match where there is no group; null where nothing is found.</summary>
    public static string? Extract(Regexp regexp, string value)
    {
        RegexpMatch match = new(regexp, Values.CodePoints(value));
        return match.Find(0) is { } found && found[regexp.Groups > 0 ? 1 : 0] is { Start: >= 0 } span ? match.Text(span) : null;
    }

    /// <summary>
    /// Every match replaced; null where a pattern that describes the whole value does not match it.
    /// </summary>
    /// <param name="regexp">The pattern.</param>
    /// <param name="value">The value.</param>
    /// <param name="replacement">Texts, and numbers of groups.</param>
    public static string? Replace(Regexp regexp, string value, IReadOnlyList<(string Text, int? Group)> replacement)
    {
        RegexpMatch match = new(regexp, Values.CodePoints(value));
        StringBuilder result = new();
        int copied = 0;
        int from = 0;
        bool any = false;
        while (from <= match._text.Length && match.Find(from) is { } found)
        {
            any = true;
            (int start, int end) = found[0];
            result.Append(match.Text((copied, start)));
            foreach ((string text, int? group) in replacement)
            {
                result.Append(group is { } number ? found[number].Start < 0 ? "" : match.Text(found[number]) : text);
            }

            copied = end;
            from = end > start ? end : end + 1;
        }

        return any || !regexp.IsWhole ? result.Append(match.Text((copied, match._text.Length))).ToString() : null;
    }

    private string Text((int Start, int End) span) => string.Concat(_text[span.Start..span.End].Select(char.ConvertFromUtf32));

    private (int Start, int End)[]? Find(int from)
    {
        bool lazy = IsLazy(_regexp.Root);
        for (int start = from; start <= _text.Length; start++)
        {
            SortedSet<int> ends = Ends(_regexp.Root, start);
            if (ends.Count > 0)
            {
                (int, int)[] spans = [.. Enumerable.Repeat((-1, -1), _regexp.Groups + 1)];
                spans[0] = (start, lazy ? ends.Min : ends.Max);
                Divide(_regexp.Root, start, spans[0].Item2, spans);
                return spans;
            }
        }

        return null;
    }

    private SortedSet<int> Ends(Pattern pattern, int start)
    {
        if (!_ends.TryGetValue((pattern, start), out SortedSet<int>? ends))
        {
            ends = [.. Ways(pattern, start)];
            _ends[(pattern, start)] = ends;
        }

        return ends;
    }

    private IEnumerable<int> Ways(Pattern pattern, int start)
    {
        switch (pattern)
        {
            case OneOf one:
                return start < _text.Length && Accepts(one, _text[start]) ? [start + 1] : [];
            case Place place:
                return Holds(place, start) ? [start] : [];
            case Look { Behind: true } look:
                return Enumerable.Range(0, start + 1).Any(from => Ends(look.Body, from).Contains(start)) != look.Negative ? [start] : [];
            case Look look:
                return (Ends(look.Body, start).Count > 0) != look.Negative ? [start] : [];
            case Group group:
                return Ends(group.Body, start);
            case Alternatives alternatives:
                return alternatives.Branches.SelectMany(branch => Ends(branch, start));
            case Sequence sequence:
                return sequence.Items.Aggregate((IEnumerable<int>)[start], (places, item) => [.. places.SelectMany(at => Ends(item, at)).Distinct()]);
            case Repeat repeat:
                return Rounds(repeat, start, _text.Length).SelectMany(ends => ends);
            default:
                throw new InvalidOperationException($"Nothing is known of {pattern.GetType().Name}.");
        }
    }

    // For each number of rounds that is allowed, where they end. Rounds that match nothing are only made to reach the least number.
    private List<SortedSet<int>> Rounds(Repeat repeat, int start, int end)
    {
        List<SortedSet<int>> allowed = [];
        SortedSet<int> places = [start];
        for (int round = 0; places.Count > 0 && round <= (repeat.Max ?? repeat.Min + _text.Length); round++)
        {
            if (round >= repeat.Min)
            {
                allowed.Add(places);
            }

            places = [.. places.SelectMany(at => Ends(repeat.Body, at).Where(next => next <= end && (next > at || round < repeat.Min)))];
        }

        return allowed;
    }

    // Says what each group matched, when the part matches from one place to another.
    private bool Divide(Pattern pattern, int start, int end, (int Start, int End)[] spans)
    {
        if (!Ends(pattern, start).Contains(end))
        {
            return false;
        }

        switch (pattern)
        {
            case Group group:
                if (group.Number > 0)
                {
                    spans[group.Number] = (start, end);
                }

                return Divide(group.Body, start, end, spans);
            case Alternatives alternatives:
                return alternatives.Branches.Any(branch => Divide(branch, start, end, spans));
            case Sequence sequence:
                return DivideSequence(sequence.Items, start, end, spans);
            case Repeat repeat:
                return DivideRounds(repeat, start, end, spans);
            default:
                return true;
        }
    }

    private bool DivideSequence(IReadOnlyList<Pattern> items, int start, int end, (int Start, int End)[] spans)
    {
        if (items.Count == 0)
        {
            return start == end;
        }

        Sequence rest = new([.. items.Skip(1)]);
        IEnumerable<int> ways = Ends(items[0], start).Where(at => at <= end);
        foreach (int at in IsLazy(items[0]) ? ways : ways.Reverse())
        {
            if (Ways(rest, at).Contains(end))
            {
                Divide(items[0], start, at, spans);
                return DivideSequence(rest.Items, at, end, spans);
            }
        }

        return false;
    }

    // A group in a repetition is what it matched in the last round; generated ones have rounds of one length.
    private bool DivideRounds(Repeat repeat, int start, int end, (int Start, int End)[] spans)
    {
        int[] last = [.. Enumerable.Range(start, end - start + 1).Where(at =>
            Ends(repeat.Body, at).Contains(end)
            && (at == start || (repeat.Max != 1 && Rounds(repeat with { Min = 1, Max = null }, start, at).Any(ends => ends.Contains(at)))))];
        if (last.Length == 0)
        {
            return start == end;
        }

        return Divide(repeat.Body, last.Max(), end, spans);
    }

    private bool Accepts(OneOf one, int character)
    {
        int other = !_regexp.IgnoreCase ? character
            : character is >= 'a' and <= 'z' ? character - 32
            : character is >= 'A' and <= 'Z' ? character + 32
            : character;
        return one.Ranges.Any(range => (character >= range.First && character <= range.Last) || (other >= range.First && other <= range.Last)) != one.Negated;
    }

    private bool Holds(Place place, int at)
    {
        bool boundary = (at > 0 && IsWord(_text[at - 1])) != (at < _text.Length && IsWord(_text[at]));
        return place.Text switch
        {
            "^" => at == 0,
            "$" => at == _text.Length,
            @"\b" => boundary,
            _ => !boundary,
        };
    }

    private static bool IsWord(int character) => character < 128 && (char.IsAsciiLetterOrDigit((char)character) || character == '_');

    // A part prefers what its first repetition does.
    private static bool IsLazy(Pattern pattern) =>
        pattern.All.OfType<Repeat>().FirstOrDefault(repeat => repeat.Min != repeat.Max) is { Lazy: true };

    private sealed class ByReference : IEqualityComparer<(Pattern Pattern, int Start)>
    {
        public bool Equals((Pattern Pattern, int Start) x, (Pattern Pattern, int Start) y) =>
            ReferenceEquals(x.Pattern, y.Pattern) && x.Start == y.Start;

        public int GetHashCode((Pattern Pattern, int Start) obj) =>
            System.Runtime.CompilerServices.RuntimeHelpers.GetHashCode(obj.Pattern) * 31 + obj.Start;
    }
}
