using System.Globalization;
using Npgsql;
using Pace.Engine.Platforms;
using Pace.Engine.Policies;

namespace Pace.Engine.Differential.Tests.Support;

/// <summary>A database of its own under collation C, which is dropped in the end.</summary>
public sealed class PostgresDatabase : IAsyncDisposable
{
    public const string Variable = "PACE_TEST_POSTGRES";

    private readonly NpgsqlConnectionStringBuilder _settings;

    private PostgresDatabase(NpgsqlConnectionStringBuilder settings) => _settings = settings;

    public static string? Server { get; } = Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } text ? text : null;

    public static async Task<PostgresDatabase> CreateAsync()
    {
        string name = "pace_differential_" + Guid.NewGuid().ToString("N")[..10];
        await ExecuteAsync(
            new NpgsqlConnectionStringBuilder(Server) { Pooling = false },
            $"create database {name} template template0 encoding 'UTF8' lc_collate 'C' lc_ctype 'C'");
        return new PostgresDatabase(new NpgsqlConnectionStringBuilder(Server) { Database = name, Pooling = false });
    }

    public IProcessingPlatform Platform() => PlatformRegistry.Default.Create(new PlatformSettings(
        "differential", PlatformType.Postgres,
        new Dictionary<string, string>
        {
            ["host-name"] = _settings.Host!,
            ["port"] = _settings.Port.ToString(CultureInfo.InvariantCulture),
            ["database"] = _settings.Database!,
            ["user-name"] = _settings.Username!,
            ["password"] = _settings.Password!,
        }));

    public async Task<NpgsqlConnection> ConnectAsync()
    {
        NpgsqlConnection connection = new(_settings.ConnectionString);
        await connection.OpenAsync();
        return connection;
    }

    public async ValueTask DisposeAsync() => await ExecuteAsync(
        new NpgsqlConnectionStringBuilder(Server) { Pooling = false }, $"drop database if exists {_settings.Database} with (force)");

    private static async Task ExecuteAsync(NpgsqlConnectionStringBuilder settings, string sql)
    {
        await using NpgsqlConnection connection = new(settings.ConnectionString);
        await connection.OpenAsync();
        await using NpgsqlCommand command = new(sql, connection);
        await command.ExecuteNonQueryAsync();
    }
}
