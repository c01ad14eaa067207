using Pace.Engine.Platforms.Postgres;

namespace Pace.Engine.Tests.Platforms.Postgres;

public sealed class PostgresBlueprintTagTests
{
    [Theory]
    [InlineData(null, "")]
    [InlineData("no tags", "")]
    [InlineData("pace::pii", "pii")]
    [InlineData("x (pace::pii), pace::my-tag_2; pace::pii", "pii, my-tag_2")]
    [InlineData("pace::\"my tag\" pace::größe", "my tag, größe")]
    [InlineData("pace::\"\" pace:: space::x", "")]
    [InlineData("pace::\"not;a tag\"", "")]
    public void Tags_are_read_from_anywhere_in_a_comment(string? comment, string tags) =>
        Assert.Equal(tags, PostgresBlueprint.Tags(comment).ToString());
}
