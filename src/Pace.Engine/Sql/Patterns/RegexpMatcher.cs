using System.Globalization;
using System.Runtime.CompilerServices;
using Pace.Engine.Policies;

namespace Pace.Engine.Sql.Patterns;

/// <summary>
/// Matches values in memory exactly as PostgreSQL does under collation C, for platforms that have no regular
/// expressions of their own. May be used by several threads at once.
/// </summary>
public sealed class RegexpMatcher
{
    // Longer values take their room from a pool.
    private const int OnStack = 256;

    private readonly RegexpPattern _pattern;
    private readonly DotNetMatcher? _fast;
    private readonly LongestMatcher _exact;
    private readonly Func<string, int, PatternMatch?> _find;

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
        _find = Find;
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
        return value is null ? null : Replace(value, replacement, _find);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal string? Replace(string value, ReplacementTemplate replacement, Func<string, int, PatternMatch?> find)
    {
        if (find(value, 0) is not { } match)
        {
            return _pattern.IsAnchoredAtBothEnds ? null : value;
        }

        DefaultInterpolatedStringHandler result = new(0, 0, CultureInfo.InvariantCulture, stackalloc char[OnStack]);
        ValueList<ReplacementPart> parts = replacement.Parts;
        int count = parts.Count;
        int copied = 0;
        for (PatternMatch? next = match; next is not null;)
        {
            result.AppendFormatted(value.AsSpan(copied, next.Start - copied));
            for (int at = 0; at < count; at++)
            {
                ReplacementPart part = parts[at];
                result.AppendFormatted(part.Group is { } group ? next.GroupSpan(value, group) : part.Text);
            }

            copied = next.End;
            int from = next.End > next.Start ? next.End : Next(value, next.End);
            next = from <= value.Length ? find(value, from) : null;
        }

        result.AppendFormatted(value.AsSpan(copied));
        return result.ToStringAndClear();
    }

    // The place after the character at a place.
    private static int Next(string value, int at) =>
        at + 1 < value.Length && char.IsSurrogatePair(value[at], value[at + 1]) ? at + 2 : at + 1;

    // Halves of characters are counted as characters by .NET, and so are left to the matcher that counts whole ones.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
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

    /// <summary>A group as a part of the value; empty for one that took no part.</summary>
    public ReadOnlySpan<char> GroupSpan(string value, int number) =>
        Spans[number].Start < 0 ? default : value.AsSpan()[Spans[number].Start..Spans[number].End];

    public override string ToString() =>
        string.Join(' ', Spans.Select(span => string.Create(CultureInfo.InvariantCulture, $"{span.Start}-{span.End}")));
}
