using System.Globalization;
using System.Text.RegularExpressions;

namespace Pace.Engine.Sql.Dialects;

/// <summary>
/// The types that columns are declared with. SQLite looks for words in a declaration to decide how it changes values:
/// a column declared <c>numeric(10,2)</c> makes a floating-point number of 0.10. So whatever must stay text is declared
/// by Pace with TEXT in its type: <c>numeric text(10,2)</c>.
/// </summary>
internal static partial class SqliteTypes
{
    private const string TextMark = " text";

    /// <summary>How Pace declares a column of a type in a table that it makes.</summary>
    public static string Declare(SqlType type) => type.Kind switch
    {
        SqlTypeKind.SmallInt => "smallint",
        SqlTypeKind.Integer => "integer",
        SqlTypeKind.BigInt => "bigint",
        SqlTypeKind.Real => "real",
        SqlTypeKind.Double => "double precision",
        SqlTypeKind.Boolean => "boolean",
        SqlTypeKind.VarChar => "varchar" + Arguments(type),
        SqlTypeKind.Char => "char" + Arguments(type),
        SqlTypeKind.Binary => "blob",
        SqlTypeKind.Numeric => "numeric text" + Arguments(type),
        SqlTypeKind.Date => "date text",
        SqlTypeKind.Time => "time text",
        SqlTypeKind.TimeTz => "timetz text",
        SqlTypeKind.Timestamp => "timestamp text" + Arguments(type),
        SqlTypeKind.TimestampTz => "timestamptz text" + Arguments(type),
        SqlTypeKind.Uuid => "uuid text",
        SqlTypeKind.Json => "json text",
        SqlTypeKind.JsonB => "jsonb text",
        SqlTypeKind.Xml => "xml text",
        // Names of other types may hold what SQLite reads as an integer's, as interval does.
        _ => "text",
    };

    /// <summary>
    /// The type of a policy's field for a column as SQLite declares it; null where the column has no type.
    /// </summary>
    /// <param name="declaration">What the catalog says.</param>
    /// <param name="isPaces">
    /// Whether Pace made the table, and looked at what was written. In other files an integer has 64 bits and REAL is
    /// double precision, whatever their types are called, since SQLite looks at nothing.
    /// </param>
    public static SqlType? Read(string declaration, bool isPaces)
    {
        string text = Spaces().Replace(declaration, " ").Trim().ToLowerInvariant();
        if (text.Length == 0)
        {
            return null;
        }

        int mark = text.IndexOf(TextMark, StringComparison.Ordinal);
        if (mark > 0 && (mark + TextMark.Length == text.Length || text[mark + TextMark.Length] is '(' or ' '))
        {
            text = text.Remove(mark, TextMark.Length);
        }

        SqlType type = SqlType.TryParse(text, out SqlType read) ? read : SqlType.Of(SqlTypeKind.Other);
        type = type.Kind switch
        {
            SqlTypeKind.Other or SqlTypeKind.Struct or SqlTypeKind.Array or SqlTypeKind.Interval => Affinity(text),
            // Nothing is padded.
            SqlTypeKind.Char when !isPaces => type with { Kind = SqlTypeKind.VarChar },
            _ => type,
        };
        return isPaces ? type : type.Kind switch
        {
            SqlTypeKind.SmallInt or SqlTypeKind.Integer or SqlTypeKind.BigInt => SqlType.Of(SqlTypeKind.BigInt),
            SqlTypeKind.Real or SqlTypeKind.Double => SqlType.Of(SqlTypeKind.Double),
            SqlTypeKind.Text or SqlTypeKind.Binary or SqlTypeKind.Boolean or SqlTypeKind.Date => SqlType.Of(type.Kind),
            _ => type,
        };
    }

    /// <summary>A type as a policy writes it.</summary>
    public static string Write(SqlType type) => type.Kind switch
    {
        SqlTypeKind.Binary => "bytea",
        SqlTypeKind.Double => "double precision",
        SqlTypeKind.Array or SqlTypeKind.Other when type.Parts.Count > 0 => string.Join('.', type.Parts) + Arguments(type),
        _ => (SqliteFunction.NameOf(type.Kind) is { } name && type.Kind != SqlTypeKind.VarChar
            ? name
            : type.Kind.ToString().ToLowerInvariant()) + Arguments(type),
    };

    // SQLite's own rules, in their order (its documentation, "Determination Of Column Affinity").
    private static SqlType Affinity(string text) =>
        text.Contains("int", StringComparison.Ordinal) ? SqlType.Of(SqlTypeKind.BigInt)
        : text.Contains("char", StringComparison.Ordinal) ? new SqlType(SqlTypeKind.VarChar, [], Length().Match(text) is { Success: true } length
            && int.TryParse(length.ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture, out int characters) ? [characters] : [])
        : text.Contains("clob", StringComparison.Ordinal) || text.Contains("text", StringComparison.Ordinal) ? SqlType.Of(SqlTypeKind.Text)
        : text.Contains("blob", StringComparison.Ordinal) ? SqlType.Of(SqlTypeKind.Binary)
        : text.Contains("real", StringComparison.Ordinal) || text.Contains("floa", StringComparison.Ordinal)
            || text.Contains("doub", StringComparison.Ordinal) ? SqlType.Of(SqlTypeKind.Double)
        : SqlType.Of(SqlTypeKind.Numeric);

    private static string Arguments(SqlType type) => type.Arguments.Count == 0
        ? ""
        : "(" + string.Join(",", type.Arguments.Select(argument => argument.ToString(CultureInfo.InvariantCulture))) + ")";

    [GeneratedRegex(@"\s+", RegexOptions.CultureInvariant)]
    private static partial Regex Spaces();

    [GeneratedRegex(@"(?<=\(\s*)[0-9]+(?=\s*\)$)", RegexOptions.CultureInvariant)]
    private static partial Regex Length();
}
