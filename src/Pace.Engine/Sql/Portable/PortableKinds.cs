namespace Pace.Engine.Sql.Portable;

/// <summary>The types of the portable subset, and what PostgreSQL makes of two of them.</summary>
internal static class PortableKinds
{
    /// <summary>A type's name, as PostgreSQL calls it.</summary>
    public static string Name(SqlTypeKind kind) => kind switch
    {
        SqlTypeKind.SmallInt => "smallint",
        SqlTypeKind.Integer => "integer",
        SqlTypeKind.BigInt => "bigint",
        SqlTypeKind.Numeric => "numeric",
        SqlTypeKind.Double => "double precision",
        SqlTypeKind.VarChar => "varchar",
        SqlTypeKind.JsonB => "jsonb",
        SqlTypeKind.Binary => "bytea",
        SqlTypeKind.TimestampTz => "timestamptz",
        SqlTypeKind.TimeTz => "timetz",
        _ => kind.ToString().ToLowerInvariant(),
    };

    /// <summary>The type that a column computes as: texts of any length are text. Null: there is no one meaning.</summary>
    public static SqlType? Computing(SqlType type) => type.Kind switch
    {
        SqlTypeKind.VarChar => SqlType.Of(SqlTypeKind.Text),
        SqlTypeKind.SmallInt or SqlTypeKind.Integer or SqlTypeKind.BigInt or SqlTypeKind.Numeric or SqlTypeKind.Double
            or SqlTypeKind.Text or SqlTypeKind.Boolean or SqlTypeKind.Date or SqlTypeKind.Timestamp
            or SqlTypeKind.TimestampTz => SqlType.Of(type.Kind),
        _ => null,
    };

    /// <summary>Whether values are numbers.</summary>
    public static bool IsNumber(SqlTypeKind kind) => kind is >= SqlTypeKind.SmallInt and <= SqlTypeKind.Double;

    /// <summary>
    /// The type that values of two types have in common, as PostgreSQL's rules for CASE and operators give it; null
    /// where they have none, or one that a session's time zone would decide on.
    /// </summary>
    public static SqlTypeKind? Common(SqlTypeKind first, SqlTypeKind second)
    {
        if (first == second)
        {
            return first;
        }

        if (IsNumber(first) && IsNumber(second))
        {
            return Width(first) > Width(second) ? first : second;
        }

        return (first, second) switch
        {
            (SqlTypeKind.Date, SqlTypeKind.Timestamp) or (SqlTypeKind.Timestamp, SqlTypeKind.Date) => SqlTypeKind.Timestamp,
            (SqlTypeKind.Text, SqlTypeKind.VarChar) or (SqlTypeKind.VarChar, SqlTypeKind.Text) => SqlTypeKind.Text,
            _ => null,
        };
    }

    private static int Width(SqlTypeKind kind) => kind switch
    {
        SqlTypeKind.SmallInt => 1,
        SqlTypeKind.Integer => 2,
        SqlTypeKind.BigInt => 3,
        SqlTypeKind.Numeric => 4,
        SqlTypeKind.Real => 5,
        _ => 6,
    };
}
