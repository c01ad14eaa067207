using Pace.Engine.Policies;

namespace Pace.Engine.Sql.Tree;

/// <summary>A piece of SQL as a tree; only a dialect's writer makes text of it.</summary>
internal abstract record SqlExpression;

/// <summary>A column of the source, or of a joined table when qualified by that table's alias.</summary>
internal sealed record ColumnExpression(string Name, string? Alias = null) : SqlExpression
{
    /// <summary>The way to a field in the column, from outside to inside; none: the column itself.</summary>
    public ValueList<string> Path { get; init; } = [];

    /// <summary>The column or nested field that name parts name.</summary>
    public static ColumnExpression Of(ValueList<string> nameParts) => new(nameParts[0]) { Path = nameParts.Skip(1).ToValueList() };
}

/// <summary>A value with fields: NULL where the value that it is made of is.</summary>
internal sealed record StructExpression(ColumnExpression Whole, ValueList<SelectColumn> Fields) : SqlExpression;

/// <summary>Whether the one who asks is one of the principals, on a platform where only the whole query says how to ask.</summary>
internal sealed record MemberExpression(ValueList<Principal> Principals) : SqlExpression;

/// <summary>A column of the source and the type that the policy gives it.</summary>
internal sealed record FieldColumn(ColumnExpression Column, SqlType Type);

/// <summary>A column, qualified by its table's full name.</summary>
internal sealed record TableColumnExpression(QualifiedName Table, string Name) : SqlExpression;

/// <summary>A text.</summary>
internal sealed record TextLiteral(string Value) : SqlExpression;

/// <summary>A number, as digits with an optional sign and decimal point.</summary>
internal sealed record NumberLiteral(string Digits) : SqlExpression;

/// <summary>True or false.</summary>
internal sealed record BooleanLiteral(bool Value) : SqlExpression;

/// <summary>NULL, of whatever type its surroundings have.</summary>
internal sealed record NullLiteral : SqlExpression;

/// <summary>A word of the language, such as <c>current_timestamp</c> or <c>interval '24 hours'</c>.</summary>
internal sealed record KeywordExpression(string Text) : SqlExpression;

/// <summary>A value as another type.</summary>
internal sealed record CastExpression(SqlExpression Value, SqlType Type, string? TypeText = null) : SqlExpression;

/// <summary>A function of the system's own.</summary>
internal sealed record CallExpression(string Function, ValueList<SqlExpression> Arguments) : SqlExpression;

/// <summary>A window function.</summary>
internal sealed record WindowExpression(CallExpression Call, ValueList<SqlExpression> PartitionBy) : SqlExpression;

/// <summary>Two operands with an operator between; nested ones are bracketed.</summary>
internal sealed record BinaryExpression(SqlExpression Left, string Operator, SqlExpression Right) : SqlExpression;

/// <summary>Whether a condition is false.</summary>
internal sealed record NotExpression(SqlExpression Condition) : SqlExpression;

/// <summary>Values in brackets, as IN has them.</summary>
internal sealed record ListExpression(ValueList<SqlExpression> Items) : SqlExpression;

/// <summary>The first branch whose condition holds.</summary>
internal sealed record CaseExpression(ValueList<CaseBranch> Branches, SqlExpression? Else) : SqlExpression;

/// <summary>A branch.</summary>
internal sealed record CaseBranch(SqlExpression When, SqlExpression Then);

/// <summary>A query that gives one value, once for a whole statement.</summary>
internal sealed record ScalarQuery(SqlExpression Value, string? From = null, string? Where = null) : SqlExpression;

/// <summary>SQL of the policy itself, checked by the scanner; it is written in brackets and its place is kept.</summary>
internal sealed record PolicyExpression(string Text, string Path) : SqlExpression;
