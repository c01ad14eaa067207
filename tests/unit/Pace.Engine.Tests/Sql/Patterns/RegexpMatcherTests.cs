using System.Diagnostics;
using Pace.Engine.Sql.Patterns;

namespace Pace.Engine.Tests.Sql.Patterns;

public class RegexpMatcherTests
{
    [Theory]
    [InlineData("^.*(@.*)$", "ann@example.org", "@example.org")]
    [InlineData("[0-9]+", "a12b3", "12")]
    [InlineData("a|ab", "ab", "ab")]
    [InlineData("(a?)(ab)?", "ab", "")]
    [InlineData("^(.*?)@(.*)$", "a@b@c", "a")]
    [InlineData("x(y)?", "x", null)]
    [InlineData("z", "x", null)]
    [InlineData("a$", "a\n", null)]
    [InlineData("a.b", "a\nb", "a\nb")]
    [InlineData("(?i)B", "abc", "b")]
    [InlineData(@"\w+", "\u00e9a", "a")]
    [InlineData("^.$", "\ud83d\ude00", "\ud83d\ude00")]
    [InlineData("a", null, null)]
    public void The_first_group_or_the_match_is_extracted(string pattern, string? value, string? expected) =>
        Assert.Equal(expected, new RegexpMatcher(RegexpPatternTests.Parse(pattern)).Extract(value));

    [Theory]
    [InlineData("^.*(@.*)$", "****$1", "ann@example.org", "****@example.org")]
    [InlineData("^.*(@.*)$", "****$1", "no mail", null)]
    [InlineData(".*(@.*)", "****$1", "no mail", "no mail")]
    [InlineData("x*", "-", "abxc", "-a-b--c-")]
    [InlineData("^|,", "<", "a,b", "<a<b")]
    [InlineData("b", "$$[$0]$", "abcb", "a$[b]$c$[b]$")]
    [InlineData("x*", "-", "\ud83d\ude00", "-\ud83d\ude00-")]
    [InlineData("(a)|(b)", "<$1$2>", "ab", "<a><b>")]
    [InlineData("a", "b", null, null)]
    public void Every_match_is_replaced(string pattern, string replacement, string? value, string? expected)
    {
        RegexpPattern parsed = RegexpPatternTests.Parse(pattern);
        Assert.True(ReplacementTemplate.TryParse(replacement, parsed.GroupCount, out ReplacementTemplate template, out _));
        Assert.Equal(expected, new RegexpMatcher(parsed).Replace(value, template));
    }

    [Theory]
    [InlineData(@"(a)\1", false)]
    [InlineData("(a+)+", false)]
    [InlineData("(a*)?", false)]
    [InlineData("(?:(a)b)*?c", false)]
    [InlineData("(a)+", true)]
    [InlineData("(-a+)?", true)]
    [InlineData("(?:a+)+", true)]
    public void What_engines_differ_on_is_left_to_the_real_platform(string pattern, bool possible) =>
        Assert.Equal(possible, RegexpMatcher.Problem(RegexpPatternTests.Parse(pattern)) is null);

    [Theory]
    [InlineData("^(?:a|aa)+$")]
    [InlineData("^(?:a*)*$")]
    [InlineData("a*a*a*a*a*a*a*a*b")]
    public void No_pattern_takes_long(string pattern)
    {
        Stopwatch watch = Stopwatch.StartNew();
        Assert.Null(new RegexpMatcher(RegexpPatternTests.Parse(pattern)).Extract(new string('a', 500) + "!"));
        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(10), $"{watch.Elapsed}");
    }
}
