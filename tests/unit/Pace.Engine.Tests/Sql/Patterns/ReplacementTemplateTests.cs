using Pace.Engine.Sql.Patterns;

namespace Pace.Engine.Tests.Sql.Patterns;

public class ReplacementTemplateTests
{
    [Theory]
    [InlineData("", "")]
    [InlineData("***", "[***]")]
    [InlineData("$1", "<1>")]
    [InlineData("$0-$2.", "<0>[-]<2>[.]")]
    [InlineData("$$1", "[$1]")]
    [InlineData("$", "[$]")]
    [InlineData("$x$", "[$x$]")]
    [InlineData("$$$1", "[$]<1>")]
    [InlineData(@"a\b\", @"[a\b\]")]
    [InlineData("&", "[&]")]
    [InlineData("$1$2", "<1><2>")]
    public void Groups_and_text_are_told_apart(string text, string expected)
    {
        Assert.True(ReplacementTemplate.TryParse(text, 2, out ReplacementTemplate result, out _));
        Assert.Equal(expected, string.Concat(result.Parts.Select(part => part.Group is { } group ? $"<{group}>" : $"[{part.Text}]")));
    }

    [Theory]
    [InlineData(@"a\1", 1, "write $1")]
    [InlineData(@"\\2", 1, "write $2")]
    [InlineData("x$3", 1, null)]
    [InlineData("$10", 0, null)]
    [InlineData("a\0", 1, null)]
    public void What_names_no_group_is_refused_with_its_place(string text, int offset, string? hint)
    {
        Assert.False(ReplacementTemplate.TryParse(text, 2, out _, out PatternProblem problem));
        Assert.Equal(offset, problem.Offset);
        Assert.Equal(hint ?? problem.Hint, problem.Hint);
    }
}
