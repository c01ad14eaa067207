using System.Globalization;
using Npgsql;
using Pace.Engine.Compilation;
using Pace.Engine.Diagnostics;
using Pace.Engine.Differential.Tests.Cases;
using Pace.Engine.Differential.Tests.Oracle;
using Pace.Engine.Differential.Tests.Support;
using Pace.Engine.Platforms;
using Pace.Engine.Policies;

namespace Pace.Engine.Differential.Tests.Participants;

/// <summary>
/// The views that are really there after a policy was applied to PostgreSQL, read by roles that are members of the
/// groups and of nothing else.
/// </summary>
public sealed class AppliedPostgresParticipant(PostgresDatabase database) : Participant
{
    private int _schemas;

    public override string Name => "views on PostgreSQL";

    public override bool IsOrdered => false;

    protected override string PlatformType => "POSTGRES";

    protected override string NameOf(string table) => string.Create(CultureInfo.InvariantCulture, $"s{_schemas}.{table}");

    public override async Task<IReadOnlyList<Answer>> AskAsync(PolicyCase policy)
    {
        _schemas++;
        await using NpgsqlConnection connection = await database.ConnectAsync();
        string[] groups = [.. policy.Groups];
        PolicyCase own = WithGroups(policy, group => database.Role(group));
        await database.CreateRolesAsync(connection, own.Groups);
        await CreateTablesAsync(connection, own);
        try
        {
            await using IProcessingPlatform platform = database.Platform();
            DataPolicy document = Policy(own);
            CompiledPolicy compiled = PolicyCompiler.Compile(document, platform.Dialect).Require(document);
            await platform.ApplyAsync(new ApplyRequest(document, compiled, 1), CancellationToken.None);
        }
        catch (PaceException error)
        {
            Answer refused = Answer.OfError($"{error.Kind}: {error.Message}") with { Refused = true };
            return [.. policy.RuleSets.SelectMany(_ => policy.Audiences.Select(_ => refused))];
        }

        List<Answer> answers = [];
        foreach (CaseRuleSet ruleSet in own.RuleSets)
        {
            // In the order of the case's own groups, whatever that of the roles' names.
            foreach (IReadOnlyList<string> audience in policy.Audiences)
            {
                answers.Add(await ReadAsync(connection, NameOf(ruleSet.Target), [.. audience.Select(database.Role)]));
            }
        }

        return answers;
    }

    private async Task CreateTablesAsync(NpgsqlConnection connection, PolicyCase policy)
    {
        await ExecuteAsync(connection, $"create schema s{_schemas}; grant usage on schema s{_schemas} to public");
        await CreateTableAsync(connection, NameOf("source"), policy.Fields.Select(field => (field.Name, field.Type)), policy.Rows);
        foreach (TokenTable table in policy.TokenTables)
        {
            await CreateTableAsync(
                connection, NameOf(table.Name), [(table.Token, table.Type), (table.Value, ColumnType.Of(table.Type.Kind))],
                table.Rows.Select(row => (IReadOnlyList<object?>)[row.Token, row.Value]));
        }
    }

    private static async Task CreateTableAsync(
        NpgsqlConnection connection, string name, IEnumerable<(string Name, ColumnType Type)> columns, IEnumerable<IReadOnlyList<object?>> rows)
    {
        (string Name, ColumnType Type)[] all = [.. columns];
        await ExecuteAsync(connection, $"create table {name} ({string.Join(", ", all.Select(column => $"{SqlText.Quoted(column.Name)} {column.Type}"))})");
        string values = string.Join(", ", rows.Select(row => $"({string.Join(", ", row.Select((value, at) => Literal(value, all[at].Type.Kind)))})"));
        if (values.Length > 0)
        {
            await ExecuteAsync(connection, $"insert into {name} values {values}");
        }
    }

    private static string Literal(object? value, Kind kind) => value is null ? "null" : SqlText.String((string)Hand(value, kind, asText: true)!);

    private async Task<Answer> ReadAsync(NpgsqlConnection connection, string view, IReadOnlyList<string> groups)
    {
        string member = await database.CreateMemberAsync(connection, groups);
        await ExecuteAsync(connection, $"grant select on {view} to {member}; set role {member}");
        try
        {
            List<IReadOnlyList<object?>> rows = [];
            await using NpgsqlCommand command = new($"select * from {view}", connection) { AllResultTypesAreUnknown = true };
            await using NpgsqlDataReader reader = await command.ExecuteReaderAsync();
            while (await reader.ReadAsync())
            {
                rows.Add([.. Enumerable.Range(0, reader.FieldCount).Select(at => reader.IsDBNull(at) ? null : Read(reader.GetDataTypeName(at), reader.GetString(at)))]);
            }

            return Answer.Of(null, rows);
        }
        catch (PostgresException error) when (error.SqlState.StartsWith("22", StringComparison.Ordinal))
        {
            return Answer.OfError(error.MessageText);
        }
        catch (PostgresException error)
        {
            return Answer.OfError(error.ToString()) with { Refused = true };
        }
        finally
        {
            await ExecuteAsync(connection, "reset role");
        }
    }

    private static object Read(string type, string text) => type switch
    {
        "smallint" => short.Parse(text, CultureInfo.InvariantCulture),
        "integer" => int.Parse(text, CultureInfo.InvariantCulture),
        "bigint" => long.Parse(text, CultureInfo.InvariantCulture),
        "double precision" => double.Parse(text, CultureInfo.InvariantCulture),
        "boolean" => text == "t",
        "date" => DateOnly.Parse(text, CultureInfo.InvariantCulture),
        "timestamp without time zone" => DateTime.Parse(text, CultureInfo.InvariantCulture),
        "timestamp with time zone" => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture).ToUniversalTime(),
        _ when type.StartsWith("numeric", StringComparison.Ordinal) => Values.Give(Exact.Parse(text), Kind.Numeric)!,
        _ => text,
    };

    private static PolicyCase WithGroups(PolicyCase policy, Func<string, string> name)
    {
        List<Branch<T>> Named<T>(IReadOnlyList<Branch<T>> branches) => [.. branches.Select(branch => branch with { Groups = [.. branch.Groups.Select(name)] })];
        return policy with
        {
            RuleSets = [.. policy.RuleSets.Select(ruleSet => ruleSet with
            {
                Transforms = [.. ruleSet.Transforms.Select(transform => transform with { Branches = Named(transform.Branches) })],
                Filters = [.. ruleSet.Filters.Select(filter => filter switch
                {
                    Cases.GenericFilter generic => (CaseFilter)new Cases.GenericFilter(Named(generic.Branches)),
                    Cases.RetentionFilter retention => retention with { Branches = Named(retention.Branches) },
                    _ => filter,
                })],
            })],
        };
    }

    private static async Task ExecuteAsync(NpgsqlConnection connection, string sql)
    {
        await using NpgsqlCommand command = new(sql, connection);
        await command.ExecuteNonQueryAsync();
    }
}
