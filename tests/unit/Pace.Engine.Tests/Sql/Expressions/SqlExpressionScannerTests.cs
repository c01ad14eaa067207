using Pace.Engine.Sql.Expressions;

namespace Pace.Engine.Tests.Sql.Expressions;

public class SqlExpressionScannerTests
{
    [Theory]
    [InlineData("true")]
    [InlineData("age > 8")]
    [InlineData("name = 'O''Brien; -- no comment /* none */ select'")]
    [InlineData("\"select\" = 1 and t.\"from\" = 2")]
    [InlineData("\"a\"\"b;--\" is null")]
    [InlineData("E'it\\'s; --' = name")]
    [InlineData("E'a'\n  '\\'; --' = name")]
    [InlineData("'a'\n'b' = name")]
    [InlineData("a::numeric(10,2) > 1.5e-3")]
    [InlineData("extract(year from born) = 1980")]
    [InlineData("substring(name from 2 for 3) = 'abc'")]
    [InlineData("trim(both ' ' from name) <> ''")]
    [InlineData("overlay(name placing 'x' from 2) = name")]
    [InlineData("position('@' in email) > 0")]
    [InlineData("a is distinct from b and a is not distinct from c")]
    [InlineData("age in (1, 2, 3)")]
    [InlineData("age = any(array[1,2,3])")]
    [InlineData("age = any (tags[1:2])")]
    [InlineData("at > timestamp with time zone '2024-01-01'")]
    [InlineData("cast(at as timestamp with time zone) is not null")]
    [InlineData("case when age > 8 then true else false end")]
    [InlineData("data ? 'key' and data @> '{}' and data #>> '{a}' = 'x'")]
    [InlineData("a - -b > 0")]
    [InlineData("x'ff' = b'1' or N'a' = name")]
    [InlineData("na\u00efve = 'caf\u00e9 \u2019'")]
    [InlineData("comment is null")]
    [InlineData("values > 3")]
    [InlineData("a\t=\r\nb")]
    [InlineData("a$1 = 2")]
    [InlineData("make_interval(days := 3) > gap")]
    public void A_PostgreSql_expression_passes(string text) => Assert.Empty(SqlExpressionScanner.Check(text, SqlLexicalRules.Postgres, condition: true));

    // Each problem by the offset at which it stands.
    [Theory]
    [InlineData("", 0)]
    [InlineData("  \n", 0)]
    [InlineData("a; drop table b", 1, 8)]
    [InlineData("true) or (true", 4, 9)]
    [InlineData("(a", 0)]
    [InlineData("a)", 1)]
    [InlineData("(a]", 2)]
    [InlineData("a, b", 1)]
    [InlineData("a -- b", 2)]
    [InlineData("a<--b", 2)]
    [InlineData("a /* b", 2)]
    [InlineData("a */ b", 2)]
    [InlineData("a+/*b*/c", 2)]
    [InlineData("'a", 0)]
    [InlineData("\"a", 0)]
    [InlineData("E'a\\'", 0)]
    [InlineData("'a\\' or b", 2)]
    [InlineData("'a'\n'b", 0)]
    [InlineData("$$a$$", 0)]
    [InlineData("$t$a$t$", 0)]
    [InlineData("$t$a", 0)]
    [InlineData("a = $1", 4)]
    [InlineData("a = :name", 4)]
    [InlineData("a = :'name'", 4)]
    [InlineData("a = (select 1)", 5)]
    [InlineData("exists (select 1 from b)", 8, 17)]
    [InlineData("exists (table b)", 8)]
    [InlineData("a in (values (1))", 6)]
    [InlineData("(with b as (select 1) select 1)", 1, 12, 22)]
    [InlineData("a union all table b", 2, 12)]
    [InlineData("a from b", 2)]
    [InlineData("f(a from b)", 4)]
    [InlineData("distinct from b", 9)]
    [InlineData("a in b", 2)]
    [InlineData("a into b", 2)]
    [InlineData("where a > 1", 0)]
    [InlineData("set role b", 0)]
    [InlineData("drop role b", 0)]
    [InlineData("t.*", 2)]
    [InlineData("(t.*)", 3)]
    [InlineData("t . * ", 4)]
    [InlineData("\\dt", 0)]
    [InlineData("a = `b`", 4, 6)]
    [InlineData("U&'\\0041'", 0)]
    [InlineData("u&\"\\0041\" uescape '!'", 0)]
    [InlineData("a = \u2018b\u2019", 4, 6)]
    [InlineData("a = \u201cb\u201d", 4, 6)]
    [InlineData("a = \uff07b\uff07", 4, 6)]
    [InlineData("a\u00a0= b", 1)]
    [InlineData("a = '\u0000'", 5)]
    [InlineData("a\f= b", 1)]
    [InlineData("a = '\u202e'", 5)]
    [InlineData("a = '\u0085'", 5)]
    [InlineData("set_config('role', 'a', false) = 'a'", 0)]
    [InlineData("pg_catalog.\"set_config\" ('role', 'a', false) = 'a'", 11)]
    [InlineData("query_to_xml('select 1', true, true, '') is null", 0)]
    [InlineData("row_number() over (order by a) = 1", 13)]
    [InlineData("{a}", 0, 2)]
    public void What_could_leave_the_expression_is_refused_with_every_place(string text, params int[] offsets) =>
        Assert.Equal(offsets, SqlExpressionScanner.Check(text, SqlLexicalRules.Postgres, condition: true).Select(problem => problem.Offset));

