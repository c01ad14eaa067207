using System.Numerics;
using Pace.Engine.Policies;
using Pace.Engine.Sql;

namespace Pace.Engine.Evaluation.Values;

/// <summary>
/// One group's aggregate, with PostgreSQL's types of results: the sum of smallint and integer is bigint, of bigint and
/// numeric numeric, of double precision itself; an average of integers and numerics is numeric.
/// </summary>
/// <remarks>
/// Floating-point numbers are added in the order in which they come, which decides on the last digits of a sum. Of
/// equal values min and max give the last, so that 1.0 and 1.00 give what PostgreSQL gives.
/// </remarks>
internal abstract class Aggregate
{
    /// <summary>Adds a canonical value. NULLs count for nothing.</summary>
    /// <exception cref="ValueException">The result leaves its type's range.</exception>
    public void Add(object? value)
    {
        if (value is not null)
        {
            Count++;
            Take(value);
        }
    }

    /// <summary>How many values were added, NULLs not among them.</summary>
    public long Count { get; private set; }

    /// <summary>The canonical result; null, which is NULL, of no values.</summary>
    /// <exception cref="ValueException">The result leaves its type's range.</exception>
    public abstract object? Result { get; }

    /// <summary>Makes aggregates for a transform of a policy that passed validation.</summary>
    /// <param name="type">The type of what is aggregated.</param>
    /// <param name="aggregation">The transform.</param>
    public static Func<Aggregate> Of(SqlType type, AggregationTransform aggregation)
    {
        switch (aggregation.Aggregation)
        {
            case AggregationKind.Min:
                return () => new Extreme(-1);
            case AggregationKind.Max:
                return () => new Extreme(1);
            case AggregationKind.Sum:
                return type.Kind switch
                {
                    SqlTypeKind.SmallInt or SqlTypeKind.Integer => () => new IntegerSum(),
                    SqlTypeKind.BigInt => () => new NumericSum(),
                    SqlTypeKind.Numeric => () => new NumericSum(),
                    SqlTypeKind.Double => () => new FloatSum(),
                    _ => throw new InvalidOperationException($"There is no sum of {type.Kind} here."),
                };
            case AggregationKind.Avg:
                SqlType inner = SqlType.Of(SqlTypeKind.Numeric);
                if (aggregation.CastTo.Length > 0 && !SqlType.TryParse(aggregation.CastTo, out inner))
                {
                    throw new InvalidOperationException("A cast_to passed validation and cannot be read.");
                }

                int? precision = aggregation.Precision;
                return inner.Kind is SqlTypeKind.Double or SqlTypeKind.Real
                    ? () => new FloatAverage(inner, precision)
                    : () => new NumericAverage(inner, precision);
            default:
                throw new InvalidOperationException("An aggregation passed validation without its kind.");
        }
    }

    private protected abstract void Take(object value);

    private sealed class Extreme(int sign) : Aggregate
    {
        private object? _best;

        public override object? Result => _best;

        private protected override void Take(object value)
        {
            if (_best is null || ValueOrder.Compare(value, _best) * sign >= 0)
            {
                _best = value;
            }
        }
    }

    private sealed class IntegerSum : Aggregate
    {
        private long? _sum;

        public override object? Result => _sum;

        private protected override void Take(object value) => _sum = IntegerMath.Add(SqlTypeKind.BigInt, _sum ?? 0, (long)value);
    }

    private sealed class NumericSum : Aggregate
    {
        private readonly Total _total = new();

        public override object? Result => _total.Count == 0 ? null : _total.Sum;

        private protected override void Take(object value) => _total.Add(value);
    }

    private sealed class FloatSum : Aggregate
    {
        private double? _sum;

        public override object? Result => _sum;

        private protected override void Take(object value) =>
            _sum = _sum is { } sum ? FloatMath.Add(sum, (double)value) : (double)value;
    }

    private sealed class NumericAverage(SqlType inner, int? precision) : Aggregate
    {
        private readonly Total _total = new();

        public override object? Result
        {
            get
            {
                if (_total.Count == 0)
                {
                    return null;
                }

                Numeric average = Numeric.DivideForAverage(_total.Sum, Numeric.FromInteger(_total.Count));
                return precision is { } places ? average.Round(places) : average;
            }
        }

        private protected override void Take(object value) => _total.Add(NumericCast.To(inner, value));
    }

    // The sum of squares is kept only because PostgreSQL keeps it: where it leaves the range, the average is an error.
    private sealed class FloatAverage(SqlType inner, int? precision) : Aggregate
    {
        private double _count;
        private double _sum;
        private double _squares;

        public override object? Result
        {
            get
            {
                if (_count == 0)
                {
                    return null;
                }

                double average = _sum / _count;
                return precision is { } places ? Numeric.FromDouble(average).Round(places) : average;
            }
        }

        private protected override void Take(object value)
        {
            double next = (double)NumericCast.To(inner, value);
            double before = _count;
            _count++;
            _sum = FloatMath.Finite(_sum + next);
            if (before > 0)
            {
                double apart = (next * _count) - _sum;
                _squares = FloatMath.Finite(_squares + (apart * apart / (_count * before)));
            }
        }
    }

    // Integers and numerics, added without rounding; the scale is the greatest.
    private sealed class Total
    {
        private BigInteger _digits;
        private int _scale;
        private long _small;

        public long Count { get; private set; }

        public Numeric Sum => new Numeric(_digits, _scale) + new Numeric(_small, 0);

        public void Add(object value)
        {
            Count++;
            if (value is long integer)
            {
                long sum = unchecked(_small + integer);
                if (((_small ^ sum) & (integer ^ sum)) < 0)
                {
                    _digits += new BigInteger(_small) * Numeric.PowerOfTen(_scale);
                    sum = integer;
                }

                _small = sum;
                return;
            }

            Numeric numeric = (Numeric)value;
            if (numeric.Scale > _scale)
            {
                _digits *= Numeric.PowerOfTen(numeric.Scale - _scale);
                _scale = numeric.Scale;
            }

            _digits += numeric.Scale == _scale ? numeric.Unscaled : numeric.Unscaled * Numeric.PowerOfTen(_scale - numeric.Scale);
        }
    }
}
