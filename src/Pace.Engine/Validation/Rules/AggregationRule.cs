using System.Globalization;
using Pace.Engine.Diagnostics;
using Pace.Engine.Policies;
using Pace.Engine.Sql;

namespace Pace.Engine.Validation.Rules;

/// <summary>An aggregation says which, is of a type that has it, and casts to a number.</summary>
internal sealed class AggregationRule : IPolicyRule
{
    public void Check(PolicyContext context)
    {
        foreach (TransformPlace transform in context.Transforms)
        {
            if (transform.Value.Action is not AggregationTransform aggregation)
            {
                continue;
            }

            string path = transform.Path + ".aggregation";
            SqlType? type = context.RequireType(transform.Field, "an aggregation");
            if (aggregation.Aggregation is not { } kind)
            {
                context.Report(DiagnosticCodes.KindUnset, path, "the aggregation does not say which", "add sum, avg, min or max");
                continue;
            }

            if (type is not null && !HasAggregate(type, kind))
            {
                context.Report(
                    DiagnosticCodes.AggregationType, path,
                    $"'{transform.Field!.Name}' is {transform.Field.Type}, and that has no {kind.ToString().ToLowerInvariant()}");
            }

            if (aggregation.MinGroupSize is < 1)
            {
                context.Report(
                    DiagnosticCodes.GroupSizeInvalid, path + ".min_group_size",
                    string.Create(CultureInfo.InvariantCulture, $"the least size of a group, {aggregation.MinGroupSize}, is not above zero"));
            }

            if (kind == AggregationKind.Avg)
            {
                Average(context, aggregation, path + ".avg");
            }
        }
    }

    private static void Average(PolicyContext context, AggregationTransform aggregation, string path)
    {
        if (aggregation.Precision is { } precision)
        {
            Precisions.Check(context, precision, path + ".precision");
        }

        if (aggregation.CastTo.Length > 0 && !(SqlType.TryParse(aggregation.CastTo, out SqlType type) && type.IsNumeric))
        {
            context.Report(DiagnosticCodes.CastToInvalid, path + ".cast_to", $"'{aggregation.CastTo}' names no numeric type");
        }
    }

    // A type that Pace does not know may well have an order; only the platform can say.
    private static bool HasAggregate(SqlType type, AggregationKind kind) =>
        type.IsNumeric || (kind is AggregationKind.Min or AggregationKind.Max
            && (type.IsText || type.Kind is (>= SqlTypeKind.Date and <= SqlTypeKind.Interval) or SqlTypeKind.Other));
}
