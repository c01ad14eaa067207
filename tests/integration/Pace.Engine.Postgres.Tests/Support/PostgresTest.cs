using System.Globalization;
using System.Text.RegularExpressions;
using Npgsql;
using Pace.Engine.Compilation;
using Pace.Engine.Diagnostics;
using Pace.Engine.Platforms;
using Pace.Engine.Policies;
using Pace.Engine.Policies.Reading;
using Pace.Engine.Sql.Dialects;

namespace Pace.Engine.Postgres.Tests.Support;

/// <summary>
/// A database for each test, which belongs to the login <c>%pace%</c>. Roles belong to the whole server, so texts name
/// them as <c>%marketing%</c>: a role that no other test has. All but <c>%pace%</c> cannot log in, and are made when
/// they are first named.
/// </summary>
public abstract partial class PostgresTest : IAsyncLifetime
{
    private readonly string _mark = Guid.NewGuid().ToString("N")[..10];
    private readonly HashSet<string> _roles = [];
    private readonly List<IProcessingPlatform> _platforms = [];

    /// <summary>Rows and columns of the kinds that policies are about.</summary>
    protected const string Demo =
        """
        create table public.demo (id bigint not null primary key, email text, age int, brand varchar(20));
        insert into public.demo values (1, 'ann@hotmail.com', 33, 'Apple'), (2, 'bob@gmail.com', 16, 'Nokia');
        """;

    protected string Database => "pace_it_" + _mark;

    protected string Password => "secret-" + _mark;

    protected static CancellationToken None => CancellationToken.None;

    public virtual async Task InitializeAsync()
    {
        if (TestServer.ConnectionString is null)
        {
            return;
        }

        await using NpgsqlConnection connection = await TestServer.Connect();
        string pace = PostgresText.Identifier(Role("pace"));
        _roles.Add(Role("pace"));
        await TestServer.Execute(connection, $"create role {pace} login password '{Password}'");
        await TestServer.Execute(connection, $"create database {Database} owner {pace}");
        if (connection.PostgreSqlVersion.Major < 15)
        {
            // As it is from version 15 on: the schema belongs to the database's owner.
            await using NpgsqlConnection made = await TestServer.Connect(Database);
            await TestServer.Execute(made, $"alter schema public owner to {pace}");
        }
    }

    public virtual async Task DisposeAsync()
    {
        if (TestServer.ConnectionString is null)
        {
            return;
        }

        foreach (IProcessingPlatform platform in _platforms)
        {
            await platform.DisposeAsync();
        }

        await using NpgsqlConnection connection = await TestServer.Connect();
        await TestServer.Execute(connection, $"drop database if exists {Database} with (force)");
        foreach (string role in _roles)
        {
            await TestServer.Execute(connection, $"drop role if exists {PostgresText.Identifier(role)}");
        }
    }

    /// <summary>A role's name on the server.</summary>
    protected string Role(string name) => $"{name}_{_mark}";

    /// <summary>Runs SQL as the superuser.</summary>
    protected Task Sql(string sql) => SqlAs(null, sql);

    /// <summary>Runs SQL in the name of a role.</summary>
    protected async Task SqlAs(string? role, string sql)
    {
        await using NpgsqlConnection connection = await Connect(role, sql);
        await TestServer.Execute(connection, Fill(sql, PostgresText.Identifier));
    }

    /// <summary>
    /// What a role gets, null for the superuser: a row a line, values separated by <c>|</c>, NULL as <c>-</c>, rows in
    /// the order of their texts.
    /// </summary>
    protected async Task<string[]> Rows(string? role, string sql)
    {
        await using NpgsqlConnection connection = await Connect(role, sql);
        await using NpgsqlCommand command = new(Fill(sql, PostgresText.Identifier), connection) { AllResultTypesAreUnknown = true };
        await using NpgsqlDataReader reader = await command.ExecuteReaderAsync();
        List<string> rows = [];
        while (await reader.ReadAsync())
        {
            rows.Add(string.Join('|', Enumerable.Range(0, reader.FieldCount).Select(at => reader.IsDBNull(at) ? "-" : reader.GetString(at))));
        }

        return [.. rows.Order(StringComparer.Ordinal)];
    }

    /// <summary>Whether a role is refused for want of a right.</summary>
    protected async Task<bool> IsRefused(string role, string sql)
    {
        PostgresException? error = await Record.ExceptionAsync(() => SqlAs(role, sql)) as PostgresException;
        return error?.SqlState == PostgresErrorCodes.InsufficientPrivilege;
    }

