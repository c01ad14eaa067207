using Pace.Engine.Policies;

namespace Pace.Engine.Sql.Dialects;

/// <summary>PostgreSQL's aggregates.</summary>
internal static class PostgresAggregate
{
    /// <summary>
    /// The type of an aggregate as <see cref="PostgresDialect"/> writes it; null where PostgreSQL has none of its own for the
    /// column's type, or Pace does not know it.
    /// </summary>
    /// <remarks>
    /// Source: <see href="https://www.postgresql.org/docs/current/functions-aggregate.html">Aggregate Functions</see>.
    /// </remarks>
    public static SqlType? TypeOf(SqlType column, AggregationTransform aggregation, SqlType? castTo)
    {
        SqlTypeKind? kind = aggregation.Aggregation switch
        {
            AggregationKind.Sum => Sum(column.Kind),
            AggregationKind.Avg when aggregation.Precision is null => Average(castTo?.Kind ?? SqlTypeKind.Numeric),
            AggregationKind.Avg => SqlTypeKind.Numeric,
            _ => Extreme(column.Kind),
        };
        return kind is { } known ? SqlType.Of(known) : null;
    }

    private static SqlTypeKind? Sum(SqlTypeKind kind) => kind switch
    {
        SqlTypeKind.SmallInt or SqlTypeKind.Integer => SqlTypeKind.BigInt,
        SqlTypeKind.BigInt or SqlTypeKind.Numeric => SqlTypeKind.Numeric,
        SqlTypeKind.Real or SqlTypeKind.Double or SqlTypeKind.Interval => kind,
        _ => null,
    };

    private static SqlTypeKind? Average(SqlTypeKind kind) => kind switch
    {
        SqlTypeKind.SmallInt or SqlTypeKind.Integer or SqlTypeKind.BigInt or SqlTypeKind.Numeric => SqlTypeKind.Numeric,
        SqlTypeKind.Real or SqlTypeKind.Double => SqlTypeKind.Double,
        SqlTypeKind.Interval => kind,
        _ => null,
    };

    private static SqlTypeKind? Extreme(SqlTypeKind kind) => kind switch
    {
        SqlTypeKind.VarChar => SqlTypeKind.Text,
        SqlTypeKind.SmallInt or SqlTypeKind.Integer or SqlTypeKind.BigInt or SqlTypeKind.Numeric or SqlTypeKind.Real
            or SqlTypeKind.Double or SqlTypeKind.Text or SqlTypeKind.Char or SqlTypeKind.Date or SqlTypeKind.Time
            or SqlTypeKind.TimeTz or SqlTypeKind.Timestamp or SqlTypeKind.TimestampTz or SqlTypeKind.Interval => kind,
        _ => null,
    };
}
