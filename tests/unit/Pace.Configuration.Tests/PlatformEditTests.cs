namespace Pace.Configuration.Tests;

public sealed class PlatformEditTests
{
    private static readonly string Full = TemporaryDirectory.Fixture("full.yaml");

    private static string Edit(string text, params ConfigurationChange[] changes) =>
        new ConfigurationEditor("config.yaml").Edit(text, changes);

    private static ConfigurationChange Set(string id, string type, params (string Key, string Value)[] settings) =>
        ConfigurationChange.SetPlatform(
            id, type, settings.Select(static setting => KeyValuePair.Create(setting.Key, setting.Value)));

    [Theory]
    [InlineData("", "processing-platforms:\n    - id: a\n      type: T\n      port: 5432\n")]
    [InlineData("x: 1\nprocessing-platforms: []  # none\ny: 2\n",
        "x: 1\nprocessing-platforms:  # none\n    - id: a\n      type: T\n      port: 5432\ny: 2\n")]
    [InlineData("processing-platforms:\n", "processing-platforms:\n    - id: a\n      type: T\n      port: 5432\n")]
    [InlineData("processing-platforms: ~", "processing-platforms:\n    - id: a\n      type: T\n      port: 5432\n")]
    [InlineData("processing-platforms:\n-   id: b # first\n    type: T\n\n# end\nz: 1\n",
        "processing-platforms:\n-   id: b # first\n    type: T\n-   id: a\n    type: T\n    port: 5432\n\n# end\nz: 1\n")]
    [InlineData("processing-platforms:\n  - {id: b, type: T}\n",
        "processing-platforms:\n  - {id: b, type: T}\n  - id: a\n    type: T\n    port: 5432\n")]
    public void A_platform_is_added_in_the_style_of_the_list(string before, string after)
    {
        if (before.Contains('{', StringComparison.Ordinal))
        {
            // A neighbour in braces gives no style to follow.
            Assert.Throws<ConfigurationException>(() => Edit(before, Set("a", "T", ("port", "5432"))));
            return;
        }

        Assert.Equal(after, Edit(before, Set("a", "T", ("port", "5432"))));
    }

    [Fact]
    public void A_replaced_platform_keeps_the_comments_within_and_its_untouched_keys()
    {
        string result = Edit(Full, Set("pg", "POSTGRES", ("host-name", "db"), ("port", "5432"), ("database", "postgres"),
            ("user-name", "pace"), ("judge-by", "session_user"), ("schema", "12")));
        Assert.Equal(
            Full.Replace("host-name: localhost", "host-name: db", StringComparison.Ordinal)
                .Replace("      password: ${PACE_PG_PASSWORD}\n", "", StringComparison.Ordinal)
                .Replace("judge-by: current_user\n", "judge-by: session_user\n      schema: 12\n", StringComparison.Ordinal),
            result);
    }

    [Fact]
    public void The_same_platform_again_changes_nothing()
    {
        PlatformEntry sales = ConfigurationFile.Parse(Full, "x").ReadPlatforms()[1];
        Assert.Equal(Full, Edit(Full, ConfigurationChange.SetPlatform(sales.Id, sales.Type, sales.Settings)));
    }

    [Fact]
    public void A_platform_with_values_of_several_lines_is_written_anew()
    {
        const string Text = "processing-platforms:\n  - note: |\n      x\n\n      # y\n    id: a\n    type: T\n  - id: b\n    type: T\n";
        Assert.Equal(
            "processing-platforms:\n  - id: a\n    type: U\n  - id: b\n    type: T\n", Edit(Text, Set("a", "U")));
    }

    [Fact]
    public void A_removed_platform_takes_its_lines_along_and_the_last_one_leaves_an_empty_list()
    {
        string one = Edit(Full, ConfigurationChange.RemovePlatform("sales"));
        Assert.Equal(Full.Replace(
            "    - id: sales\n      type: SQLITE\n      path: ~/sales.db\n", "", StringComparison.Ordinal), one);
        string none = Edit(one, ConfigurationChange.RemovePlatform("pg"), ConfigurationChange.RemovePlatform("missing"));
        Assert.Empty(ConfigurationFile.Parse(none, "x").ReadPlatforms());
        Assert.Contains("processing-platforms: []\n    # the warehouse\n", none, StringComparison.Ordinal);
        Assert.Equal("SQLITE", ConfigurationFile.Parse(Edit(none, Set("new", "SQLITE")), "x").ReadPlatforms().Single().Type);
    }

    [Theory]
    [InlineData("processing-platforms: [{id: a, type: T}]\n")]
    [InlineData("processing-platforms:\n  [{id: a, type: T}]\n")]
    [InlineData("processing-platforms: x\n")]
    public void A_list_in_another_style_is_refused_with_what_to_do(string text)
    {
        foreach (string id in (string[])["a", "b"])
        {
            var error = Assert.Throws<ConfigurationException>(() => Edit(text, Set(id, "U", ("path", "p"))));
            Assert.Contains("not changed", error.Message, StringComparison.Ordinal);
            Assert.NotEmpty(error.Advice);
        }
    }
}
