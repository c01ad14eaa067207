namespace Pace.Engine.Policies;

/// <summary>What a transform does with a value.</summary>
public abstract record TransformAction;

/// <summary>Shows the value as it is.</summary>
public sealed record IdentityTransform : TransformAction;

/// <summary>Shows NULL.</summary>
public sealed record NullifyTransform : TransformAction;

/// <summary>Extracts or replaces what a regular expression matches.</summary>
public sealed record RegexpTransform : TransformAction
{
    /// <summary>The pattern.</summary>
    public string Regexp { get; init; } = "";

    /// <summary>
    /// What replaces a match, with <c>$1</c> to <c>$9</c> for groups, <c>$0</c> for the match and <c>$$</c> for a
    /// dollar sign; empty means: extract the first group, or the match.
    /// </summary>
    public string Replacement { get; init; } = "";
}

/// <summary>Shows the same value in every row.</summary>
public sealed record FixedTransform : TransformAction
{
    /// <summary>The value as text, read as the field's type.</summary>
    public string Value { get; init; } = "";
}

/// <summary>Shows a keyed hash: a 64-bit integer for numbers, hexadecimal text for strings.</summary>
public sealed record HashTransform : TransformAction
{
    /// <summary>The key; null is the same as 0.</summary>
    public long? Seed { get; init; }
}

/// <summary>Shows the value of a SQL expression over the source's columns.</summary>
public sealed record SqlStatementTransform : TransformAction
{
    /// <summary>The expression.</summary>
    public string Statement { get; init; } = "";
}

/// <summary>Shows what a token table holds for a token, or the token where it holds nothing.</summary>
public sealed record DetokenizeTransform : TransformAction
{
    /// <summary>The token table's fully qualified name.</summary>
    public string TokenSourceRef { get; init; } = "";

    /// <summary>The token table's column with tokens. Required.</summary>
    public Field? TokenField { get; init; }

    /// <summary>The token table's column with values. Required.</summary>
    public Field? ValueField { get; init; }
}

/// <summary>Shows a number rounded.</summary>
public sealed record NumericRoundingTransform : TransformAction
{
    /// <summary>Which way; null when the policy does not say (an error).</summary>
    public RoundingKind? Rounding { get; init; }

    /// <summary>Decimal places, negative for tens, hundreds and so on; only for <see cref="RoundingKind.Round"/>.</summary>
    public int Precision { get; init; }

    /// <summary>The step; required for <see cref="RoundingKind.Ceil"/> and <see cref="RoundingKind.Floor"/>, and above zero.</summary>
    public decimal? Divisor { get; init; }
}

/// <summary>The ways of rounding.</summary>
public enum RoundingKind
{
    /// <summary>Up to a multiple of the divisor.</summary>
    Ceil,

    /// <summary>Down to a multiple of the divisor.</summary>
    Floor,

    /// <summary>To the nearest, halves away from zero.</summary>
    Round,
}

/// <summary>Shows an aggregate over the rows that the view shows, the same in each row of a partition.</summary>
public sealed record AggregationTransform : TransformAction
{
    /// <summary>Which aggregate; null when the policy does not say (an error).</summary>
    public AggregationKind? Aggregation { get; init; }

    /// <summary>Decimal places of an average; null: not rounded.</summary>
    public int? Precision { get; init; }

    /// <summary>The SQL type that values are cast to before they are averaged; empty: decimal.</summary>
    public string CastTo { get; init; } = "";

    /// <summary>The fields that make a partition; none: all rows are one.</summary>
    public ValueList<Field> PartitionBy { get; init; } = [];

    /// <summary>
    /// How many values a partition has to have at least for its aggregate to be shown, 1 or more; null: any number.
    /// NULLs are no values. Pace's own: the PACE protocol has no such field.
    /// </summary>
    public int? MinGroupSize { get; init; }
}

/// <summary>The aggregates.</summary>
public enum AggregationKind
{
    /// <summary>The sum.</summary>
    Sum,

    /// <summary>The average.</summary>
    Avg,

    /// <summary>The least value.</summary>
    Min,

    /// <summary>The greatest value.</summary>
    Max,
}
