using Pace.Engine.Sql.Patterns;

namespace Pace.Engine.Tests.Sql.Patterns;

public class RegexpPatternTests
{
    [Theory]
    [InlineData("^(a|b)$")]
    [InlineData("^a$|^b$")]
    [InlineData("(^a$)")]
    [InlineData(@"\Aa\Z")]
    [InlineData(@"\Aa\z")]
    [InlineData("(?i)^a$")]
    [InlineData("(?:^)a(?:$)")]
    [InlineData("(?=a)^a$")]
    [InlineData("^$")]
    public void A_pattern_that_demands_both_ends_is_anchored(string pattern) => Assert.True(Parse(pattern).IsAnchoredAtBothEnds);

    [Theory]
    [InlineData("a")]
    [InlineData("^a")]
    [InlineData("a$")]
    [InlineData("^a|b$")]
    [InlineData(@"^a\$")]
    [InlineData(@"\^a$")]
    [InlineData("(?:^)?a$")]
    [InlineData("^a[$]")]
    [InlineData("(^a|b)$")]
    [InlineData("(?=^a)a(?=$)")]
    public void A_pattern_that_can_match_a_part_is_not_anchored(string pattern) => Assert.False(Parse(pattern).IsAnchoredAtBothEnds);

    [Theory]
    [InlineData("a(b)(?:c)(d(e))", 3)]
    [InlineData(@"a\(b\)[(]", 0)]
    public void Capturing_groups_are_counted(string pattern, int count) => Assert.Equal(count, Parse(pattern).GroupCount);

    // The offset is where the caret belongs.
    [Theory]
    [InlineData("", 0)]
    [InlineData("(?i)", 0)]
    [InlineData("a**", 1)]
    [InlineData("a*+", 1)]
    [InlineData("*a", 0)]
    [InlineData("(?>a)", 0)]
    [InlineData("(?<name>a)", 0)]
    [InlineData("(?P<name>a)", 0)]
    [InlineData("(?#c)a", 0)]
    [InlineData("a(?i)b", 1)]
    [InlineData("(?s)a", 0)]
    [InlineData("(?n)a", 0)]
    [InlineData("(?i:a)", 0)]
    [InlineData("***:a", 0)]
    [InlineData("***=a", 0)]
    [InlineData("(a", 0)]
    [InlineData("a)", 1)]
    [InlineData("[a", 0)]
    [InlineData("[]", 0)]
    [InlineData("[^]", 0)]
    [InlineData("[b-a]", 1)]
    [InlineData(@"[a-\d]", 1)]
    [InlineData(@"[\d-z]", 3)]
    [InlineData("[a-c-e]", 4)]
    [InlineData("[a[b]]", 2)]
    [InlineData("[a&&b]", 2)]
    [InlineData("[[.a.]]", 1)]
    [InlineData("[[=a=]]", 1)]
    [InlineData("[[:<:]]a", 1)]
    [InlineData("[[:Alpha:]]", 1)]
    [InlineData(@"[a\D]", 2)]
    [InlineData(@"[\b]", 1)]
    [InlineData("a{256}", 1)]
    [InlineData("a{99999999999}", 1)]
    [InlineData("a{3,2}", 1)]
    [InlineData("a{,2}", 1)]
    [InlineData("a{", 1)]
    [InlineData("a{x}", 1)]
    [InlineData("a{2", 1)]
    [InlineData("a{0}", 1)]
    [InlineData("{a", 0)]
    [InlineData("^*", 1)]
    [InlineData(@"\b+", 2)]
    [InlineData("(?=a)*", 5)]
    [InlineData("(?=(a))", 3)]
    [InlineData(@"(a)(?=\1)", 6)]
    [InlineData(@"\1(a)", 0)]
    [InlineData(@"(a\1)", 2)]
    [InlineData(@"(a)\10", 3)]
    [InlineData(@"\p{L}", 0)]
    [InlineData(@"\h", 0)]
    [InlineData(@"\R", 0)]
    [InlineData(@"\v", 0)]
    [InlineData(@"\cA", 0)]
    [InlineData(@"\0", 0)]
    [InlineData(@"\07", 0)]
    [InlineData(@"\x4", 0)]
    [InlineData(@"\x00", 0)]
    [InlineData(@"\uD800", 0)]
    [InlineData(@"\u12", 0)]
    [InlineData(@"\x{110000}", 0)]
    [InlineData(@"\x{zz}", 0)]
    [InlineData(@"\y", 0)]
    [InlineData(@"\m", 0)]
    [InlineData(@"\k<a>", 0)]
    [InlineData(@"\G", 0)]
    [InlineData(@"\Qa", 0)]
    [InlineData(@"a\E", 1)]
    [InlineData(@"a\", 1)]
    [InlineData("a\0", 1)]
    [InlineData("a*?b*", 0)]
    [InlineData("a*?|b", 0)]
    [InlineData("(?:a{9}){200}", 0)]
    public void What_engines_read_differently_is_refused_with_its_place(string pattern, int offset)
    {
        Assert.False(RegexpPattern.TryParse(pattern, out _, out PatternProblem problem));
        Assert.Equal(offset, problem.Offset);
        Assert.Equal(pattern.Substring(offset, problem.Length), problem.Construct);
        Assert.NotEmpty(problem.Message);
    }

    // A compiler cannot put half of a character into an attribute.
    [Fact]
    public void Half_of_a_character_is_refused() => What_engines_read_differently_is_refused_with_its_place("a" + '\ud800' + "b", 1);

    [Theory]
    [InlineData("a|b", PatternConstructs.Alternation)]
    [InlineData("a*?", PatternConstructs.LazyRepeat)]
    [InlineData("a+", PatternConstructs.GreedyRepeat)]
    [InlineData("a{3}", PatternConstructs.None)]
    [InlineData("(?!a)b", PatternConstructs.LookAhead)]
    [InlineData("(?<=a)b", PatternConstructs.LookBehind)]
    [InlineData(@"\ba", PatternConstructs.WordBoundary)]
    [InlineData(@"(a)\1", PatternConstructs.BackReference)]
    [InlineData("[[:alpha:]]", PatternConstructs.PosixClass)]
    [InlineData("(?i)a", PatternConstructs.IgnoreCase)]
    [InlineData("(a)+", PatternConstructs.RepeatedGroup | PatternConstructs.GreedyRepeat)]
    [InlineData("\ud83d\ude00", PatternConstructs.SupplementaryCharacter)]
    public void A_pattern_says_what_it_makes_use_of(string pattern, PatternConstructs expected) =>
        Assert.Equal(expected, Parse(pattern).Constructs);

    internal static RegexpPattern Parse(string pattern)
    {
        bool good = RegexpPattern.TryParse(pattern, out RegexpPattern result, out PatternProblem problem);
        Assert.True(good, good ? "" : $"{pattern}: {problem}");
        return result;
    }
}
