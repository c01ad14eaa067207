using Pace.Engine.Compilation;
using Pace.Engine.Platforms;
using Pace.Engine.Platforms.Sqlite;
using Pace.Engine.Sql;
using Pace.Engine.Sql.Dialects;
using Pace.Engine.Tests.Platforms.Sqlite.Support;

namespace Pace.Engine.Tests.Platforms.Sqlite;

public sealed class SqliteMarkTests : IDisposable
{
    private static readonly string Hash = "sha256:" + new string('a', 64);

    private readonly SqliteFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("demo_view", "demo", "marketing")]
    [InlineData("\"v\" 'x' /* */ ü\n;", "a\"b*/c", "*/ as select 1; drop table t; /*")]
    [InlineData("*/", "*/", "*/")]
    [InlineData("/* pace: {} */", "/* pace: {} */", "\u2028\u0001\\")]
    [InlineData("😀", "😀", "--")]
    public void A_mark_is_read_back_from_what_SQLite_keeps_whatever_the_names_hold(string view, string policy, string group)
    {
        SqliteMark mark = Mark(view, policy, group);

        string sql = Create(view, mark.Write());

        Assert.Equal(mark, SqliteMark.Read(view, sql));
        Assert.Equal(1L, Count());
    }

    [Theory]
    [InlineData("format")]
    [InlineData("hash")]
    [InlineData("columns")]
    public void A_mark_that_lacks_a_key_is_none(string key)
    {
        string text = Mark("v", "demo", "g").Write().Replace($"\"{key}\"", "\"other\"", StringComparison.Ordinal);

        Assert.Null(SqliteMark.Read("v", Create("v", text)));
    }

    [Theory]
    [InlineData("\"format\":1", "\"format\":2")]
    [InlineData("\"format\":1", "\"format\":1,\"format\":1")]
    [InlineData("\"version\":3", "\"version\":0")]
    [InlineData("\"version\":3", "\"version\":\"3\"")]
    [InlineData("\"version\":3", "\"version\":99999999999")]
    [InlineData("sha256:a", "sha256:A")]
    [InlineData("\"policy\":\"demo\"", "\"policy\":\"\"")]
    [InlineData("\"policy\":\"demo\"", "\"policy\":null")]
    [InlineData("[\"g\"]", "[\"g\",\"g\"]")]
    [InlineData("[\"g\"]", "\"g\"")]
    [InlineData("[[\"id\",\"integer\"]]", "[]")]
    [InlineData("[\"id\",\"integer\"]", "[\"id\"]")]
    [InlineData("[\"id\",\"integer\"]", "[\"id\",\"no type!\"]")]
    public void A_mark_with_anything_that_is_not_as_it_should_be_is_none(string from, string to)
    {
        string text = Mark("v", "demo", "g").Write();
        Assert.Contains(from, text, StringComparison.Ordinal);

        Assert.Null(SqliteMark.Read("v", Create("v", text.Replace(from, to, StringComparison.Ordinal))));
    }

    [Fact]
    public void A_mark_anywhere_else_in_a_view_is_none()
    {
        string mark = Mark("v", "demo", "g").Write();
        foreach (string sql in new[]
        {
            $"create view v as select 1 as id /* pace: {mark} */",
            $"create view \"v\" as\nselect '/* pace: {mark} */' as id",
            $"create view \"v\" as select 1 as id",
            $"create view \"v\" as\n-- /* pace: {mark.ReplaceLineEndings("")} */\nselect 1 as id",
            $"create view \"v\" as /* pace: {mark} */\nselect 1 as id",
            $"create view \"v\" as\n/* pace: {mark}*/\nselect 1 as id",
        })
        {
            _folder.Run("drop view if exists v; " + sql);
            string kept = (string)_folder.Run("select sql from sqlite_schema where name = 'v'")!;
            Assert.Null(SqliteMark.Read("v", kept));
        }
    }

    [Fact]
    public void A_mark_that_would_end_its_comment_is_never_written() => Assert.Throws<ArgumentException>(
        () => SqliteDdl.CreateView(View("v"), "*/ as select 1"));

    private string Create(string view, string mark)
    {
        _folder.Run(SqliteDdl.CreateView(View(view), mark));
        return (string)_folder.Run("select sql from sqlite_schema where type = 'view'")!;
    }

    private object? Count() => _folder.Run("select count(*) from sqlite_schema");

    private static CompiledView View(string name) =>
        new(new QualifiedName([name]), ["id"], "select\n  1 as \"id\"", false, [], [], []);

    private static SqliteMark Mark(string view, string policy, string group) => new(
        new ViewMark(new QualifiedName([view]), policy, 3, Hash, [group]), [("id", SqlType.Of(SqlTypeKind.Integer))]);
}
