using Pace.Engine.Sql;

namespace Pace.Engine.Evaluation.Values;

/// <summary>Computing with integers of a width. Leaving its range is an error, as it is on PostgreSQL.</summary>
internal static class IntegerMath
{
    public static long Add(SqlTypeKind type, long left, long right)
    {
        long sum = unchecked(left + right);
        return ((left ^ sum) & (right ^ sum)) < 0 ? throw OutOfRange(type) : Check(type, sum);
    }

    public static long Subtract(SqlTypeKind type, long left, long right)
    {
        long difference = unchecked(left - right);
        return ((left ^ right) & (left ^ difference)) < 0 ? throw OutOfRange(type) : Check(type, difference);
    }

    public static long Multiply(SqlTypeKind type, long left, long right)
    {
        long high = Math.BigMul(left, right, out long low);
        return high != low >> 63 ? throw OutOfRange(type) : Check(type, low);
    }

    public static long Negate(SqlTypeKind type, long value) => Subtract(type, 0, value);

    /// <summary>A value that must be within an integer type's range.</summary>
    public static long Check(SqlTypeKind type, long value) => Holds(type, value) ? value : throw OutOfRange(type);

    /// <summary>Whether an integer type holds a value.</summary>
    public static bool Holds(SqlTypeKind type, long value) => type switch
    {
        SqlTypeKind.SmallInt => value is >= short.MinValue and <= short.MaxValue,
        SqlTypeKind.Integer => value is >= int.MinValue and <= int.MaxValue,
        _ => true,
    };

    /// <summary>The error of a value that an integer type does not hold.</summary>
    public static ValueException OutOfRange(SqlTypeKind type) => new("is outside the range of " + Name(type));

    /// <summary>The type's name.</summary>
    public static string Name(SqlTypeKind type) => type switch
    {
        SqlTypeKind.SmallInt => "smallint",
        SqlTypeKind.Integer => "integer",
        _ => "bigint",
    };
}
