using FsCheck.Fluent;
using Npgsql;
using Pace.Engine.Sql.Expressions;
using Pace.Engine.Tests.Support;

namespace Pace.Engine.Tests.Sql.Expressions;

/// <summary>The scanner's promise, held against the server's own parser.</summary>
public class SqlExpressionServerTests
{
    private static readonly string[] Hostile =
    [
        "'", "''", "\"", "E'", "e'\\'", "\\", "$", "$$", "$a$", "U&'", "b'", "x'", "n'", "--", "-", "/*", "*/", "*", "/",
        ";", "(", ")", "[", "]", ",", ".", ":", "::", ":=", "=>", "?", "@", "#", "`", "{", "}", "\n", "\t", "\r", " ", "\u2019",
        "\u00a0", "select", "table", "values", "with", "from", "union", "in", "as", "is distinct from", "other", "1", "2.",
        ".5", "1e", "a", "b", "t", "c", "'x'", "E'\\''", "\"a\"", "and", "or", "not", "true", "null", "=", "<", "<--", "+",
        "||", "case when", "then", "else", "end", "extract(", "substring(", "array[", "row(", "over", "any", "exists",
        "into", "limit 1", "order by", "group by", "where", "text", "int", "b as", "date", "collate \"C\"", "\u00e9",
    ];

    private static readonly string[] Sound =
    [
        "a", "b", "1", "'x'", "E'it\\'s'", "\"a\"", "(a)", "(b || 'x')", "a + 1", "b || 'y'", "t.a", "array[1, 2]",
        "case when true then 1 else 2 end", "upper(b)", "cast(a as text)", "a::text", "row(1, 2)", "'a'\n'b'",
        "substring(b from 2)", "extract(year from date '2024-01-01')", "b is distinct from 'x'", "a in (1, 2)", "null",
    ];

    private static readonly string[] Joints = [" ", " ", "", " and ", " = ", " + ", "\n", ", ", ".", ")", "(", ") or (", " -", "*", ") as b, (", "'", "; "];

    // Makes a view of each text and gives those whose view is not what it should be: the columns p, q, r over t alone.
    private const string Prepare = """
        create temp table t (a int, b text);
        create temp table other (c int);
        create function pg_temp.leaks(texts text[], out leaked text[], out parsed int) language plpgsql as $body$
        declare
            one text;
        begin
            leaked := '{}';
            parsed := 0;
            foreach one in array texts loop
                begin
                    execute 'create temp view v as select 1 as p, (' || one || ') as q, 2 as r from t where false';
                    parsed := parsed + 1;
                    if (select string_agg(attname, ',' order by attnum) from pg_attribute where attrelid = 'v'::regclass) <> 'p,q,r'
                        or exists (
                            select from pg_depend d join pg_rewrite r on d.objid = r.oid and d.classid = 'pg_rewrite'::regclass
                            where r.ev_class = 'v'::regclass and d.refclassid = 'pg_class'::regclass
                              and d.refobjid not in ('v'::regclass, 't'::regclass))
                    then
                        leaked := leaked || one;
                    end if;
                    drop view v;
                exception when others then
                    null;
                end;
            end loop;
        end
        $body$;
        """;

    [PostgresTheory]
    [InlineData("on")]
    [InlineData("off")]
    public async Task What_passes_stays_one_column_over_the_source_alone(string standardConformingStrings)
    {
        await using NpgsqlConnection connection = await Open();
        await Run(connection, $"set standard_conforming_strings = {standardConformingStrings}; set escape_string_warning = off");

        string[] texts = [.. Texts().Sample(30_000).Where(text => !text.Contains('\0') && SqlExpressionScanner.Check(text, SqlLexicalRules.Postgres, condition: false).Count == 0).Distinct()];
        (string[] leaked, int parsed) = await Leaks(connection, texts);

        Assert.Empty(leaked);

        // Else nothing would have been shown.
        Assert.True(parsed > 200, $"{texts.Length} passed, {parsed} parsed");
    }

    [PostgresFact]
    public async Task The_server_shows_a_leak_where_nothing_was_checked()
    {
        await using NpgsqlConnection connection = await Open();
        string[] texts = ["t.*", "a) as c, (b", "exists (select from other)", "exists (table other)", "a) as b from t; select (1"];
        Assert.All(texts, text => Assert.NotEmpty(SqlExpressionScanner.Check(text, SqlLexicalRules.Postgres, condition: false)));

        (string[] leaked, int parsed) = await Leaks(connection, texts);

        Assert.Equal(texts, leaked);
        Assert.Equal(texts.Length, parsed);
    }

    private static async Task<NpgsqlConnection> Open()
    {
        NpgsqlConnection connection = new(PostgresServer.ConnectionString);
        await connection.OpenAsync();
        await Run(connection, Prepare);
        return connection;
    }

    private static async Task<(string[] Leaked, int Parsed)> Leaks(NpgsqlConnection connection, string[] texts)
    {
        await using NpgsqlCommand command = new("select leaked, parsed from pg_temp.leaks($1)", connection) { Parameters = { new() { Value = texts } } };
        await using NpgsqlDataReader reader = await command.ExecuteReaderAsync();
        await reader.ReadAsync();
        return (reader.GetFieldValue<string[]>(0), reader.GetInt32(1));
    }

    private static FsCheck.Gen<string> Texts()
    {
        FsCheck.Gen<string> soup = Gen.ArrayOf(Gen.Elements(Hostile)).Resize(8)
            .SelectMany(parts => Gen.Elements("", " "), (parts, joint) => string.Join(joint, parts));
        FsCheck.Gen<string> seasoned =
            from first in Gen.Elements(Sound)
            from joint in Gen.Elements(Joints)
            from second in Gen.Elements(Sound)
            from place in Gen.Choose(0, 40)
            from salt in Gen.Frequency((2, Gen.Constant("")), (3, Gen.Elements(Hostile)))
            let text = first + joint + second
            select text.Insert(Math.Min(place, text.Length), salt);
        return Gen.Frequency((1, soup), (3, seasoned));
    }

    private static async Task Run(NpgsqlConnection connection, string sql)
    {
        await using NpgsqlCommand command = new(sql, connection);
        await command.ExecuteNonQueryAsync();
    }
}
