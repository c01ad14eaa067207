namespace Pace.Engine.Policies.Language;

/// <summary>
/// The messages that say how a field looks. Null is refused wherever it could stand for a mask that was meant: the
/// protocol would read it as "not set", and a transform that is not set as the raw value.
/// </summary>
internal static class TransformMessages
{
    private const string Choice = "transform";

    private static readonly MessageShape<IdentityTransform> Identity = new(() => new IdentityTransform());

    private static readonly MessageShape<NullifyTransform> Nullify = new(() => new NullifyTransform());

    private static readonly MessageShape<RegexpTransform> Regexp = new MessageShape<RegexpTransform>(() => new RegexpTransform())
        .Text("regexp", action => action.Regexp, (action, value) => action with { Regexp = value })
        .Text("replacement", action => action.Replacement, (action, value) => action with { Replacement = value });

    private static readonly MessageShape<FixedTransform> Fixed = new MessageShape<FixedTransform>(() => new FixedTransform())
        .Text("value", action => action.Value, (action, value) => action with { Value = value }, "write value: \"\" for an empty text, or nullify: {} instead of fixed for NULL");

    private static readonly MessageShape<HashTransform> Hash = new MessageShape<HashTransform>(() => new HashTransform())
        .Optional("seed", Int64Shape.Instance, action => action.Seed, (action, value) => action with { Seed = value }, "write an integer, or leave the key out");

    private static readonly MessageShape<SqlStatementTransform> SqlStatement = new MessageShape<SqlStatementTransform>(() => new SqlStatementTransform())
        .Text("statement", action => action.Statement, (action, value) => action with { Statement = value });

    private static readonly MessageShape<DetokenizeTransform> Detokenize = new MessageShape<DetokenizeTransform>(() => new DetokenizeTransform())
        .Text("token_source_ref", action => action.TokenSourceRef, (action, value) => action with { TokenSourceRef = value })
        .Message("token_field", PolicyMessages.Field, action => action.TokenField, (action, value) => action with { TokenField = value })
        .Message("value_field", PolicyMessages.Field, action => action.ValueField, (action, value) => action with { ValueField = value });

    private static readonly MessageShape<Rounding> ToMultiple = new MessageShape<Rounding>(() => new Rounding(0, null))
        .Optional("divisor", DecimalShape.Instance, rounding => rounding.Divisor, (rounding, value) => rounding with { Divisor = value }, "write a number above zero");

    private static readonly MessageShape<Rounding> ToPrecision = new MessageShape<Rounding>(() => new Rounding(0, null))
        .Implicit("precision", Int32Shape.Instance, rounding => rounding.Precision, (rounding, value) => rounding with { Precision = value }, "write an integer, or leave the key out for 0")
        .Optional("divisor", DecimalShape.Instance, rounding => rounding.Divisor, (rounding, value) => rounding with { Divisor = value }, "write a number above zero, or leave the key out");

    private static readonly MessageShape<NumericRoundingTransform> NumericRounding = new MessageShape<NumericRoundingTransform>(() => new NumericRoundingTransform())
        .Message("ceil", ToMultiple, action => RoundingOf(action, RoundingKind.Ceil), (action, value) => Round(RoundingKind.Ceil, value), "rounding", "write a divisor below it: { divisor: 10 }")
        .Message("floor", ToMultiple, action => RoundingOf(action, RoundingKind.Floor), (action, value) => Round(RoundingKind.Floor, value), "rounding", "write a divisor below it: { divisor: 10 }")
        .Message("round", ToPrecision, action => RoundingOf(action, RoundingKind.Round), (action, value) => Round(RoundingKind.Round, value), "rounding", "write a precision below it: { precision: 0 }");

    private static readonly MessageShape<Empty> Plain = new(() => new Empty());

    private static readonly MessageShape<Average> Avg = new MessageShape<Average>(() => new Average(null, ""))
        .Optional("precision", Int32Shape.Instance, average => average.Precision, (average, value) => average with { Precision = value }, "write an integer, or leave the key out")
        .Text("cast_to", average => average.CastTo, (average, value) => average with { CastTo = value });

