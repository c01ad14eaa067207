using System.Globalization;
using System.Text.RegularExpressions;
using Npgsql;
using Pace.Engine.Compilation;
using Pace.Engine.Policies;
using Pace.Engine.Policies.Reading;
using Pace.Engine.Sql.Dialects;

namespace Pace.Engine.Tests.Support;

/// <summary>
/// A database and roles of a test's own. Roles belong to the whole server, so texts name them as <c>%marketing%</c>,
/// which stands for a role that nobody else has; it is made when it is first named.
/// </summary>
public sealed partial class PostgresWorld : IAsyncLifetime
{
    private readonly string _mark = Guid.NewGuid().ToString("N")[..8];
    private readonly HashSet<string> _roles = [];
    private NpgsqlDataSource? _source;

    private string Database => "pace_world_" + _mark;

    public async Task InitializeAsync()
    {
        if (PostgresServer.SkipReason is not null)
        {
            return;
        }

        await using NpgsqlConnection connection = new(PostgresServer.ConnectionString);
        await connection.OpenAsync();
        await using NpgsqlCommand create = new($"create database {Database}", connection);
        await create.ExecuteNonQueryAsync();
        _source = NpgsqlDataSource.Create(
            new NpgsqlConnectionStringBuilder(PostgresServer.ConnectionString) { Database = Database, MaxPoolSize = 4 });
    }

    public async Task DisposeAsync()
    {
        if (_source is null)
        {
            return;
        }

        await _source.DisposeAsync();
        await using NpgsqlConnection connection = new(PostgresServer.ConnectionString);
        await connection.OpenAsync();
        await Execute(connection, $"drop database {Database} with (force)");
        foreach (string role in _roles)
        {
            await Execute(connection, $"drop role if exists {PostgresText.Identifier(role)}");
        }
    }

    /// <summary>The name of a role on this server.</summary>
    public string Role(string name) => $"{name}_{_mark}";

    /// <summary>Runs SQL as the superuser, with roles as <c>%name%</c>. Roles that are named are made, without login.</summary>
    public async Task Run(string sql)
    {
        await using NpgsqlConnection connection = await _source!.OpenConnectionAsync();
        await MakeRoles(connection, sql);
        await Execute(connection, FillSql(sql));
    }

    /// <summary>Compiles a policy and runs its script. Roles that it names are made.</summary>
    public async Task<CompiledPolicy> Apply(string yaml, JudgeBy judgeBy = JudgeBy.CurrentUser)
    {
        PostgresDialect dialect = new(judgeBy);
        CompiledPolicy compiled = Compile(yaml, dialect);
        await using NpgsqlConnection connection = await _source!.OpenConnectionAsync();
        await MakeRoles(connection, yaml);
        await Execute(connection, dialect.WriteScript(compiled));
        return compiled;
    }

    /// <summary>Compiles a policy with roles as <c>%name%</c>.</summary>
    public CompiledPolicy Compile(string yaml, PostgresDialect dialect)
    {
        PolicyReadResult read = PolicyReader.Read(Fill(yaml), PolicyFormat.Yaml);
        Assert.Empty(read.Diagnostics);
        return PolicyCompiler.Compile(read.Policy!, dialect).Require(read.Policy!);
    }

    /// <summary>
    /// What a role gets: a row a line, values separated by <c>|</c>, NULL as <c>∅</c>, rows in order of their text.
    /// Null is the superuser.
    /// </summary>
    public async Task<string[]> Query(string? role, string sql)
    {
        await using NpgsqlConnection connection = await _source!.OpenConnectionAsync();
        await MakeRoles(connection, sql + (role is null ? "" : $"%{role}%"));
        try
        {
            if (role is not null)
            {
                await Execute(connection, $"set role {PostgresText.Identifier(Role(role))}");
            }

            await using NpgsqlCommand command = new(FillSql(sql), connection);
            await using NpgsqlDataReader reader = await command.ExecuteReaderAsync();
            List<string> rows = [];
            while (await reader.ReadAsync())
            {
                rows.Add(string.Join('|', Enumerable.Range(0, reader.FieldCount).Select(at =>
                    reader.IsDBNull(at) ? "∅" : Convert.ToString(reader.GetValue(at), CultureInfo.InvariantCulture))));
            }

            return [.. rows.Order(StringComparer.Ordinal)];
        }
        finally
        {
            await Execute(connection, "reset role");
        }
    }

    private static async Task Execute(NpgsqlConnection connection, string sql)
    {
        await using NpgsqlCommand command = new(sql, connection);
        await command.ExecuteNonQueryAsync();
    }

    private string Fill(string yaml) => RoleName().Replace(yaml, match => Role(match.Groups[1].Value));

    private string FillSql(string sql) => RoleName().Replace(sql, match => PostgresText.Identifier(Role(match.Groups[1].Value)));

    private async Task MakeRoles(NpgsqlConnection connection, string text)
    {
        foreach (string role in RoleName().Matches(text).Select(match => Role(match.Groups[1].Value)).Distinct())
        {
            if (_roles.Add(role))
            {
                await Execute(connection, $"create role {PostgresText.Identifier(role)}");
            }
        }
    }

    [GeneratedRegex("%([A-Za-z_0-9]+)%")]
    private static partial Regex RoleName();
}