    [Fact]
    public void A_statement_may_have_a_window_function() =>
        Assert.Empty(SqlExpressionScanner.Check("sum(a) over (partition by b order by c)", SqlLexicalRules.Postgres, condition: false));

    [Theory]
    [InlineData("SQLite", "[a] = `b` and \"c\" = 1", true)]
    [InlineData("SQLite", "a = ?", false)]
    [InlineData("SQLite", "a = :b", false)]
    [InlineData("SQLite", "a = @b", false)]
    [InlineData("SQLite", "a in b", false)]
    [InlineData("SQLite", "a = '\\'", true)]
    [InlineData("Snowflake", "a = 'it\\'s;'", true)]
    [InlineData("Snowflake", "data:city::string = 'x'", true)]
    [InlineData("Snowflake", "a // b", false)]
    [InlineData("Snowflake", "$$a$$ = b", false)]
    [InlineData("BigQuery", "`a` = \"b;\\\"\" and c = r'\\d'", true)]
    [InlineData("BigQuery", "a = '''it's;''' and b = \"\"\"x\"\"\"", true)]
    [InlineData("BigQuery", "a in unnest([1, 2])", true)]
    [InlineData("BigQuery", "a # b", false)]
    [InlineData("BigQuery", "a = @b", false)]
    [InlineData("BigQuery", "a = 'b''c", false)]
    public void Each_dialect_has_its_own_lexical_rules(string dialect, string text, bool passes)
    {
        SqlLexicalRules rules = dialect switch
        {
            "SQLite" => SqlLexicalRules.Sqlite,
            "Snowflake" => SqlLexicalRules.Snowflake,
            _ => SqlLexicalRules.BigQuery,
        };
        Assert.Equal(passes, SqlExpressionScanner.Check(text, rules, condition: true).Count == 0);
    }

    [Theory]
    [InlineData("agee > 8 and city like 'x'", "agee,city")]
    [InlineData("t.age > upper(x)::other and \"Q\" = cast(y as kind)", "x,Q,y")]
    [InlineData("date '2024-01-01' < d and extract(epoch from e) > 1", "d,e")]
    [InlineData("current_user = z and flag is not true", "z,flag")]
    public void Names_that_are_most_likely_columns_are_listed(string text, string expected) =>
        Assert.Equal(expected.Split(','), SqlExpressionScanner.ColumnNames(text, SqlLexicalRules.Postgres).Select(token => token.Value));
}
