using Npgsql;
using Pace.Engine.Policies;
using Pace.Engine.Policies.Reading;
using Pace.Engine.Tests.Support;

namespace Pace.Engine.Tests.Sql.Portable;

public class PortableReaderServerTests
{
    [PostgresFact]
    public async Task PostgreSql_gives_the_types_that_the_subset_says()
    {
        await using NpgsqlConnection connection = await CreateTableAsync();
        foreach ((string type, string text) in Lines("inside.txt"))
        {
            await using NpgsqlCommand command = new($"select pg_typeof({(text == "null" ? "null::boolean" : text)})::text from (select) t left join portable on true", connection);
            await using NpgsqlDataReader reader = await command.ExecuteReaderAsync();
            Assert.True(await reader.ReadAsync());
            string expected = type switch { "timestamptz" => "timestamp with time zone", "timestamp" => "timestamp without time zone", _ => type };
            // Of its two types for text PostgreSQL takes now this, now that; their values are alike.
            string given = reader.GetFieldValue<string>(0).Replace("character varying", "text", StringComparison.Ordinal);
            Assert.True(expected == given, $"{text} is {given} on PostgreSQL");
        }
    }

    [PostgresFact]
    public async Task PostgreSql_can_evaluate_what_the_real_platform_is_offered_for()
    {
        await using NpgsqlConnection connection = await CreateTableAsync();
        foreach ((_, string text) in Lines("outside.txt").Where(line => !line.First.StartsWith('!')))
        {
            string query = text[0] == '~' ? $"select {text[1..]} from portable" : $"select 1 from portable where {text}";
            await using NpgsqlCommand command = new(query, connection);
            Exception? refused = await Record.ExceptionAsync(() => command.ExecuteNonQueryAsync());
            Assert.True(refused is null, $"{text}: {refused?.Message}");
        }
    }

    private static IEnumerable<(string First, string Second)> Lines(string file) =>
        PortableFixtures.Read(file).Select(row => ((string)row[0], (string)row[1]));

    private static async Task<NpgsqlConnection> CreateTableAsync()
    {
        DataPolicy policy = PolicyReader.ReadFile(Path.Combine(PortableFixtures.Folder, "fields.yaml")).Policy!;
        NpgsqlConnection connection = new(PostgresServer.ConnectionString);
        await connection.OpenAsync();
        string columns = string.Join(", ", policy.Source!.Fields.Select(field => $"\"{field.Name}\" {field.Type}"));
        await using NpgsqlCommand command = new($"create temp table portable ({columns})", connection);
        await command.ExecuteNonQueryAsync();
        return connection;
    }
}
