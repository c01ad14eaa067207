using System.Numerics;
using Pace.Engine.Sql;

namespace Pace.Engine.Evaluation.Values;

/// <summary>Casts between types of numbers, as PostgreSQL makes them: rounding, not cutting off, and never leaving the range.</summary>
internal static class NumericCast
{
    /// <summary>A canonical number as a value of a type, which may be numeric with precision and scale.</summary>
    /// <exception cref="ValueException">The type does not hold it.</exception>
    public static object To(SqlType type, object value) => type.Kind switch
    {
        SqlTypeKind.SmallInt or SqlTypeKind.Integer or SqlTypeKind.BigInt => ToInteger(type.Kind, value),
        SqlTypeKind.Numeric => Fit(type, ToNumeric(value)),
        SqlTypeKind.Double => ToDouble(value),
        SqlTypeKind.Real => ToReal(value),
        _ => throw new InvalidOperationException($"{type.Kind} is no type of numbers."),
    };

    /// <summary>
    /// An integer of a width: numeric halves are rounded away from zero, floating-point ones to the even neighbour.
    /// </summary>
    public static long ToInteger(SqlTypeKind type, object value)
    {
        if (value is not double floating)
        {
            BigInteger whole = value is long integer ? integer : ((Numeric)value).Round(0).Unscaled;
            return whole >= long.MinValue && whole <= long.MaxValue
                ? IntegerMath.Check(type, (long)whole)
                : throw IntegerMath.OutOfRange(type);
        }

        // 2^63 is the first that a long does not hold; the greatest long is no floating-point number.
        double rounded = Math.Round(floating, MidpointRounding.ToEven);
        return rounded is >= -9223372036854775808.0 and < 9223372036854775808.0
            ? IntegerMath.Check(type, (long)rounded)
            : throw IntegerMath.OutOfRange(type);
    }

    /// <summary>A numeric: of a floating-point number the 15 digits that it is exact to.</summary>
    public static Numeric ToNumeric(object value) => value switch
    {
        long integer => Numeric.FromInteger(integer),
        Numeric numeric => numeric,
        _ => Numeric.FromDouble((double)value),
    };

    /// <summary>The nearest floating-point number.</summary>
    public static double ToDouble(object value) => value switch
    {
        long integer => integer,
        Numeric numeric => numeric.ToDouble(),
        _ => (double)value,
    };

    /// <summary>A numeric within a type's precision, rounded to its scale.</summary>
    /// <exception cref="ValueException">It has more digits before the decimal point than the type holds.</exception>
    public static Numeric Fit(SqlType type, Numeric value)
    {
        if (type.Length is not { } precision)
        {
            return value;
        }

        int scale = type.Arguments.Count > 1 ? type.Arguments[1] : 0;
        Numeric rounded = value.Round(scale);

        // The precision counts digits from the scale's place on; a negative scale adds zeros behind them.
        BigInteger limit = Numeric.PowerOfTen(precision + Math.Max(0, -scale));
        return BigInteger.Abs(rounded.Unscaled) < limit
            ? rounded
            : throw new ValueException(FormattableString.Invariant($"has more digits than numeric({precision},{scale}) holds"));
    }

    private static object ToReal(object value)
    {
        double wide = ToDouble(value);
        float narrow = value is Numeric numeric
            ? float.Parse(numeric.ToString(), System.Globalization.NumberStyles.Float, System.Globalization.CultureInfo.InvariantCulture)
            : (float)wide;
        return float.IsFinite(narrow) && (narrow != 0 || wide == 0)
            ? (double)narrow
            : throw new ValueException("is outside the range of real");
    }
}
