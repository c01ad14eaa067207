using Pace.Engine.Sql.Dialects;
using Pace.Engine.Tests.Sql.Dialects.Support;

namespace Pace.Engine.Tests.Sql.Dialects;

/// <summary>Statements for platforms that are not at hand, read as their documentation says that they read them.</summary>
public class WarehouseStatementTests
{
    private static readonly string Root = Path.Combine(AppContext.BaseDirectory, "Fixtures", "Compilation");

    public static TheoryData<string> Scripts(string dialect) =>
        [.. Directory.EnumerateFiles(Root, dialect + ".sql", SearchOption.AllDirectories).Select(file => Path.GetRelativePath(Root, file)).Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Scripts), "snowflake")]
    public void A_script_for_Snowflake_is_a_secure_view_and_its_grants(string script) =>
        Assert.All(
            new SnowflakeReader().Statements(File.ReadAllText(Path.Combine(Root, script))).Select((tokens, at) => (Begin(tokens), at)),
            statement => Assert.StartsWith(statement.at == 0 ? "create or replace secure view" : "grant select on view", statement.Item1, StringComparison.Ordinal));

    [Theory]
    [MemberData(nameof(Scripts), "bigquery")]
    public void A_script_for_BigQuery_is_one_view(string script) =>
        Assert.StartsWith(
            "create or replace view",
            Begin(Assert.Single(new BigQueryReader().Statements(File.ReadAllText(Path.Combine(Root, script))))),
            StringComparison.Ordinal);

    [Theory]
    [InlineData("''", "")]
    [InlineData(@"'a\\d'", @"a\d")]
    [InlineData(@"'a\d'", "ad")]
    [InlineData(@"'it\'s'", "it's")]
    [InlineData("'it''s'", "it's")]
    [InlineData(@"'\u00e9'", "é")]
    [InlineData(@"$$a\d'$$", @"a\d'")]
    public void The_reader_reads_Snowflakes_texts_as_documented(string written, string meant) =>
        Assert.Equal(new ReadToken(ReadKind.Text, meant), Assert.Single(new SnowflakeReader().Read(written)));

    [Theory]
    [InlineData(@"'a\\d'", @"a\d")]
    [InlineData(@"r'a\d'", @"a\d")]
    [InlineData(@"'it\'s'", "it's")]
    [InlineData("\"it's\"", "it's")]
    [InlineData("'''it's'''", "it's")]
    [InlineData(@"'\u00e9\n'", "é\n")]
    public void The_reader_reads_BigQuerys_texts_as_documented(string written, string meant) =>
        Assert.Equal(new ReadToken(ReadKind.Text, meant), Assert.Single(new BigQueryReader().Read(written)));

    [Theory]
    [InlineData(@"'\d'")]
    [InlineData("'a\nb'")]
    [InlineData("``")]
    [InlineData("'a")]
    [InlineData("@a")]
    public void The_reader_refuses_what_BigQuery_does(string written) =>
        Assert.Throws<FormatException>(() => new BigQueryReader().Read(written));

    [Theory]
    [InlineData(@"\d")]
    [InlineData("it's \\' \"x\" `y` \\\\")]
    [InlineData("line\r\nbreak\tand \u0001 \u202e\u2028")]
    [InlineData("$$ -- /* */ # // ; ' || (select 1) || '")]
    [InlineData("😀 ’ ＇ é")]
    public void A_text_comes_out_as_it_went_in(string text)
    {
        Assert.Equal(new ReadToken(ReadKind.Text, text), Assert.Single(new SnowflakeReader().Read(SnowflakeText.Literal(text))));
        Assert.Equal(new ReadToken(ReadKind.Text, text), Assert.Single(new BigQueryReader().Read(BigQueryText.Literal(text))));
    }

    private static string Begin(IReadOnlyList<ReadToken> tokens) =>
        string.Join(' ', tokens.TakeWhile(token => token.Kind == ReadKind.Word).Select(token => token.Value));
}
