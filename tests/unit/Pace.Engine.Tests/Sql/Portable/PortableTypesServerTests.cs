using Npgsql;
using Pace.Engine.Compilation;
using Pace.Engine.Diagnostics;
using Pace.Engine.Policies;
using Pace.Engine.Sql;
using Pace.Engine.Sql.Dialects;
using Pace.Engine.Sql.Expressions;
using Pace.Engine.Sql.Portable;
using Pace.Engine.Tests.Support;

namespace Pace.Engine.Tests.Sql.Portable;

/// <summary>A column of a view has the type that is said of it, or what is said of it is that only a platform can.</summary>
public class PortableTypesServerTests
{
    // A field of each type with a fixed value of it; others of the source's are there for statements.
    private static readonly (string Type, string Fixed)[] Types =
    [
        ("smallint", "7"), ("integer", "-7"), ("bigint", "7"), ("numeric(10,2)", "7.50"), ("numeric", "7"), ("real", "0.5"), ("double precision", "0.5"),
        ("text", "x"), ("varchar(10)", "x"), ("varchar", "x"), ("char(3)", "abc"), ("boolean", "true"), ("date", "2024-01-31"),
        ("timestamp(3)", "2024-01-31T00:00:00"), ("timestamp", "2024-01-31T00:00:00"), ("timestamptz", "2024-01-31T00:00:00Z"), ("time", "10:00"),
        ("uuid", "00000000-0000-0000-0000-000000000000"), ("json", "{}"), ("interval", "1 day"), ("bytea", @"\x00"), ("integer[]", "{1}"),
    ];

    private static readonly string[] Statements =
        ["null", "'x'", "s + s", "i", "n * 2", "d", "t", "f", "dt", "ts", "tz"];

    [PostgresFact]
    public async Task A_column_has_the_type_that_PostgreSQL_gives_it()
    {
        await using NpgsqlConnection connection = new(PostgresServer.ConnectionString);
        await connection.OpenAsync();
        List<string> wrong = [];
        int same = 0;
        foreach ((string type, string value) in Types)
        {
            Field field = new() { NameParts = ["x"], Type = type };
            ValueList<Field> fields = [field, .. PortableSample.Fields.Where(other => other.Name.Length <= 2 && other.Name != "x" && other.Type.Length > 0)];
            await Execute(connection, "create temp table typed(" + string.Join(", ", fields.Select(item => $"\"{item.Name}\" {item.Type}")) + ")");
            TransformAction[] actions = Actions(value);
            foreach (TransformAction[] branches in actions.Select(only => new[] { only })
                .Concat(actions.SelectMany(first => actions, (first, second) => new[] { first, second }))
                .Append([new IdentityTransform(), new NullifyTransform(), new IdentityTransform()]))
            {
                RuleSet ruleSet = RuleSet(field, branches);
                DataPolicy policy = Policy(fields, ruleSet);
                if (PolicyCompiler.Compile(policy, new PostgresDialect()).Policy is not { } compiled)
                {
                    continue;
                }

                SqlType? expected = PortableTypes.OfColumn(fields, 0, ruleSet, SqlLexicalRules.Postgres);
                DiagnosticBag bag = new(null);
                PortableRules.Check(policy, SqlLexicalRules.Postgres, bag);
                (string? actual, string problem) = await TypeOf(connection, compiled.Views[0].Query);
                string here = expected is null ? "none" : PostgresWriter.Type(expected);
                string said = $"{type}: {string.Join(" / ", branches.Select(Describe))}: here {here} ({string.Join("; ", bag.Items.Select(item => item.Code.Id + " " + item.Message))}), on the server {actual ?? problem}";
                bool good = bag.HasErrors ? actual is null || bag.Items.All(item => item.Code.Id == "PACE0210") : Same(here, actual);
                wrong.AddRange(good ? [] : [said]);
                same += good && !bag.HasErrors ? 1 : 0;
            }

            await Execute(connection, "drop table typed");
        }

        Assert.True(wrong.Count == 0, $"{wrong.Count} differ, {same} do not\n{string.Join('\n', wrong.OrderBy(line => line.Length).Take(40))}");
        Assert.InRange(same, 1000, int.MaxValue);
    }

    private static TransformAction[] Actions(string value) =>
    [
        new IdentityTransform(), new NullifyTransform(), new FixedTransform { Value = value }, new HashTransform { Seed = 1 },
        new RegexpTransform { Regexp = "a" }, new RegexpTransform { Regexp = "^(a).*$", Replacement = "$1-" },
        new NumericRoundingTransform { Rounding = RoundingKind.Ceil, Divisor = 5 },
        new AggregationTransform { Aggregation = AggregationKind.Sum }, new AggregationTransform { Aggregation = AggregationKind.Min },
        new AggregationTransform { Aggregation = AggregationKind.Avg, Precision = 2, CastTo = "float8" },
        new AggregationTransform { Aggregation = AggregationKind.Avg, CastTo = "double precision" }, new AggregationTransform { Aggregation = AggregationKind.Avg, CastTo = "int4" },
        .. Statements.Select(text => new SqlStatementTransform { Statement = text }),
    ];

    private static string Describe(TransformAction action) => action switch
    {
        SqlStatementTransform statement => statement.Statement,
        AggregationTransform aggregation => $"{aggregation.Aggregation} {aggregation.CastTo} {aggregation.Precision}",
        _ => action.GetType().Name.Replace("Transform", "", StringComparison.Ordinal),
    };

    // PostgreSQL's two types of text hold the same; which one a column of several branches has is a matter of their order.
    private static bool Same(string here, string? actual) => actual is not null && Plain(here) == Plain(actual);

    private static string Plain(string type) =>
        SqlType.TryParse(type, out SqlType parsed) && parsed.Kind is SqlTypeKind.VarChar or SqlTypeKind.Text && parsed.Arguments.Count == 0
            ? "text"
            : SqlType.TryParse(type, out parsed) ? PostgresWriter.Type(parsed) : type;

    private static RuleSet RuleSet(Field field, TransformAction[] branches) => new()
    {
        Target = new Target { Ref = new ResourceUrn { IntegrationFqn = "public.typed_view" } },
        FieldTransforms =
        [
            new FieldTransform
            {
                Field = field,
                Transforms = branches.Select((action, at) => new Transform
                {
                    Principals = at == branches.Length - 1 ? [] : [new Principal(PrincipalKind.Group, $"g{at}")],
                    Action = action,
                }).ToValueList(),
            },
        ],
    };

    private static DataPolicy Policy(ValueList<Field> fields, RuleSet ruleSet) => new()
    {
        Source = new PolicySource { Ref = new ResourceUrn { IntegrationFqn = "pg_temp.typed", Platform = new PlatformReference { Id = "pg", PlatformType = PlatformType.Postgres } }, Fields = fields },
        RuleSets = [ruleSet],
    };

    private static async Task<(string? Type, string Problem)> TypeOf(NpgsqlConnection connection, string query)
    {
        try
        {
            await using NpgsqlCommand command = new(query, connection);
            await using NpgsqlDataReader reader = await command.ExecuteReaderAsync(System.Data.CommandBehavior.SchemaOnly);
            return (reader.GetDataTypeName(0), "");
        }
        catch (PostgresException refused)
        {
            return (null, refused.MessageText);
        }
    }

    private static async Task Execute(NpgsqlConnection connection, string sql)
    {
        await using NpgsqlCommand command = new(sql, connection);
        await command.ExecuteNonQueryAsync();
    }
}
