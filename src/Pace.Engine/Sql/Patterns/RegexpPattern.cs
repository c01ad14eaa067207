namespace Pace.Engine.Sql.Patterns;

/// <summary>
/// A policy's regular expression, read into a form from which a dialect writes its own text.
/// </summary>
/// <remarks>
/// <para>
/// Policies spell regular expressions as Java, .NET and PCRE do. What engines read differently has one meaning here,
/// and what cannot be given that meaning everywhere is refused:
/// </para>
/// <list type="bullet">
/// <item><c>.</c> and <c>[^a]</c> match line breaks too.</item>
/// <item><c>^</c> and <c>\A</c> are the beginning of the value; <c>$</c>, <c>\Z</c> and <c>\z</c> its very end, not
/// the place before a last line break. There is no line mode.</item>
/// <item>Of the matches that begin leftmost, the longest is taken (the shortest where the repetitions are lazy):
/// <c>a|ab</c> takes <c>ab</c>. Groups are then matched from left to right, each as it prefers.</item>
/// <item><c>\w</c>, <c>\d</c>, <c>\s</c>, <c>\b</c>, <c>[[:alpha:]]</c> and <c>(?i)</c> go beyond ASCII as far as the
/// column's collation does; under collation C they do not.</item>
/// </list>
/// </remarks>
public sealed class RegexpPattern
{
    /// <summary>The highest number of repetitions that can be written.</summary>
    public const int MaxBound = 255;

    private RegexpPattern(string text, PatternNode root, int groupCount, PatternConstructs constructs)
    {
        Text = text;
        Root = root;
        GroupCount = groupCount;
        Constructs = constructs;
        IsAnchoredAtBothEnds = PatternAnchoring.IsAnchored(root, PatternAnchor.Start)
            && PatternAnchoring.IsAnchored(root, PatternAnchor.End);
    }

    /// <summary>The text, as the policy writes it.</summary>
    public string Text { get; }

    /// <summary>The parts.</summary>
    public PatternNode Root { get; }

    /// <summary>How many groups capture what they match.</summary>
    public int GroupCount { get; }

    /// <summary>Whether the case of letters does not count: <c>(?i)</c> at the start.</summary>
    public bool IgnoreCase => Constructs.HasFlag(PatternConstructs.IgnoreCase);

    /// <summary>
    /// Whether every match is the whole value, because each alternative demands the value's beginning and its end:
    /// <c>^(a|b)$</c>, <c>^a$|^b$</c> and <c>(^a$)</c>, but not <c>^a|b$</c>. Exact for what the anchors outside of
    /// look-arounds say; a look-around that implies an anchor is not counted.
    /// </summary>
    public bool IsAnchoredAtBothEnds { get; }

    /// <summary>
    /// Whether there is one group and every match has it: it stands in no alternative, repetition or look-around.
    /// </summary>
    public bool HasOnlyGroupAlways => GroupCount == 1 && HasGroup(Root);

    /// <summary>What it makes use of.</summary>
    public PatternConstructs Constructs { get; }

    /// <summary>Reads a regular expression. On failure says what is wrong with it, and where.</summary>
    public static bool TryParse(string pattern, out RegexpPattern result, out PatternProblem problem)
    {
        ArgumentNullException.ThrowIfNull(pattern);
        PatternParser parser = new(pattern);
        try
        {
            PatternNode root = parser.Parse();
            result = new RegexpPattern(pattern, root, parser.GroupCount, parser.Constructs);
            problem = null!;
            return true;
        }
        catch (PatternException refused)
        {
            result = null!;
            problem = refused.Problem;
            return false;
        }
    }

    /// <summary>The text, as the policy writes it.</summary>
    public override string ToString() => Text;

    private static bool HasGroup(PatternNode node) => node switch
    {
        GroupNode { Number: > 0 } => true,
        GroupNode group => HasGroup(group.Body),
        SequenceNode sequence => sequence.Items.Any(HasGroup),
        _ => false,
    };
}
