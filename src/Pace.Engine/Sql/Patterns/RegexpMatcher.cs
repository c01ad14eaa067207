using System.Globalization;
using System.Text;

namespace Pace.Engine.Sql.Patterns;

/// <summary>
/// Matches values in memory exactly as PostgreSQL does under collation C, for platforms that have no regular
/// expressions of their own. May be used by several threads at once.
/// </summary>
public sealed class RegexpMatcher
{
    private readonly RegexpPattern _pattern;
    private readonly DotNetMatcher? _fast;
    private readonly LongestMatcher _exact;

    /// <summary>A matcher of a pattern for which <see cref="Problem"/> is null.</summary>
    /// <exception cref="ArgumentException">The pattern has a <see cref="Problem"/>.</exception>
    public RegexpMatcher(RegexpPattern pattern)
    {
        ArgumentNullException.ThrowIfNull(pattern);
        if (Problem(pattern) is { } problem)
        {
            throw new ArgumentException(problem, nameof(pattern));
        }

        _pattern = pattern;
        _fast = DotNetMatcher.TryCreate(pattern);
        _exact = new LongestMatcher(pattern);
    }

    /// <summary>What keeps a pattern from being matched in memory, as a sentence; null when nothing does.</summary>
    public static string? Problem(RegexpPattern pattern)
    {
        ArgumentNullException.ThrowIfNull(pattern);
        if (pattern.Constructs.HasFlag(PatternConstructs.BackReference))
        {
            return @"a back reference (\1) is only matched on a real platform";
        }

        return PatternTree.HasDoubtfulGroup(pattern.Root)
            ? "a group in a repetition that matches texts of several lengths is only matched on a real platform; write (?: where the group is not referred to"
            : null;
    }

    /// <summary>
    /// The first group of the first match, or the match where the pattern has no group. Null for null, where nothing
    /// matches, and where the group took no part in the match.
    /// </summary>
    public string? Extract(string? value) =>
        value is not null && Find(value, 0) is { } match ? match.Group(value, _pattern.GroupCount > 0 ? 1 : 0) : null;

    /// <summary>
    /// The value with every match replaced. Null for null, and where a pattern that describes the whole value
    /// (<see cref="RegexpPattern.IsAnchoredAtBothEnds"/>) does not match it.
    /// </summary>
    public string? Replace(string? value, ReplacementTemplate replacement)
    {
        ArgumentNullException.ThrowIfNull(replacement);
        return value is null ? null : Replace(value, replacement, Find);
    }

    internal string? Replace(string value, ReplacementTemplate replacement, Func<string, int, PatternMatch?> find)
    {
        StringBuilder result = new(value.Length + replacement.Text.Length);
        int copied = 0;
        int from = 0;
        bool found = false;
        while (from <= value.Length && find(value, from) is { } match)
        {
            found = true;
            result.Append(value, copied, match.Start - copied);
            foreach (ReplacementPart part in replacement.Parts)
            {
                result.Append(part.Group is { } group ? match.Group(value, group) : part.Text);
            }

            copied = match.End;
            from = match.End > match.Start ? match.End : Next(value, match.End);
        }

        return found || !_pattern.IsAnchoredAtBothEnds ? result.Append(value, copied, value.Length - copied).ToString() : null;
    }

    // The place after the character at a place.
    private static int Next(string value, int at) =>
        at + 1 < value.Length && char.IsSurrogatePair(value[at], value[at + 1]) ? at + 2 : at + 1;

    // Halves of characters are counted as characters by .NET, and so are left to the matcher that counts whole ones.
    internal PatternMatch? Find(string value, int from) =>
        _fast is not null && !value.AsSpan().ContainsAnyInRange('\ud800', '\udfff') && _fast.TryFind(value, from, out PatternMatch? match)
            ? match
            : _exact.Find(value, from);

    /// <summary>For tests: the slow way, which needs no proof that .NET matches alike.</summary>
    internal PatternMatch? FindExactly(string value, int from) => _exact.Find(value, from);
}

/// <summary>Where a match and its groups stand, in UTF-16 code units.</summary>
/// <param name="Spans">Beginning and end of the match and of each group; (-1, -1) for a group that took no part.</param>
internal sealed record PatternMatch((int Start, int End)[] Spans)
{
    public int Start => Spans[0].Start;

    public int End => Spans[0].End;

    public string? Group(string value, int number) => Spans[number].Start < 0 ? null : value[Spans[number].Start..Spans[number].End];

    public override string ToString() =>
        string.Join(' ', Spans.Select(span => string.Create(CultureInfo.InvariantCulture, $"{span.Start}-{span.End}")));
}
