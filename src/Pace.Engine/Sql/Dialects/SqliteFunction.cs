using System.Globalization;

namespace Pace.Engine.Sql.Dialects;

/// <summary>
/// The functions that SQLite has on Pace's connections only, and how values look while SQLite computes with them:
/// integers, floating-point numbers and texts are SQLite's own, booleans 1 and 0; a numeric is the text of its digits;
/// dates and times are texts of one length, so that their order is the texts'.
/// </summary>
internal static class SqliteFunction
{
    public const string IsMember = "pace_is_member";
    public const string HoursAgo = "pace_hours_ago";
    public const string InstantHoursAgo = "pace_instant_hours_ago";
    public const string HashText = "pace_hash_text";
    public const string HashNumber = "pace_hash_number";
    public const string RegexpExtract = "pace_regexp_extract";
    public const string RegexpReplace = "pace_regexp_replace";
    public const string Like = "pace_like";
    public const string Round = "pace_round";
    public const string Floor = "pace_floor";
    public const string Ceil = "pace_ceil";
    public const string Compare = "pace_compare";
    public const string NumericKey = "pace_numeric_key";
    public const string NumericToDouble = "pace_numeric_to_double";
    public const string DoubleToNumeric = "pace_double_to_numeric";
    public const string Sum = "pace_sum";
    public const string Avg = "pace_avg";
    public const string MinNumeric = "pace_min_numeric";
    public const string MaxNumeric = "pace_max_numeric";
    public const string Negate = "negate";

    private const string DateFormat = "yyyy-MM-dd";
    private const string TimestampFormat = "yyyy-MM-dd HH:mm:ss.ffffff";

    // What a date lacks to be a timestamp.
    public const string Midnight = " 00:00:00.000000";

    // What a timestamp lacks to be an instant. SQLite's own functions read it as UTC too.
    public const string Utc = "Z";

    /// <summary>The types that can be computed with, as functions name them; null for any other.</summary>
    public static string? NameOf(SqlTypeKind kind) => kind switch
    {
        SqlTypeKind.SmallInt => "smallint",
        SqlTypeKind.Integer => "integer",
        SqlTypeKind.BigInt => "bigint",
        SqlTypeKind.Numeric => "numeric",
        SqlTypeKind.Double => "double",
        SqlTypeKind.Text or SqlTypeKind.VarChar => "text",
        SqlTypeKind.Boolean => "boolean",
        SqlTypeKind.Date => "date",
        SqlTypeKind.Timestamp => "timestamp",
        SqlTypeKind.TimestampTz => "timestamptz",
        _ => null,
    };

    /// <summary>Reads what stands in a column as a value of a type: <c>pace_integer(column, 'its name')</c>.</summary>
    public static string Read(SqlTypeKind kind) =>
        "pace_" + (NameOf(kind) ?? throw new ArgumentException($"Nothing is computed with {kind}.", nameof(kind)));

    /// <summary>Computes with numbers of a type, within its range: <c>pace_add_integer(1, 2)</c>.</summary>
    /// <param name="operation">The sign of an operator, or <see cref="Negate"/>.</param>
    /// <param name="kind">The type.</param>
    public static string Compute(string operation, SqlTypeKind kind)
    {
        string name = operation switch
        {
            "+" => "add",
            "-" => "subtract",
            "*" => "multiply",
            Negate => Negate,
            _ => throw new ArgumentException($"No function computes {operation}.", nameof(operation)),
        };
        return $"pace_{name}_{NameOf(kind)}";
    }

    /// <summary>A date.</summary>
    public static string Text(DateOnly date) => date.ToString(DateFormat, CultureInfo.InvariantCulture);

    /// <summary>A timestamp.</summary>
    public static string Text(DateTime time) => time.ToString(TimestampFormat, CultureInfo.InvariantCulture);

    /// <summary>An instant.</summary>
    public static string Text(DateTimeOffset instant) => Text(instant.UtcDateTime) + Utc;
}
