using System.Globalization;
using Npgsql;
using Pace.Engine.Differential.Tests.Cases;
using Pace.Engine.Platforms;
using Pace.Engine.Policies;

namespace Pace.Engine.Differential.Tests.Support;

/// <summary>A database of its own under collation C, which is dropped in the end.</summary>
public sealed class PostgresDatabase : IAsyncDisposable
{
    public const string Variable = "PACE_TEST_POSTGRES";

    private readonly NpgsqlConnectionStringBuilder _settings;
    private readonly string _mark;
    private readonly HashSet<string> _roles = [];

    private PostgresDatabase(NpgsqlConnectionStringBuilder settings, string mark) => (_settings, _mark) = (settings, mark);

    public static string? Server { get; } = Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } text ? text : null;

    public static async Task<PostgresDatabase> CreateAsync()
    {
        string mark = Guid.NewGuid().ToString("N")[..10];
        string name = "pace_differential_" + mark;
        await ExecuteAsync(
            new NpgsqlConnectionStringBuilder(Server) { Pooling = false },
            $"create database {name} template template0 encoding 'UTF8' lc_collate 'C' lc_ctype 'C'");
        return new PostgresDatabase(new NpgsqlConnectionStringBuilder(Server) { Database = name, Pooling = false }, mark);
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

    /// <summary>A role's name on the server, whose roles are everybody's.</summary>
    public string Role(string name) => $"{name} {_mark}";

    /// <summary>Makes roles that cannot log in, those that are not there already.</summary>
    public async Task CreateRolesAsync(NpgsqlConnection connection, IEnumerable<string> names)
    {
        foreach (string name in names.Where(_roles.Add))
        {
            await ExecuteAsync(connection, $"create role {SqlText.Quoted(name)} nologin");
        }
    }

    /// <summary>A new role that is a member of some groups and of no other; its name is in quotes.</summary>
    public async Task<string> CreateMemberAsync(NpgsqlConnection connection, IEnumerable<string> groups)
    {
        string member = Role("member " + _roles.Count.ToString(CultureInfo.InvariantCulture));
        await CreateRolesAsync(connection, [member]);
        foreach (string group in groups)
        {
            await ExecuteAsync(connection, $"grant {SqlText.Quoted(group)} to {SqlText.Quoted(member)}");
        }

        return SqlText.Quoted(member);
    }

    public async ValueTask DisposeAsync()
    {
        string drop = string.Join(", ", _roles.Select(SqlText.Quoted));
        NpgsqlConnectionStringBuilder server = new(Server) { Pooling = false };
        await ExecuteAsync(server, $"drop database if exists {_settings.Database} with (force)");
        if (drop.Length > 0)
        {
            await ExecuteAsync(server, "drop role " + drop);
        }
    }

    private static async Task ExecuteAsync(NpgsqlConnectionStringBuilder settings, string sql)
    {
        await using NpgsqlConnection connection = new(settings.ConnectionString);
        await connection.OpenAsync();
        await ExecuteAsync(connection, sql);
    }

    private static async Task ExecuteAsync(NpgsqlConnection connection, string sql)
    {
        await using NpgsqlCommand command = new(sql, connection);
        await command.ExecuteNonQueryAsync();
    }
}
