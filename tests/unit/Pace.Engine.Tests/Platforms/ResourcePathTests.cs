using Pace.Engine.Platforms;
using Pace.Engine.Policies;
using Pace.Engine.Tests.Support;

namespace Pace.Engine.Tests.Platforms;

public sealed class ResourcePathTests
{
    [Fact]
    public void What_was_joined_is_read_back_whatever_the_names() => Property.Holds(
        PolicyGenerator.Few(PolicyGenerator.Text),
        names =>
        {
            ValueList<string> parts = names.Where(name => name.Length > 0).Take(4).ToValueList();
            string path = parts.Aggregate("", ResourcePath.Join);
            Assert.Equal(parts.Count > 0, ResourcePath.TryParse(path, out ValueList<string> read));
            Assert.Equal(parts, read);
        });

    [Theory]
    [InlineData("")]
    [InlineData("/")]
    [InlineData("a//b")]
    [InlineData("\"a")]
    [InlineData("a\"b\"")]
    [InlineData("\"a\"b")]
    [InlineData("a/b/c/d/e")]
    public void What_is_no_path_is_refused(string text) => Assert.False(ResourcePath.TryParse(text, out _));

    [Fact]
    public void A_slash_at_the_end_counts_for_nothing()
    {
        Assert.True(ResourcePath.TryParse("pg/shop/", out ValueList<string> parts));
        Assert.Equal(["pg", "shop"], parts);
    }
}
