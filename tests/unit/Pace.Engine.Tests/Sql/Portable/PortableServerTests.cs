using Npgsql;
using Pace.Engine.Sql.Dialects;
using Pace.Engine.Sql.Expressions;
using Pace.Engine.Sql.Portable;
using Pace.Engine.Tests.Support;

namespace Pace.Engine.Tests.Sql.Portable;

/// <summary>What the reader makes of an expression is what PostgreSQL makes of it.</summary>
public class PortableServerTests
{
    // The value of an expression in each row of the sample; the state of the error where there is one.
    private const string Prepare = """
        create function pg_temp.look(expression text) returns text[] language plpgsql as $body$
        declare
            results text[];
            result text;
        begin
            for i in 1..5 loop
                begin
                    execute format('select (%s)::text from sample where row_number = %s', expression, i) into result;
                    results[i] := coalesce(result, 'NULL');
                exception when others then
                    results[i] := sqlstate;
                end;
            end loop;
            return results;
        end
        $body$;
        """;

    [PostgresTheory]
    [InlineData(1, 1000, 2)]
    [InlineData(2, 1000, 3)]
    [InlineData(3, 500, 4)]
    public async Task An_expression_has_the_type_and_the_value_that_PostgreSQL_gives_it(int seed, int count, int depth)
    {
        RandomSql random = new(seed);
        string[] texts = [.. Enumerable.Range(0, count).Select(_ => random.Expression(depth)).Distinct()];
        (string Text, PortableExpression? Read)[] read = [.. texts.Select(text =>
            PortableReader.TryRead(text, PortableSample.Fields, SqlLexicalRules.Postgres, condition: false, out PortableExpression expression, out _)
                ? (text, expression)
                : (text, (PortableExpression?)null))];

        await using NpgsqlConnection connection = await Connect();
        List<string[]> plain = await Look(connection, texts);
        List<string[]> printed = await Look(connection, [.. read.Select(item => item.Read is null ? "null" : PortablePrinter.Print(item.Read))]);

        List<string> wrong = [];
        int same = 0;
        for (int at = 0; at < read.Length; at++)
        {
            if (read[at] is not { Text: var text, Read: { } expression })
            {
                continue;
            }

            string type = PostgresWriter.Type(expression.Type);
            string given = await TypeOf(connection, text);
            bool alike = Plain(given) == type && plain[at].SequenceEqual(printed[at]);
            same += alike ? 1 : 0;
            wrong.AddRange(alike ? [] :
                [$"{text}\n    as {PortablePrinter.Print(expression)}\n    {type}: {string.Join('|', printed[at])}\n    server {given}: {string.Join('|', plain[at])}"]);
        }

        Assert.True(wrong.Count == 0, $"seed {seed}: {wrong.Count} of {texts.Length} differ\n{string.Join('\n', wrong.OrderBy(item => item.Length).Take(10))}");
        Assert.True(same > texts.Length / 4, $"only {same} of {texts.Length} were portable");
    }

    private static string Plain(string type) => type switch
    {
        "timestamp without time zone" => "timestamp",
        "timestamp with time zone" => "timestamptz",
        _ when type.StartsWith("character varying", StringComparison.Ordinal) => "text",
        _ when type.StartsWith("numeric", StringComparison.Ordinal) => "numeric",
        _ => type,
    };

    // Without computing it.
    private static async Task<string> TypeOf(NpgsqlConnection connection, string expression)
    {
        try
        {
            await using NpgsqlCommand command = new($"select ({expression}) from sample", connection);
            await using NpgsqlDataReader reader = await command.ExecuteReaderAsync(System.Data.CommandBehavior.SchemaOnly);
            return reader.GetDataTypeName(0);
        }
        catch (PostgresException refused)
        {
            return refused.MessageText;
        }
    }

    private static async Task<NpgsqlConnection> Connect()
    {
        NpgsqlConnection connection = new(PostgresServer.ConnectionString);
        await connection.OpenAsync();
        await using NpgsqlCommand prepare = new("set timezone = 'UTC'; set datestyle = 'ISO';" + PortableSample.Table + Prepare, connection);
        await prepare.ExecuteNonQueryAsync();
        return connection;
    }

    private static async Task<List<string[]>> Look(NpgsqlConnection connection, string[] expressions)
    {
        await using NpgsqlCommand command = new("select pg_temp.look(expression) from unnest($1::text[]) with ordinality as e(expression, n) order by n", connection)
        {
            Parameters = { new() { Value = expressions } },
        };
        List<string[]> looked = [];
        await using NpgsqlDataReader reader = await command.ExecuteReaderAsync();
        while (await reader.ReadAsync())
        {
            looked.Add(reader.GetFieldValue<string[]>(0));
        }

        return looked;
    }
}
