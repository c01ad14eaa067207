using System.Globalization;
using Npgsql;
using Pace.Engine.Tests.Support;

namespace Pace.Engine.Tests.Evaluation.Values;

/// <summary>Asks the server what an expression over texts is, for many texts at once.</summary>
internal static class ServerExpressions
{
    /// <summary>What stands for an error.</summary>
    public const string Error = "error";

    // Floating-point numbers are compared by their bits: how they are written is another question.
    private const string Prepare = """
        create function pg_temp.show(x anyelement) returns text language plpgsql as $body$
        begin
            return case pg_typeof(x)::text when 'double precision' then encode(float8send(x::text::float8), 'hex') else x::text end;
        end
        $body$;
        create function pg_temp.try(expression text, texts text[], out result text) language plpgsql as $body$
        begin
            execute 'select pg_temp.show(x) from (select (' || expression || ') as x) t' into result using texts;
        exception when others then
            result := 'error';
        end
        $body$;
        """;

    /// <summary>The results as texts, null for NULL.</summary>
    /// <param name="expressions">For each case the expression, in which <c>$1[1]</c>, <c>$1[2]</c> and so on are its texts.</param>
    /// <param name="texts">For each case its texts.</param>
    public static async Task<List<string?>> Ask(IReadOnlyList<string> expressions, IReadOnlyList<string?[]> texts)
    {
        await using NpgsqlConnection connection = new(PostgresServer.ConnectionString);
        await connection.OpenAsync();
        await using (NpgsqlCommand prepare = new("set time zone 'UTC'; set datestyle to 'ISO, YMD'; " + Prepare, connection))
        {
            await prepare.ExecuteNonQueryAsync();
        }

        List<string?> results = [];
        for (int at = 0; at < expressions.Count; at++)
        {
            await using NpgsqlCommand command = new("select pg_temp.try($1, $2::text[])", connection)
            {
                Parameters = { new() { Value = expressions[at] }, new() { Value = texts[at] } },
            };
            await command.PrepareAsync();
            results.Add(await command.ExecuteScalarAsync() as string);
        }

        return results;
    }

    /// <summary>How a floating-point number is told here.</summary>
    public static string Bits(double value) => BitConverter.DoubleToInt64Bits(value).ToString("x16", CultureInfo.InvariantCulture);

    /// <summary>Asks for each case, and lists where what is found in memory is something else.</summary>
    public static async Task AssertSame(IReadOnlyList<(string Expression, string?[] Texts, string? Here)> cases)
    {
        List<string?> found = await Ask([.. cases.Select(item => item.Expression)], [.. cases.Select(item => item.Texts)]);
        string[] differences = [.. cases.Zip(found)
            .Where(pair => pair.First.Here != pair.Second)
            .Select(pair => $"{pair.First.Expression} of {string.Join(" | ", pair.First.Texts.Select(text => text ?? "NULL"))}: server {pair.Second ?? "NULL"}, here {pair.First.Here ?? "NULL"}")];
        Assert.True(differences.Length == 0, $"{differences.Length} of {cases.Count} differ\n{string.Join('\n', differences.OrderBy(line => line.Length).Take(15))}");

        // Agreeing on nothing but errors would say nothing.
        Assert.True(found.Count(result => result is not null and not Error) > cases.Count / 20, "Almost nothing but errors was compared.");
    }
}
