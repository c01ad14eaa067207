using System.Globalization;
using FsCheck;
using FsCheck.Fluent;
using Npgsql;
using Pace.Engine.Compilation;
using Pace.Engine.Diagnostics;
using Pace.Engine.Platforms;
using Pace.Engine.Platforms.Sqlite;
using Pace.Engine.Policies;
using Pace.Engine.Sql;
using Pace.Engine.Sql.Dialects;
using Pace.Engine.Tests.Platforms.Sqlite.Support;
using Pace.Engine.Tests.Support;
using Property = Pace.Engine.Tests.Support.Property;

namespace Pace.Engine.Tests.Sql.Dialects;

/// <summary>
/// The same on platforms at hand: what a policy with hostile names and texts becomes is run, does what the policy says,
/// and nothing else.
/// </summary>
public sealed class InjectionServerTests
{
    // Table, two columns, view, group, text.
    private static Gen<string[]> Values => Gen.ArrayOf(HostileTexts.Any, 6);

    [PostgresFact]
    public void On_PostgreSQL_a_hostile_policy_shows_what_it_says_and_does_nothing_else()
    {
        int number = 0;
        Property.Holds(Values, values => number += ShowsWhatItSays(values) ? 1 : 0, count: 60);
        Assert.True(number > 5, $"Only {number} of the policies could be compiled.");
    }

    private static bool ShowsWhatItSays(string[] values)
    {
        if (Compile(values, "public", PlatformType.Postgres, new PostgresDialect()) is not { } script)
        {
            return false;
        }

        using NpgsqlConnection connection = new(PostgresServer.ConnectionString);
        connection.Open();
        // Rolled back with the connection: roles belong to the whole server.
        using NpgsqlTransaction transaction = connection.BeginTransaction();
        string table = PostgresText.Name(new QualifiedName(["public", values[0]]));
        Run(connection, $"""
            create table public.canary (id int);
            create table {table} ({PostgresText.Identifier(values[1])} text, {PostgresText.Identifier(values[2])} text);
            insert into {table} values ('raw', 'other');
            create role {PostgresText.Identifier(values[4])}
            """);
        Run(connection, script);
        string view = PostgresText.Name(new QualifiedName(["public", values[3]]));
        string query = $"select {PostgresText.Identifier(values[1])} || '|' || {PostgresText.Identifier(values[2])} from {view}";
        Run(connection, "create role pace_injection_other; grant select on " + view + " to pace_injection_other");
        Run(connection, "set local role pace_injection_other");
        Assert.Equal(values[5] + "|other", Run(connection, query));
        Run(connection, "reset role");
        Run(connection, $"set local role {PostgresText.Identifier(values[4])}");
        Assert.Equal("raw|other", Run(connection, query));
        Run(connection, "reset role");
        Assert.Equal("3", Run(connection, $"""
            select count(*)::text from pg_catalog.pg_class
            where relnamespace = 'public'::regnamespace and relkind in ('r', 'v') and xmin::text = pg_catalog.pg_current_xact_id()::xid::text
            """));
        return true;
    }

    [Fact]
    public async Task On_SQLite_a_hostile_policy_shows_what_it_says_and_does_nothing_else()
    {
        using SqliteFolder folder = new();
        int number = 0;
        foreach (string[] values in Values.Sample(60))
        {
            if (Compile(values, null, PlatformType.Sqlite, new SqliteDialect()) is null)
            {
                continue;
            }

            string file = Path.Combine(folder.Root, (++number).ToString(CultureInfo.InvariantCulture) + ".db");
            string table = SqliteText.Identifier(values[0]);
            folder.Run(
                $"create table canary (id int); create table {table} ({SqliteText.Identifier(values[1])} text, {SqliteText.Identifier(values[2])} text); "
                    + $"insert into {table} values ('raw', 'other')",
                file);
            SqlitePlatform platform = new("sales", file, folder.Clock);
            DataPolicy policy = Policy(values, null, PlatformType.Sqlite);
            CompiledPolicy compiled = PolicyCompiler.Compile(policy, platform.Dialect).Require(policy);
            await platform.ApplyAsync(new ApplyRequest(policy, compiled, 1, false), CancellationToken.None);

            string view = new QualifiedName([values[3]]).ToString();
            Assert.Equal([["raw", "other"]], await platform.ValuesAsync(view, values[4]));
            Assert.Equal([[values[5], "other"]], await platform.ValuesAsync(view));
            Assert.Equal(3L, folder.Run("select count(*) from sqlite_master", file));
        }

        Assert.True(number > 5, $"Only {number} of the policies could be compiled.");
    }

    private static string? Compile(string[] values, string? schema, PlatformType platform, SqlDialect dialect)
    {
        // A table and a view cannot have one name, and neither can the table that is watched.
        string[] names = [values[0], values[3], "canary"];
        if (names.Distinct(StringComparer.OrdinalIgnoreCase).Count() < names.Length || PostgresServer.SkipReason is not null && schema is not null)
        {
            return null;
        }

        CompilationResult result = PolicyCompiler.Compile(Policy(values, schema, platform), dialect);
        if (result.Policy is null)
        {
            Assert.All(
                result.Diagnostics.Where(item => item.Severity == DiagnosticSeverity.Error),
                item => Assert.Contains(item.Code, (DiagnosticCode[])
                [
                    DiagnosticCodes.NameInvalid, DiagnosticCodes.TextInvalid, DiagnosticCodes.PrincipalEmpty, DiagnosticCodes.DuplicateField,
                    DiagnosticCodes.TargetIsSource, DiagnosticCodes.BadFixedValue,
                ]));
            return null;
        }

        return dialect.WriteScript(result.Policy);
    }

    private static DataPolicy Policy(string[] values, string? schema, PlatformType platform)
    {
        string Name(string name) => new QualifiedName(schema is null ? [name] : [schema, name]).ToString();
        static Field Column(string name) => new() { NameParts = [name], Type = "text" };
        return new DataPolicy
        {
            Source = new PolicySource
            {
                Ref = new ResourceUrn { IntegrationFqn = Name(values[0]), Platform = new PlatformReference { Id = "p", PlatformType = platform } },
                Fields = [Column(values[1]), Column(values[2])],
            },
            RuleSets =
            [
                new RuleSet
                {
                    Target = new Target { Ref = new ResourceUrn { IntegrationFqn = Name(values[3]) } },
                    FieldTransforms =
                    [
                        new FieldTransform
                        {
                            Field = Column(values[1]),
                            Transforms =
                            [
                                new Transform { Principals = [new Principal(PrincipalKind.Group, values[4])], Action = new IdentityTransform() },
                                new Transform { Action = new FixedTransform { Value = values[5] } },
                            ],
                        },
                    ],
                },
            ],
        };
    }

    private static string? Run(NpgsqlConnection connection, string sql)
    {
        using NpgsqlCommand command = new(sql, connection);
        return command.ExecuteScalar()?.ToString();
    }
}
