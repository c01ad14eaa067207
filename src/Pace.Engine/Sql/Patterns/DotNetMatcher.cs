using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.RegularExpressions;

namespace Pace.Engine.Sql.Patterns;

/// <summary>
/// Matches with .NET's engine where that is proven to give the longest match: in one sequence in which only single
/// characters are repeated, and all alike greedy or lazy.
/// </summary>
/// <remarks>
/// .NET takes the first way that matches, trying for each repetition its most (or least) first. Were there a longer
/// match, its way would be behind .NET's at one repetition and ahead at the end, so that the two would cross within
/// one repetition, where .NET's could have taken over the other's end: and that way comes first. So the first way is
/// the longest, and for the same reason each group is. Lazy repetition is the mirror image.
/// </remarks>
internal sealed class DotNetMatcher
{
    // Time is only short where many repetitions overlap; the other matcher then needs no more than n squared.
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(200);

    // Compiling takes as long as interpreting so many times, and then matches four times as fast.
    private const int Few = 1000;

    private Regex _regex;
    private int _uses;

    private DotNetMatcher(Regex regex) => _regex = regex;

    /// <summary>A matcher, or null where it is not proven that it would match alike.</summary>
    public static DotNetMatcher? TryCreate(RegexpPattern pattern)
    {
        const PatternConstructs Both = PatternConstructs.GreedyRepeat | PatternConstructs.LazyRepeat;
        if (!PatternTree.IsFlat(pattern.Root) || (pattern.Constructs & Both) == Both)
        {
            return null;
        }

        StringBuilder text = new();
        Write(pattern.Root, pattern.IgnoreCase, text);
        return new DotNetMatcher(new Regex(text.ToString(), RegexOptions.CultureInvariant, Patience));
    }

    /// <summary>The first match from a place on; false when there was no time to find it.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public bool TryFind(string value, int from, out PatternMatch? match)
    {
        match = null;
        try
        {
            if (_uses < Few && Interlocked.Increment(ref _uses) == Few)
            {
                _regex = new Regex(_regex.ToString(), _regex.Options | RegexOptions.Compiled, Patience);
            }

            Match found = _regex.Match(value, from);
            if (found.Success)
            {
                (int Start, int End)[] spans = new (int, int)[found.Groups.Count];
                for (int at = 0; at < spans.Length; at++)
                {
                    Group group = found.Groups[at];
                    spans[at] = group.Success ? (group.Index, group.Index + group.Length) : (-1, -1);
                }

                match = new PatternMatch(spans);
            }

            return true;
        }
        catch (RegexMatchTimeoutException)
        {
            return false;
        }
    }

    private static void Write(PatternNode node, bool ignoreCase, StringBuilder text)
    {
        switch (node)
        {
            case SequenceNode sequence:
                foreach (PatternNode item in sequence.Items)
                {
                    Write(item, ignoreCase, text);
                }

                break;
            case AlternationNode alternation:
                for (int at = 0; at < alternation.Branches.Count; at++)
                {
                    text.Append(at > 0 ? "|" : "");
                    Write(alternation.Branches[at], ignoreCase, text);
                }

                break;
            case GroupNode group:
                Bracketed(group.Number > 0 ? "(" : "(?:", group.Body, ignoreCase, text);
                break;
            case LookNode look:
                Bracketed($"(?{(look.Behind ? "<" : "")}{(look.Negative ? "!" : "=")}", look.Body, ignoreCase, text);
                break;
            case RepeatNode repeat:
                Bracketed("(?:", repeat.Body, ignoreCase, text);
                text.Append(CultureInfo.InvariantCulture, $"{{{repeat.Min},{repeat.Max}}}").Append(repeat.Lazy ? "?" : "");
                break;
            case AnchorNode anchor:
                string word = CodePointSet.Word.ToDotNet();
                text.Append(anchor.Anchor switch
                {
                    PatternAnchor.Start => @"\A",
                    PatternAnchor.End => @"\z",
                    PatternAnchor.WordBoundary => $"(?:(?<={word})(?!{word})|(?<!{word})(?={word}))",
                    _ => $"(?:(?<={word})(?={word})|(?<!{word})(?!{word}))",
                });
                break;
            default:
                text.Append(CodePointSet.Of(node, ignoreCase)!.ToDotNet());
                break;
        }
    }

    private static void Bracketed(string open, PatternNode body, bool ignoreCase, StringBuilder text)
    {
        text.Append(open);
        Write(body, ignoreCase, text);
        text.Append(')');
    }
}
