using Npgsql;

namespace Pace.Engine.Postgres.Tests.Support;

/// <summary>The server that the tests run against, as a superuser.</summary>
public static class TestServer
{
    public const string Variable = "PACE_TEST_POSTGRES";

    public static string? ConnectionString { get; } = Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } text ? text : null;

    /// <summary>A connection to a database of the server, not pooled: databases are dropped after each test.</summary>
    public static async Task<NpgsqlConnection> Connect(string? database = null, string? user = null, string? password = null)
    {
        NpgsqlConnectionStringBuilder settings = new(ConnectionString) { Pooling = false };
        settings.Database = database ?? settings.Database;
        settings.Username = user ?? settings.Username;
        settings.Password = password ?? settings.Password;
        NpgsqlConnection connection = new(settings.ConnectionString);
        await connection.OpenAsync();
        return connection;
    }

    public static async Task Execute(NpgsqlConnection connection, string sql)
    {
        await using NpgsqlCommand command = new(sql, connection);
        await command.ExecuteNonQueryAsync();
    }
}
