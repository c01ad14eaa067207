using System.Numerics;
using Pace.Engine.Differential.Tests.Cases;

namespace Pace.Engine.Differential.Tests.Oracle;

/// <summary>Sums, averages, least and greatest values of a row's partition. NULLs do not count.</summary>
public static class Aggregates
{
    /// <summary>The type (PostgreSQL's table of aggregate functions, 9.21).</summary>
    public static Kind KindOf(Aggregation aggregation, Kind kind) => aggregation.Function switch
    {
        "sum" => kind switch { Kind.SmallInt or Kind.Integer => Kind.BigInt, Kind.Double => Kind.Double, _ => Kind.Numeric },
        "avg" => aggregation.CastTo?.Kind == Kind.Double && aggregation.Precision is null ? Kind.Double : Kind.Numeric,
        _ => kind == Kind.VarChar ? Kind.Text : kind,
    };

    public static object? Value(
        Aggregation aggregation, CaseField field, IReadOnlyDictionary<string, object?> row, IReadOnlyList<IReadOnlyDictionary<string, object?>> shown)
    {
        object[] values =
        [
            .. shown.Where(other => aggregation.PartitionBy.All(name => Same(row[name], other[name])))
                .Select(other => other[field.Name]).OfType<object>(),
        ];
        if (values.Length == 0)
        {
            return null;
        }

        object? aggregate = aggregation.Function switch
        {
            "min" => values.Aggregate((least, value) => Values.Compare(value, least) < 0 ? value : least),
            "max" => values.Aggregate((most, value) => Values.Compare(value, most) > 0 ? value : most),
            "sum" => Values.Widen(Sum(values), KindOf(aggregation, field.Type.Kind)),
            _ => Average(aggregation, values),
        };

        // What cannot be computed is an error before anybody looks at how many values there are.
        return aggregate is Failure || !(values.Length < aggregation.MinGroupSize) ? aggregate : null;
    }

    // In a partition NULLs are together.
    private static bool Same(object? left, object? right) =>
        left is null || right is null ? left is null && right is null : Values.Compare(left, right) == 0;

    private static object Sum(object[] values) => values.Aggregate((sum, value) => (sum, value) switch
    {
        (BigInteger a, BigInteger b) => a + b,
        (Exact a, Exact b) => a + b,
        _ => (object)((double)sum + (double)value),
    });

    private static object Average(Aggregation aggregation, object[] values)
    {
        object[] cast = [.. values.Select(value => Cast(value, aggregation.CastTo ?? ColumnType.Of(Kind.Numeric)))];
        if (cast.OfType<Failure>().Any())
        {
            return Failure.Certain;
        }

        object sum = Sum(cast);
        object average = sum is double number ? number / cast.Length : Exact.Divide(AsExact(sum), Exact.Of(cast.Length));
        return aggregation.Precision is { } precision ? AsExact(average).Round(precision) : average;
    }

    private static object Cast(object value, ColumnType type)
    {
        switch (type.Kind)
        {
            case Kind.Double:
                return value switch { BigInteger integer => (double)(long)integer, Exact exact => exact.ToDouble(), _ => value };
            case Kind.Numeric:
                Exact number = AsExact(value);
                Exact rounded = type.Length is null ? number : number.Round(type.Scale);
                return type.Length is { } precision && BigInteger.Abs(rounded.Digits) >= Exact.Power(precision) ? Failure.Certain : rounded;
            default:
                // Halves of numeric go away from zero, halves of floating-point numbers to the even neighbour.
                BigInteger whole = value switch
                {
                    BigInteger integer => integer,
                    Exact exact => exact.Round(0).Digits,
                    _ => new BigInteger(Math.Round((double)value, MidpointRounding.ToEven)),
                };
                return Values.Fits(whole, type.Kind) ? whole : Failure.Certain;
        }
    }

    private static Exact AsExact(object value) => value switch
    {
        BigInteger integer => Exact.Of(integer),
        double number => Exact.OfDouble(number),
        _ => (Exact)value,
    };
}
