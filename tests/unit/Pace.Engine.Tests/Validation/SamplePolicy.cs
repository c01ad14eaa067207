using Pace.Engine.Policies;

namespace Pace.Engine.Tests.Validation;

/// <summary>A small policy without any problem, and the pieces to change it.</summary>
internal static class SamplePolicy
{
    public static DataPolicy Create() => new()
    {
        Metadata = new PolicyMetadata { Title = "people" },
        Source = new PolicySource
        {
            Ref = new ResourceUrn
            {
                IntegrationFqn = "public.people",
                Platform = new PlatformReference { Id = "pg", PlatformType = PlatformType.Postgres },
            },
            Fields =
            [
                Field("id", "integer"), Field("age", "smallint"), Field("amount", "numeric(10,2)"), Field("name", "text"),
                Field("code", "varchar(5)"), Field("born", "date"), Field("seen", "timestamptz"), Field("flag", "boolean"),
                Field("mood", "mood"), Field("plain"),
            ],
        },
        RuleSets = [new RuleSet { Target = Target("public.people_view") }],
    };

    public static Field Field(string name, string type = "") => new() { NameParts = [name], Type = type };

    public static Target Target(string name) => new() { Ref = new ResourceUrn { IntegrationFqn = name } };

    public static Transform Transform(TransformAction? action, params string[] groups) =>
        new() { Action = action, Principals = groups.Select(Principal.Group).ToValueList() };

    public static FieldTransform For(string field, params Transform[] transforms) =>
        new() { Field = Field(field), Transforms = transforms.ToValueList() };

    public static FieldTransform For(string field, TransformAction action) => For(field, Transform(action));

    public static GenericFilter Where(params (string Condition, string[] Groups)[] conditions) => new()
    {
        Conditions = conditions.Select(item => new GenericCondition
        {
            Condition = item.Condition,
            Principals = item.Groups.Select(Principal.Group).ToValueList(),
        }).ToValueList(),
    };

    public static GenericFilter Where(string condition) => Where((condition, []));

    public static RetentionFilter Keep(string field, params (long? Days, string[] Groups)[] conditions) => new()
    {
        Field = Field(field),
        Conditions = conditions.Select(item => new RetentionCondition
        {
            Period = item.Days is null ? null : new RetentionPeriod { Days = item.Days },
            Principals = item.Groups.Select(Principal.Group).ToValueList(),
        }).ToValueList(),
    };

    public static DataPolicy With(this DataPolicy policy, params FieldTransform[] transforms) => policy with
    {
        RuleSets = [policy.RuleSets[0] with { FieldTransforms = [.. policy.RuleSets[0].FieldTransforms, .. transforms] }],
    };

    public static DataPolicy With(this DataPolicy policy, params Filter[] filters) => policy with
    {
        RuleSets = [policy.RuleSets[0] with { Filters = [.. policy.RuleSets[0].Filters, .. filters] }],
    };
}
