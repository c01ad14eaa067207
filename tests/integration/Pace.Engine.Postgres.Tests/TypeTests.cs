using System.Globalization;
using Pace.Engine.Compilation;
using Pace.Engine.Diagnostics;
using Pace.Engine.Platforms;
using Pace.Engine.Policies;
using Pace.Engine.Postgres.Tests.Support;
using Pace.Engine.Sql.Dialects;

namespace Pace.Engine.Postgres.Tests;

/// <summary>A table with columns of every type is shown, masked and shown again.</summary>
public sealed class TypeTests : PostgresTest
{
    private static readonly string[] Types =
    [
        "smallint", "integer", "bigint", "numeric", "numeric(10,2)", "real", "double precision", "text", "varchar", "varchar(10)",
        "char(3)", "\"char\"", "name", "boolean", "date", "time(3)", "timetz(2)", "timestamp(3)", "timestamptz(0)", "interval", "interval(2)",
        "interval day to second(3)", "interval year to month", "uuid", "json", "jsonb", "xml", "bytea", "bit(3)", "bit varying(5)",
        "bit varying", "inet", "cidr", "macaddr", "macaddr8", "money", "tsvector", "tsquery", "point", "line", "lseg", "box", "path",
        "polygon", "circle", "int4range", "tstzrange", "daterange", "oid", "regclass", "pg_lsn", "jsonpath", "tid", "xid",
        "integer[]", "varchar(5)[]", "numeric(6,2)[]", "timestamptz(3)[]", "interval(2)[]", "bit(3)[]", "tsvector[]",
        "public.mood", "public.mood[]", "public.posint", "public.pair", "public.pair[]", "public.\"My.Range\"",
    ];

    public override async Task InitializeAsync()
    {
        await base.InitializeAsync();
        if (TestServer.ConnectionString is not null)
        {
            string columns = string.Join(", ", Types.Select((type, at) => string.Create(CultureInfo.InvariantCulture, $"c{at} {type}")));
            await SqlAs("pace", $"""
                create type public.mood as enum ('sad', 'glad');
                create domain public.posint as int check (value > 0);
                create type public.pair as (a int, b text);
                create type public."My.Range" as range (subtype = float8);
                create table public.demo ({columns});
                insert into public.demo (c0, c36) values (7, 'a:1');
                """);
        }
    }

    [PostgresFact]
    public async Task Whatever_its_type_a_column_is_shown_masked_and_shown_again()
    {
        await Sql("grant %marketing% to %pace%");
        DataPolicy blueprint = await Platform().CreateBlueprintAsync("public.demo", None);
        Assert.Equal(Types.Length, blueprint.Source!.Fields.Count);
        IReadOnlyList<Transform>[] stages =
        [
            [],
            [
                new Transform { Principals = [new Principal(PrincipalKind.Group, Role("marketing"))], Action = new IdentityTransform() },
                new Transform { Action = new NullifyTransform() },
            ],
            [new Transform { Action = new NullifyTransform() }],
            [],
        ];

        for (int stage = 0; stage < stages.Length; stage++)
        {
            IReadOnlyList<Transform> transforms = stages[stage];
            DataPolicy policy = blueprint with
            {
                RuleSets =
                [
                    new RuleSet
                    {
                        Target = new Target { Ref = new ResourceUrn { IntegrationFqn = "public.demo_view" } },
                        FieldTransforms = transforms.Count == 0
                            ? []
                            : blueprint.Source.Fields
                                .Select(field => new FieldTransform { Field = new Field { NameParts = field.NameParts }, Transforms = [.. transforms] })
                                .ToValueList(),
                    },
                ],
            };
            CompiledPolicy compiled = PolicyCompiler.Compile(policy, new PostgresDialect()).Require(policy);
            ApplyRequest request = new(policy, compiled, stage + 1);
            IReadOnlyList<Diagnostic> problems = await Platform().CheckAsync(policy, compiled, None);

            Assert.DoesNotContain(problems, problem => problem.Severity == DiagnosticSeverity.Error || problem.Code == DiagnosticCodes.ColumnTypeDiffers);
            await Platform().ApplyAsync(request, None);
            await Platform().ApplyAsync(request, None);
            Assert.Equal(["1"], await Rows(null, "select count(*) from public.demo_view"));
        }

        Assert.Equal(
            ["0"],
            await Rows(null, """
                select count(*) from pg_attribute t join pg_attribute v on v.attname = t.attname and v.attnum > 0
                where t.attrelid = 'public.demo'::regclass and t.attnum > 0 and v.attrelid = 'public.demo_view'::regclass
                    and (t.atttypid, t.atttypmod) <> (v.atttypid, v.atttypmod)
                """));
        List<TableRow> rows = [];
        await foreach (TableRow row in Platform().ReadRowsAsync(new RowRequest("public.demo", Page.All), None))
        {
            rows.Add(row);
        }

        Assert.Equal((short)7, rows.Single().Values[0]);
        Assert.Equal("'a':1", rows.Single().Values[36]);
    }
}
