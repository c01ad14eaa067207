using System.Globalization;

namespace Pace.Engine.Differential.Tests.Cases;

/// <summary>The types of the portable subset, numbers from narrow to wide.</summary>
public enum Kind
{
    SmallInt,
    Integer,
    BigInt,
    Numeric,
    Double,
    VarChar,
    Text,
    Boolean,
    Date,
    Timestamp,
    Instant,
}

/// <summary>A column's type.</summary>
/// <param name="Kind">The kind.</param>
/// <param name="Length">The length of a varchar, the precision of a numeric; null where none is given.</param>
/// <param name="Scale">The scale of a numeric with a precision.</param>
public sealed record ColumnType(Kind Kind, int? Length = null, int Scale = 0)
{
    public static ColumnType Of(Kind kind) => new(kind);

    /// <summary>The type as PostgreSQL spells it.</summary>
    public override string ToString()
    {
        string name = Kind switch
        {
            Kind.SmallInt => "smallint",
            Kind.Integer => "integer",
            Kind.BigInt => "bigint",
            Kind.Numeric => "numeric",
            Kind.Double => "double precision",
            Kind.VarChar => "varchar",
            Kind.Text => "text",
            Kind.Boolean => "boolean",
            Kind.Date => "date",
            Kind.Timestamp => "timestamp",
            _ => "timestamptz",
        };
        return Length is not { } length ? name
            : Kind == Kind.Numeric ? string.Create(CultureInfo.InvariantCulture, $"{name}({length},{Scale})")
            : string.Create(CultureInfo.InvariantCulture, $"{name}({length})");
    }
}

public static class Kinds
{
    public static bool IsInteger(this Kind kind) => kind <= Kind.BigInt;

    public static bool IsNumber(this Kind kind) => kind <= Kind.Double;

    public static bool IsText(this Kind kind) => kind is Kind.VarChar or Kind.Text;

    /// <summary>The type that two have in common as PostgreSQL sees it: the wider number, text, or timestamp.</summary>
    public static Kind Common(Kind left, Kind right) =>
        left == right ? left
        : (left.IsNumber() && right.IsNumber()) || (left.IsText() && right.IsText()) ? (Kind)Math.Max((int)left, (int)right)
        : (left, right) is (Kind.Date, Kind.Timestamp) or (Kind.Timestamp, Kind.Date) ? Kind.Timestamp
        : throw new InvalidOperationException($"{left} and {right} have nothing in common.");
}
