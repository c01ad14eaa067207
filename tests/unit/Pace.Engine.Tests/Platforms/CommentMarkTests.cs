using FsCheck;
using FsCheck.Fluent;
using Pace.Engine.Platforms;
using Pace.Engine.Policies;
using Pace.Engine.Sql;

namespace Pace.Engine.Tests.Platforms;

public sealed class CommentMarkTests
{
    private static readonly QualifiedName View = new(["public", "v"]);
    private static readonly string Hash = "sha256:" + new string('a', 64);

    private static readonly string Good = $$"""{"format":1,"policy":"public.demo","version":3,"hash":"{{Hash}}","grants":["marketing"]}""";

    [Fact]
    public void A_mark_is_one_line_that_people_can_read() => Assert.Equal(
        "pace: " + Good, CommentMark.Write(new ViewMark(View, "public.demo", 3, Hash, ["marketing"]), null));

    [Fact]
    public void Whatever_is_written_is_read_again_and_other_lines_stay()
    {
        Gen<string> text = ArbMap.Default.GeneratorFor<string>().Where(value => value is not null)
            .Select(value => value.Replace("\0", "", StringComparison.Ordinal)).Where(value => !HasLoneSurrogate(value));
        Gen<string> name = text.Where(value => value.Length > 0);
        var cases = from policy in name
                    from version in Gen.Choose(1, int.MaxValue)
                    from grants in name.ListOf()
                    from comment in text
                    select (policy, version, grants: grants.Distinct().ToValueList(), comment);
        Prop.ForAll(cases.ToArbitrary(), item =>
        {
            ViewMark mark = new(View, item.policy, item.version, Hash, item.grants);
            string once = CommentMark.Write(mark, item.comment);
            string twice = CommentMark.Write(mark with { Version = 1 }, once);
            return Equals(mark, CommentMark.Read(View, once))
                && Equals(mark with { Version = 1 }, CommentMark.Read(View, twice))
                && CommentMark.Without(twice) == CommentMark.Without(item.comment);
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void What_is_not_exactly_a_mark_is_none()
    {
        Assert.NotNull(CommentMark.Read(View, "pace: " + Good));
        string[] wrong =
        [
            "",
            Good,
            "pace:" + Good,
            " pace: " + Good,
            "pace: " + Good + " more",
            "pace: " + Good + "\npace: " + Good,
            "pace: " + Good.Replace("\"format\":1", "\"format\":2", StringComparison.Ordinal),
            "pace: " + Good.Replace("\"format\":1,", "", StringComparison.Ordinal),
            "pace: " + Good.Replace("\"version\":3", "\"version\":0", StringComparison.Ordinal),
            "pace: " + Good.Replace("\"version\":3", "\"version\":\"3\"", StringComparison.Ordinal),
            "pace: " + Good.Replace("\"version\":3", "\"version\":3,\"version\":3", StringComparison.Ordinal),
            "pace: " + Good.Replace("\"version\":3", "\"version\":3,\"more\":3", StringComparison.Ordinal),
            "pace: " + Good.Replace("\"version\":3", "\"version\":99999999999", StringComparison.Ordinal),
            "pace: " + Good.Replace("public.demo", "", StringComparison.Ordinal),
            "pace: " + Good.Replace("sha256:a", "sha256:A", StringComparison.Ordinal),
            "pace: " + Good.Replace("sha256:a", "sha256:", StringComparison.Ordinal),
            "pace: " + Good.Replace("[\"marketing\"]", "\"marketing\"", StringComparison.Ordinal),
            "pace: " + Good.Replace("[\"marketing\"]", "[1]", StringComparison.Ordinal),
            "pace: " + Good.Replace("[\"marketing\"]", "[\"a\",\"a\"]", StringComparison.Ordinal),
            "pace: " + Good.Replace("[\"marketing\"]", "[\"\"]", StringComparison.Ordinal),
            "pace: " + Good[..^1],
            "pace: {",
            "pace: {}",
        ];
        Assert.All(wrong, comment => Assert.Null(CommentMark.Read(View, comment)));
    }

    private static bool HasLoneSurrogate(string text)
    {
        for (int at = 0; at < text.Length; at++)
        {
            if (char.IsHighSurrogate(text[at]) && at + 1 < text.Length && char.IsLowSurrogate(text[at + 1]))
            {
                at++;
            }
            else if (char.IsSurrogate(text[at]))
            {
                return true;
            }
        }

        return false;
    }
}
