using Pace.Engine.Policies;

namespace Pace.Engine.Validation;

/// <summary>A list of which the first entry whose principals match decides.</summary>
/// <param name="Path">The path of what the list belongs to.</param>
/// <param name="Thing">What it belongs to, for messages.</param>
/// <param name="Branches">The entries.</param>
internal sealed record BranchList(string Path, string Thing, IReadOnlyList<Branch> Branches)
{
    public static BranchList Of(Place<FieldTransform> place) => new(
        place.Path,
        $"field '{place.Value.Field?.Name}'",
        [.. place.Value.Transforms.Select((item, at) => new Branch(
            item.Principals, $"{place.Path}.transforms[{at}]", Strictness(item.Action), Name(item.Action)))]);

    public static BranchList Of(Place<Filter> place) => place.Value switch
    {
        GenericFilter generic => new BranchList(
            place.Path,
            "the filter",
            [.. generic.Conditions.Select((item, at) => new Branch(
                item.Principals, $"{place.Path}.conditions[{at}]", Strictness(item.Condition), $"the condition {item.Condition.Trim()}"))]),
        RetentionFilter retention => new BranchList(
            place.Path,
            $"the retention of '{retention.Field?.Name}'",
            [.. retention.Conditions.Select((item, at) => new Branch(
                item.Principals, $"{place.Path}.conditions[{at}]", Strictness(item.Period), Name(item.Period)))]),
        _ => throw new InvalidOperationException($"Nothing is known of the filter at {place.Path}."),
    };

    // Identity hides nothing; nullify and fixed hide everything; what the others hide cannot be compared.
    private static long? Strictness(TransformAction? action) => action switch
    {
        IdentityTransform => 0,
        NullifyTransform or FixedTransform => 2,
        null => null,
        _ => 1,
    };

    private static long? Strictness(string condition) => condition.Trim() switch
    {
        "true" => 0,
        "false" => 2,
        _ => 1,
    };

    private static long? Strictness(RetentionPeriod? period) => period switch
    {
        null => long.MinValue,
        { Days: >= 0 and { } days } => -days,
        _ => null,
    };

    private static string Name(TransformAction? action) => action switch
    {
        IdentityTransform => "identity",
        NullifyTransform => "nullify",
        FixedTransform => "fixed",
        RegexpTransform => "regexp",
        HashTransform => "hash",
        SqlStatementTransform => "sql_statement",
        DetokenizeTransform => "detokenize",
        NumericRoundingTransform => "numeric_rounding",
        AggregationTransform => "aggregation",
        _ => "nothing",
    };

    private static string Name(RetentionPeriod? period) => period switch
    {
        null => "no period",
        { Days: 1 } => "1 day",
        _ => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{period.Days ?? 0} days"),
    };
}

/// <summary>One entry.</summary>
/// <param name="Principals">For whom; none: for everybody else.</param>
/// <param name="Path">The path of the entry.</param>
/// <param name="Strictness">How much it hides, comparable only within its list; what cannot be compared is equal; null: not known.</param>
/// <param name="Name">What it does, for messages.</param>
internal sealed record Branch(ValueList<Principal> Principals, string Path, long? Strictness, string Name)
{
    /// <summary>For whom, for messages.</summary>
    public string Audience => Principals.Count == 0 ? "everyone else" : string.Join(", ", Principals.Select(principal => $"'{principal.Name}'"));
}
