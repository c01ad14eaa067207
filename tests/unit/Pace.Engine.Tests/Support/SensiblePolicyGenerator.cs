using FsCheck;
using FsCheck.Fluent;
using Pace.Engine.Policies;

namespace Pace.Engine.Tests.Support;

/// <summary>
/// Random policies without a mistake over one table, <c>public.people</c> on PostgreSQL: for tests that need policies
/// which pass validation and compile. Conditions and expressions are of the portable subset of SQL.
/// </summary>
public static class SensiblePolicyGenerator
{
    private static readonly string[] Groups = ["administrator", "fraud_and_risk", "marketing", "O'Brien's", "analytics"];

    private static readonly string[] Conditions = ["true", "false", "age > 8", "country = 'UK' and age <= 65", "email is not null", "age between 18 and 67 or active"];

    // Each column with what can be done to it, in a way that gives its own type.
    private static readonly (Field Field, Gen<TransformAction> Action)[] Columns =
    [
        (Column("id", "bigint"), Gen.OneOf(Plain(new NullifyTransform()), Fixed("0", "-1"), Hash, Aggregate(AggregationKind.Min, AggregationKind.Max))),
        (Column("email", "varchar"), Gen.OneOf(Plain(new NullifyTransform()), Fixed("****", "", "null"), Regexp, Hash)),
        (Column("age", "integer"), Gen.OneOf(Plain(new NullifyTransform()), Fixed("0000", "18"), Round, Plain(new SqlStatementTransform { Statement = "case when age < 18 then 0 else age end" }))),
        (Column("country", "text"), Gen.OneOf(Plain(new NullifyTransform()), Fixed("-"), Plain(new SqlStatementTransform { Statement = "case when country = 'UK' then 'UK' else 'other' end" }))),
        (Column("salary", "numeric(12,2)"), Gen.OneOf(Plain(new NullifyTransform()), Fixed("0.00"), Round, Aggregate(AggregationKind.Sum, AggregationKind.Avg, AggregationKind.Min))),
        (Column("active", "boolean"), Gen.OneOf(Plain(new NullifyTransform()), Fixed("true", "false"))),
        (Column("born", "date"), Gen.OneOf(Plain(new NullifyTransform()), Fixed("1970-01-01"))),
        (Column("seen", "timestamptz"), Gen.OneOf(Plain(new NullifyTransform()), Fixed("2024-02-29T13:45:00Z"))),
    ];

    /// <summary>The policies.</summary>
    public static Gen<DataPolicy> Policy { get; } =
        from ruleSets in Gen.Choose(1, 2).SelectMany(count => Gen.CollectToArray(Enumerable.Range(0, count).Select(RuleSet)))
        from description in Gen.Elements(null, "", "Who sees which people.")
        select new DataPolicy
        {
            Metadata = new PolicyMetadata { Title = "public.people", Description = description },
            Source = new PolicySource
            {
                Ref = new ResourceUrn
                {
                    IntegrationFqn = "public.people",
                    Platform = new PlatformReference { Id = "pg", PlatformType = PlatformType.Postgres },
                },
                Fields = Columns.Select(column => column.Field).ToValueList(),
            },
            RuleSets = ruleSets.ToValueList(),
        };

    private static Gen<TransformAction> Hash => Gen.Choose(1, int.MaxValue).Select(TransformAction (seed) => new HashTransform { Seed = seed });

    private static Gen<TransformAction> Regexp => Gen.Elements<TransformAction>(
        new RegexpTransform { Regexp = "^.*(@.*)$", Replacement = "****$1" },
        new RegexpTransform { Regexp = "[0-9]+", Replacement = "#" },
        new RegexpTransform { Regexp = "@.*$" });

    private static Gen<TransformAction> Round => Gen.Elements<TransformAction>(
        new NumericRoundingTransform { Rounding = RoundingKind.Ceil, Divisor = 10 },
        new NumericRoundingTransform { Rounding = RoundingKind.Floor, Divisor = 5 },
        new NumericRoundingTransform { Rounding = RoundingKind.Round, Precision = -1 },
        new NumericRoundingTransform { Rounding = RoundingKind.Round, Divisor = 100 });

    private static Field Column(string name, string type) => new() { NameParts = [name], Type = type };

    private static Gen<TransformAction> Plain(TransformAction action) => Gen.Constant(action);

    private static Gen<TransformAction> Fixed(params string[] values) => Gen.Elements(values).Select(TransformAction (value) => new FixedTransform { Value = value });

    private static Gen<TransformAction> Aggregate(params AggregationKind[] kinds) =>
        from kind in Gen.Elements(kinds)
        from partition in PolicyGenerator.Few(Gen.Constant(new Field { NameParts = ["country"] }))
        from least in Gen.Elements<int?>(null, 1, 2, 5)
        select (TransformAction)new AggregationTransform
        {
            Aggregation = kind,
            Precision = kind == AggregationKind.Avg ? 2 : null,
            PartitionBy = partition.Take(1).ToValueList(),
            MinGroupSize = least,
        };

    // Branches for different groups, and a last one for everybody else.
    private static Gen<ValueList<ValueList<Principal>>> Branches =>
        from order in Gen.Shuffle(Groups)
        from first in Gen.Choose(0, 2)
        from second in Gen.Choose(0, 2)
        select new[] { order.Take(first), order.Skip(first).Take(second), [] }
            .Where((branch, at) => at == 2 || branch.Any())
            .Select(branch => branch.Select(Principal.Group).ToValueList())
            .ToValueList();

    private static Gen<FieldTransform> FieldTransform((Field Field, Gen<TransformAction> Action) column) =>
        from branches in Branches
        from actions in Gen.OneOf(Plain(new IdentityTransform()), column.Action).ListOf(branches.Count)
        select new FieldTransform
        {
            Field = new Field { NameParts = column.Field.NameParts },
            Transforms = branches.Zip(actions, (principals, action) => new Transform { Principals = principals, Action = action }).ToValueList(),
        };

    private static Gen<Filter> Generic =>
        from branches in Branches
        from conditions in Gen.Elements(Conditions).ListOf(branches.Count)
        select (Filter)new GenericFilter
        {
            Conditions = branches.Zip(conditions, (principals, condition) => new GenericCondition { Principals = principals, Condition = condition }).ToValueList(),
        };

    private static Gen<Filter> Retention =>
        from branches in Branches
        from days in Gen.Elements<long?>(null, 0, 30, 36500).ListOf(branches.Count)
        select (Filter)new RetentionFilter
        {
            Field = new Field { NameParts = ["seen"] },
            Conditions = branches.Zip(days, (principals, count) => new RetentionCondition
            {
                Principals = principals,
                Period = count is null ? null : new RetentionPeriod { Days = count },
            }).ToValueList(),
        };

    private static Gen<RuleSet> RuleSet(int index) =>
        from columns in Gen.SubListOf(Columns)
        from transforms in Gen.CollectToArray(columns.Select(FieldTransform))
        from generic in PolicyGenerator.Few(Generic)
        from retention in Gen.Elements(false, true)
        from retained in Retention
        select new RuleSet
        {
            Target = new Target { Ref = new ResourceUrn { IntegrationFqn = $"public.people_view_{index}" } },
            FieldTransforms = transforms.ToValueList(),
            Filters = retention ? generic.Add(retained) : generic,
        };
}
