using System.Globalization;
using Pace.Engine.Evaluation;
using Pace.Engine.Policies;
using Pace.Engine.Tests.Validation;

namespace Pace.Engine.Tests.Evaluation;

/// <summary>Policies and rows in the fewest words.</summary>
internal static class Evaluating
{
    /// <summary>A moment that tests take for now.</summary>
    public static DateTimeOffset Now { get; } = new(2024, 6, 15, 12, 0, 0, TimeSpan.Zero);

    /// <summary>A policy with one view.</summary>
    /// <param name="columns">Names and types, such as <c>id integer, amount numeric(10,2)</c>.</param>
    /// <param name="parts">Field transforms and filters.</param>
    public static DataPolicy Policy(string columns, params object[] parts) => new()
    {
        Metadata = new PolicyMetadata { Title = "people" },
        Source = new PolicySource
        {
            Ref = new ResourceUrn { IntegrationFqn = "public.people", Platform = new PlatformReference { Id = "pg", PlatformType = PlatformType.Postgres } },
            Fields = columns.Split(", ").Select(column => column.Split(' ', 2)).Select(pair => SamplePolicy.Field(pair[0], pair.Length > 1 ? pair[1] : "")).ToValueList(),
        },
        RuleSets =
        [
            new RuleSet
            {
                Target = SamplePolicy.Target("public.people_view"),
                FieldTransforms = parts.OfType<FieldTransform>().ToValueList(),
                Filters = parts.OfType<Filter>().ToValueList(),
            },
        ],
    };

    public static PolicyEvaluator Evaluator(this DataPolicy policy, TimeProvider? clock = null) =>
        PolicyEvaluator.Create(policy, clock ?? new FixedClock(Now)).Require(policy);

    /// <summary>What a member of some groups sees of rows whose columns are the policy's, in their order.</summary>
    public static EvaluatedView See(this DataPolicy policy, string[] groups, params object?[][] rows) =>
        policy.Evaluator().Evaluate(Request(policy, groups, rows)).Single();

    /// <summary>The same with a token table.</summary>
    public static EvaluatedView SeeWith(this DataPolicy policy, string name, SampleTable tokens, string[] groups, params object?[][] rows) =>
        policy.Evaluator().Evaluate(Request(policy, groups, rows) with { TokenTables = new Dictionary<string, SampleTable> { [name] = tokens } }).Single();

    public static EvaluationRequest Request(DataPolicy policy, string[] groups, params object?[][] rows) =>
        new(policy, [new Audience(groups.ToValueList())])
        {
            Sample = Table([.. policy.Source!.Fields.Select(field => field.Name)], rows),
        };

    public static SampleTable Table(string[] columns, params object?[][] rows) => new(columns, rows);

    /// <summary>The rows as everybody else sees them, a text each: values separated by <c>|</c>, NULL as <c>∅</c>.</summary>
    public static string[] Show(this DataPolicy policy, params object?[][] rows) => policy.See([], rows).Lines();

    public static string[] Lines(this EvaluatedView view) =>
        [.. view.Rows.Select(row => string.Join('|', row.Select(value => value is null ? "∅" : Convert.ToString(value, CultureInfo.InvariantCulture))))];
}

/// <summary>A clock that stands still, or goes on a day each time it is looked at.</summary>
internal sealed class FixedClock(DateTimeOffset now, bool hurries = false) : TimeProvider
{
    private DateTimeOffset _now = now;

    public override DateTimeOffset GetUtcNow()
    {
        DateTimeOffset now = _now;
        _now += hurries ? TimeSpan.FromDays(1) : TimeSpan.Zero;
        return now;
    }
}
