namespace Pace.Engine.Sql.Portable;

/// <summary>The types of the portable subset, and what PostgreSQL makes of two of them.</summary>
internal static class PortableKinds
{
    /// <summary>A type's name, as PostgreSQL calls it.</summary>
    /// <param name="kind">The type; null for a text in quotes that nothing has given one yet.</param>
    public static string Name(SqlTypeKind? kind) => kind switch
    {
        null => "a text without a type",
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
        { } other => other.ToString().ToLowerInvariant(),
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

    /// <summary>Whether values are integers.</summary>
    public static bool IsInteger(SqlTypeKind kind) => kind is >= SqlTypeKind.SmallInt and <= SqlTypeKind.BigInt;

    /// <summary>Whether values are dates or timestamps.</summary>
    public static bool IsTime(SqlTypeKind kind) => kind is SqlTypeKind.Date or SqlTypeKind.Timestamp or SqlTypeKind.TimestampTz;

    /// <summary>
    /// The type that values of two types are both converted to, by an operator as by CASE: the wider number, the
    /// timestamp. Null where they have none. A date or timestamp beside a timestamptz gives that, though a session's
    /// time zone decides on the instant (<see cref="DependsOnZone"/>).
    /// </summary>
    public static SqlTypeKind? Common(SqlTypeKind first, SqlTypeKind second)
    {
        if (first == second)
        {
            return first;
        }

        // The kinds stand in this order in SqlTypeKind.
        if ((IsNumber(first) && IsNumber(second)) || (IsTime(first) && IsTime(second)))
        {
            return first > second ? first : second;
        }

        return (first, second) is (SqlTypeKind.Text, SqlTypeKind.VarChar) or (SqlTypeKind.VarChar, SqlTypeKind.Text) ? SqlTypeKind.Text : null;
    }

    /// <summary>The type that several have in common; text where none has one, null where they have none in common.</summary>
    /// <param name="kinds">The types; null for a text in quotes, which takes that of the others.</param>
    public static SqlTypeKind? Common(IEnumerable<SqlTypeKind?> kinds)
    {
        SqlTypeKind? common = null;
        foreach (SqlTypeKind kind in kinds.OfType<SqlTypeKind>())
        {
            common = common is null ? kind : Common(common.Value, kind);
            if (common is null)
            {
                return null;
            }
        }

        return common ?? SqlTypeKind.Text;
    }

    /// <summary>Whether some of these become an instant by the session's time zone.</summary>
    public static bool DependsOnZone(SqlTypeKind? common, IEnumerable<SqlTypeKind?> kinds) =>
        common == SqlTypeKind.TimestampTz && kinds.Any(kind => kind is SqlTypeKind.Date or SqlTypeKind.Timestamp);
}