    /// <summary>The settings of a platform that logs in as <c>%pace%</c>; a value of null takes a key out.</summary>
    protected PlatformSettings Settings(params (string Key, string? Value)[] changes)
    {
        NpgsqlConnectionStringBuilder server = new(TestServer.ConnectionString);
        Dictionary<string, string> values = new()
        {
            ["host-name"] = server.Host!,
            ["port"] = server.Port.ToString(CultureInfo.InvariantCulture),
            ["database"] = Database,
            ["user-name"] = Role("pace"),
            ["password"] = Password,
        };
        foreach ((string key, string? value) in changes)
        {
            values.Remove(key);
            if (value is not null)
            {
                values[key] = value;
            }
        }

        return new PlatformSettings("pg", PlatformType.Postgres, values);
    }

    /// <summary>A platform of its own, as another machine would have it.</summary>
    protected IProcessingPlatform Platform(params (string Key, string? Value)[] changes)
    {
        IProcessingPlatform platform = PlatformRegistry.Default.Create(Settings(changes));
        _platforms.Add(platform);
        return platform;
    }

    /// <summary>A platform that logs in as the superuser.</summary>
    protected IProcessingPlatform SuperuserPlatform()
    {
        NpgsqlConnectionStringBuilder server = new(TestServer.ConnectionString);
        return Platform(("user-name", server.Username), ("password", server.Password));
    }

    /// <summary>Reads a policy. The roles that it names are made, unless it is said otherwise.</summary>
    protected async Task<DataPolicy> Policy(string yaml, bool makeRoles = true)
    {
        if (makeRoles)
        {
            await using NpgsqlConnection connection = await TestServer.Connect(Database);
            await MakeRoles(connection, yaml);
        }

        PolicyReadResult read = PolicyReader.Read(Fill(yaml, name => name), PolicyFormat.Yaml, "demo.yaml");
        Assert.Empty(read.Diagnostics);
        return read.Policy!;
    }

    /// <summary>A policy over <see cref="Demo"/>, compiled.</summary>
    /// <param name="rules">The rule sets, as YAML that begins in the first column.</param>
    /// <param name="version">The version to apply it as.</param>
    /// <param name="fields">The fields' names and types, separated by commas.</param>
    /// <param name="source">The source.</param>
    protected async Task<ApplyRequest> Request(
        string rules, int version = 1, string fields = "id bigint, email text, age integer, brand varchar", string source = "public.demo")
    {
        string list = string.Concat(fields.Split(", ").Select(field =>
            $"    - name_parts: [{field.Split(' ', 2)[0]}]\n      type: {field.Split(' ', 2)[1]}\n"));
        DataPolicy policy = await Policy(
            $"""
            metadata:
              title: demo
            source:
              ref:
                integration_fqn: {source}
                platform:
                  id: pg
                  platform_type: POSTGRES
              fields:
            {list}rule_sets:
            {rules}
            """);
        CompiledPolicy compiled = PolicyCompiler.Compile(policy, new PostgresDialect()).Require(policy);
        return new ApplyRequest(policy, compiled, version);
    }

    /// <summary>A rule set that shows mail addresses to some groups only.</summary>
    protected static string Masked(string target, params string[] groups) =>
        $$"""
        - target:
            ref:
              integration_fqn: {{target}}
          field_transforms:
            - field:
                name_parts: [email]
              transforms:
                - principals: [{{string.Join(", ", groups.Select(group => $"{{group: \"%{group}%\"}}"))}}]
                  identity: {}
                - fixed:
                    value: "****"
        """;

    protected static async Task<PaceException> Refused(Func<Task> action, PaceErrorKind kind)
    {
        PaceException error = await Assert.ThrowsAsync<PaceException>(action);
        Assert.True(kind == error.Kind, error.ToString());
        return error;
    }

    private async Task<NpgsqlConnection> Connect(string? role, string sql)
    {
        NpgsqlConnection connection = await TestServer.Connect(Database);
        await MakeRoles(connection, sql + (role is null ? "" : $"%{role}%"));
        if (role is not null)
        {
            await TestServer.Execute(connection, $"set role {PostgresText.Identifier(Role(role))}");
        }

        return connection;
    }

    private string Fill(string text, Func<string, string> write) =>
        RoleName().Replace(text, match => write(Role(match.Groups[1].Value)));

    private async Task MakeRoles(NpgsqlConnection connection, string text)
    {
        foreach (string role in RoleName().Matches(text).Select(match => Role(match.Groups[1].Value)).Distinct())
        {
            if (_roles.Add(role))
            {
                await TestServer.Execute(connection, $"create role {PostgresText.Identifier(role)} nologin");
            }
        }
    }

    [GeneratedRegex("%([A-Za-z_]+)%")]
    private static partial Regex RoleName();
}
