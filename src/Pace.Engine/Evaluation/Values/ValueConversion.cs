using Pace.Engine.Sql;

namespace Pace.Engine.Evaluation.Values;

/// <summary>The widenings that PostgreSQL makes by itself where values of several types come together.</summary>
internal static class ValueConversion
{
    /// <summary>What makes a canonical value of one type one of another; null where it already is.</summary>
    /// <exception cref="InvalidOperationException">PostgreSQL would not do it by itself.</exception>
    public static Func<object, object>? Between(SqlType from, SqlType to)
    {
        if (Class(from) == Class(to))
        {
            return null;
        }

        return (from.Kind, to.Kind) switch
        {
            (SqlTypeKind.SmallInt or SqlTypeKind.Integer or SqlTypeKind.BigInt, SqlTypeKind.Numeric) => value => Numeric.FromInteger((long)value),
            (SqlTypeKind.SmallInt or SqlTypeKind.Integer or SqlTypeKind.BigInt, SqlTypeKind.Double) => value => (double)(long)value,
            (SqlTypeKind.Numeric, SqlTypeKind.Double) => value => ((Numeric)value).ToDouble(),
            (SqlTypeKind.Date, SqlTypeKind.Timestamp) => value => ((DateOnly)value).ToDateTime(TimeOnly.MinValue),
            _ => throw new InvalidOperationException($"{from.Kind} does not become {to.Kind} by itself."),
        };
    }

    // Types whose values are the same here.
    private static SqlTypeKind Class(SqlType type) => type.Kind switch
    {
        SqlTypeKind.SmallInt or SqlTypeKind.Integer => SqlTypeKind.BigInt,
        SqlTypeKind.Real => SqlTypeKind.Double,
        SqlTypeKind.VarChar => SqlTypeKind.Text,
        _ => type.Kind,
    };
}