    private static readonly MessageShape<AggregationTransform> Aggregation = new MessageShape<AggregationTransform>(() => new AggregationTransform())
        .Message("sum", Plain, action => PlainOf(action, AggregationKind.Sum), (action, _) => action with { Aggregation = AggregationKind.Sum }, "aggregation_type", "write sum: {}")
        .Message(
            "avg",
            Avg,
            action => action.Aggregation == AggregationKind.Avg ? new Average(action.Precision, action.CastTo) : null,
            (action, value) => action with { Aggregation = AggregationKind.Avg, Precision = value.Precision, CastTo = value.CastTo },
            "aggregation_type",
            "write avg: {}")
        .Message("min", Plain, action => PlainOf(action, AggregationKind.Min), (action, _) => action with { Aggregation = AggregationKind.Min }, "aggregation_type", "write min: {}")
        .Message("max", Plain, action => PlainOf(action, AggregationKind.Max), (action, _) => action with { Aggregation = AggregationKind.Max }, "aggregation_type", "write max: {}")
        .List("partition_by", PolicyMessages.Field, action => action.PartitionBy, (action, value) => action with { PartitionBy = value })
        .Optional("min_group_size", Int32Shape.Instance, action => action.MinGroupSize, (action, value) => action with { MinGroupSize = value }, "write an integer above zero, or leave the key out");

    /// <summary>How a field looks to some principals.</summary>
    public static readonly MessageShape<Transform> Transform = new MessageShape<Transform>(() => new Transform())
        .Comment(item => item.FromTag is { } tag ? $"from tag {tag}" : null)
        .List("principals", PolicyMessages.Principal, item => item.Principals, (item, value) => item with { Principals = value })
        .Message("regexp", Regexp, item => item.Action as RegexpTransform, (item, value) => item with { Action = value }, Choice, "write the pattern below it: { regexp: \"...\" }")
        .Message("identity", Identity, item => item.Action as IdentityTransform, (item, value) => item with { Action = value }, Choice, "write identity: {}")
        .Message("fixed", Fixed, item => item.Action as FixedTransform, (item, value) => item with { Action = value }, Choice, "write the value below it: { value: \"...\" }")
        .Message("hash", Hash, item => item.Action as HashTransform, (item, value) => item with { Action = value }, Choice, "write hash: {}, or a seed below it")
        .Message("sql_statement", SqlStatement, item => item.Action as SqlStatementTransform, (item, value) => item with { Action = value }, Choice, "write the expression below it: { statement: \"...\" }")
        .Message("nullify", Nullify, item => item.Action as NullifyTransform, (item, value) => item with { Action = value }, Choice, "write nullify: {}")
        .Message("detokenize", Detokenize, item => item.Action as DetokenizeTransform, (item, value) => item with { Action = value }, Choice, "write token_source_ref, token_field and value_field below it")
        .Message("numeric_rounding", NumericRounding, item => item.Action as NumericRoundingTransform, (item, value) => item with { Action = value }, Choice, "write ceil, floor or round below it")
        .Message("aggregation", Aggregation, item => item.Action as AggregationTransform, (item, value) => item with { Action = value }, Choice, "write sum, avg, min or max below it");

    private static Rounding? RoundingOf(NumericRoundingTransform action, RoundingKind kind) =>
        action.Rounding == kind ? new Rounding(action.Precision, action.Divisor) : null;

    private static NumericRoundingTransform Round(RoundingKind kind, Rounding rounding) =>
        new() { Rounding = kind, Precision = rounding.Precision, Divisor = rounding.Divisor };

    private static Empty? PlainOf(AggregationTransform action, AggregationKind kind) =>
        action.Aggregation == kind ? new Empty() : null;

    // The protocol nests what the records hold flat.
    private sealed record Rounding(int Precision, decimal? Divisor);

    private sealed record Average(int? Precision, string CastTo);

    private sealed record Empty;
}
