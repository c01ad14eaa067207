using Pace.Engine.Policies;

namespace Pace.Engine.Sql.Portable;

/// <summary>
/// A condition or sql_statement of the portable subset, typed as PostgreSQL types it: what it means is the same on every
/// platform and in memory. Operands of one operation have one type; conversions stand in the tree
/// (<see cref="PortableConvert"/>). Literal texts beside typed values are values of that type already.
/// </summary>
/// <param name="Type">
/// The type of the result. Only these occur: smallint, integer, bigint, numeric, double precision, text, boolean, date,
/// timestamp, timestamptz, none with arguments; and of a column right under IS NULL, any.
/// </param>
/// <remarks>
/// One part may stand at several places of a tree, as the operand of BETWEEN does; with all its places a tree has at most
/// 100 000 parts, and the nesting of what is written is at most 128.
/// </remarks>
internal abstract record PortableExpression(SqlType Type);

/// <summary>A field of the source.</summary>
/// <param name="Field">Its place in the policy's fields, from 0.</param>
/// <param name="Name">Its name.</param>
/// <param name="Type">Its type.</param>
internal sealed record PortableColumn(int Field, string Name, SqlType Type) : PortableExpression(Type);

/// <summary>A constant, as a canonical value (<see cref="Evaluation.Values.CanonicalValue"/>); null for NULL.</summary>
internal sealed record PortableLiteral(object? Value, SqlType Type) : PortableExpression(Type)
{
    /// <summary>
    /// Whether it is a whole sql_statement that is a text in quotes or NULL: PostgreSQL gives it the type of the other
    /// branches, and text where there is none.
    /// </summary>
    public bool IsUntyped { get; init; }
}

/// <summary>A comparison of two values of one type; text by code points, which is the order under collation C.</summary>
internal sealed record PortableComparison(PortableExpression Left, ComparisonOperator Operator, PortableExpression Right)
    : PortableExpression(SqlType.Of(SqlTypeKind.Boolean));

/// <summary>Comparisons; the last two never give NULL.</summary>
internal enum ComparisonOperator
{
    Equal,
    NotEqual,
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
    DistinctFrom,
    NotDistinctFrom,
}

/// <summary>AND or OR with SQL's three values.</summary>
internal sealed record PortableLogic(PortableExpression Left, bool IsAnd, PortableExpression Right)
    : PortableExpression(SqlType.Of(SqlTypeKind.Boolean));

/// <summary>NOT.</summary>
internal sealed record PortableNot(PortableExpression Operand) : PortableExpression(SqlType.Of(SqlTypeKind.Boolean));

/// <summary>IS NULL (of any type, Value null), IS TRUE, IS FALSE; IS UNKNOWN is IS NULL of a boolean.</summary>
/// <param name="Operand">What is looked at.</param>
/// <param name="Value">True or false for IS TRUE and IS FALSE; null for IS NULL.</param>
/// <param name="Negated">Whether it stands with NOT.</param>
internal sealed record PortableIs(PortableExpression Operand, bool? Value, bool Negated)
    : PortableExpression(SqlType.Of(SqlTypeKind.Boolean));

/// <summary>IN over values of the operand's type.</summary>
internal sealed record PortableIn(PortableExpression Operand, ValueList<PortableExpression> Items, bool Negated)
    : PortableExpression(SqlType.Of(SqlTypeKind.Boolean));

/// <summary>LIKE, case-sensitive; % any text, _ one character (code point).</summary>
/// <param name="Operand">The text.</param>
/// <param name="Pattern">The pattern.</param>
/// <param name="Escape">The escape character; empty: none. PostgreSQL's default is a backslash.</param>
/// <param name="Negated">Whether it stands with NOT.</param>
internal sealed record PortableLike(PortableExpression Operand, PortableExpression Pattern, string Escape, bool Negated)
    : PortableExpression(SqlType.Of(SqlTypeKind.Boolean));

/// <summary>CASE with conditions; the simple form is written out. No ELSE: a NULL literal.</summary>
internal sealed record PortableCase(ValueList<(PortableExpression When, PortableExpression Then)> Branches, PortableExpression Else, SqlType Type)
    : PortableExpression(Type);

/// <summary>COALESCE.</summary>
internal sealed record PortableCoalesce(ValueList<PortableExpression> Items, SqlType Type) : PortableExpression(Type);

/// <summary>NULLIF is a CASE; this is +, - or * of numbers of one type. Leaving an integer's range is an error.</summary>
internal sealed record PortableArithmetic(PortableExpression Left, char Operator, PortableExpression Right, SqlType Type) : PortableExpression(Type);

/// <summary>The minus sign before a number.</summary>
internal sealed record PortableNegate(PortableExpression Operand) : PortableExpression(Operand.Type);

/// <summary>|| of texts.</summary>
internal sealed record PortableConcat(PortableExpression Left, PortableExpression Right) : PortableExpression(SqlType.Of(SqlTypeKind.Text));

/// <summary>
/// A widening that PostgreSQL makes by itself: between integers, integer to numeric, either to double precision, date
/// to timestamp (midnight).
/// </summary>
internal sealed record PortableConvert(PortableExpression Operand, SqlType Type) : PortableExpression(Type);
