using Pace.Engine.Policies;

namespace Pace.Engine.Tests.Policies;

public class PolicyOriginTests
{
    [Theory]
    [InlineData("a\nbc\n", 1, "a")]
    [InlineData("a\r\nbc\r\n", 2, "bc")]
    [InlineData("a\nbc", 2, "bc")]
    [InlineData("a\n\nbc", 2, "")]
    [InlineData("a\nbc\n", 3, "")]
    [InlineData("a\nbc", 3, null)]
    [InlineData("a", 0, null)]
    [InlineData(null, 1, null)]
    public void A_line_of_the_text_is_given_without_its_end(string? text, int line, string? expected) =>
        Assert.Equal(expected, new PolicyOrigin(null, new Dictionary<string, Pace.Engine.Diagnostics.TextPosition>(), text: text).LineAt(line));
}
