using System.Globalization;
using Pace.Engine.Compilation;
using Pace.Engine.Evaluation.Values;
using Pace.Engine.Policies;
using Pace.Engine.Sql.Expressions;
using Pace.Engine.Sql.Patterns;
using Pace.Engine.Sql.Portable;
using Pace.Engine.Sql.Tree;

namespace Pace.Engine.Sql.Dialects;

/// <summary>
/// SQLite, from version 3.35 on. A column of SQLite may hold anything, and SQLite computes otherwise than PostgreSQL;
/// so the views call functions (<c>pace_...</c>) that are there on Pace's connections only.
/// </summary>
public sealed class SqliteDialect : SqlDialect
{
    // SQLite lets a function have more; so many names still make a line that can be read.
    private const int MostArguments = 50;

    /// <inheritdoc/>
    public override PlatformType Platform => PlatformType.Sqlite;

    /// <inheritdoc/>
    public override string Name => "SQLite";

    internal override SqlLexicalRules LexicalRules => SqlLexicalRules.Sqlite;

    internal override bool HasNestedFields => false;

    internal override bool IsPortable => true;

    internal override string? ProblemOfName(QualifiedName name) => SqliteText.ProblemOfName(name);

    internal override string? ProblemOfColumn(string name) => SqliteText.ProblemOfColumn(name);

    // Groups are names and nothing else: a file knows nobody.
    internal override string? ProblemOfGroup(string name) => SqliteText.ProblemOfText(name);

    internal override string? ProblemOfText(string text) => SqliteText.ProblemOfText(text);

    // The portable rules say what cannot be matched in memory.
    internal override string? ProblemOfPattern(RegexpPattern pattern) => null;

    internal override SqlExpression Value(SqlExpression column, SqlType type) => SqliteExpressions.Value(column, type);

    internal override SqlExpression PolicySql(string text, string path, ValueList<Field> fields, bool condition) =>
        PortableReader.TryRead(text, fields, LexicalRules, condition, out PortableExpression expression, out _)
            ? SqliteExpressions.Of(expression)
            : throw new InvalidOperationException($"The SQL at {path} passed the portable rules and cannot be read.");

    // SQLite calls a deterministic function of constants once a statement.
    internal override SqlExpression IsMember(ValueList<string> groups) => groups
        .Chunk(MostArguments)
        .Select(chunk => (SqlExpression)new CallExpression(
            SqliteFunction.IsMember, chunk.Select(group => (SqlExpression)new TextLiteral(group)).ToValueList()))
        .Aggregate((left, right) => new BinaryExpression(left, "or", right));

    internal override string? ProblemOfFixed(string value, SqlType type) =>
        CanonicalValue.TryRead(type, value, out _, out string? problem) ? null : problem;

    internal override SqlExpression Fixed(string value, SqlType type) =>
        CanonicalValue.TryRead(type, value, out object? canonical, out string? problem)
            ? SqliteExpressions.Literal(canonical)
            : throw new InvalidOperationException($"A fixed value passed validation and {problem}.");

    internal override SqlExpression Null(SqlType type) => new NullLiteral();

    internal override SqlExpression Hash(SqlExpression column, SqlType type, long seed) => SqliteExpressions.Call(
        type.IsText ? SqliteFunction.HashText : SqliteFunction.HashNumber, Value(column, type), SqliteExpressions.Number(seed));

    internal override SqlExpression Extract(SqlExpression column, SqlType type, RegexpPattern pattern) =>
        SqliteExpressions.Call(SqliteFunction.RegexpExtract, Value(column, type), SqliteExpressions.Text(pattern.Text));

    internal override SqlExpression Replace(
        SqlExpression column, SqlType type, RegexpPattern pattern, ReplacementTemplate replacement) =>
        SqliteExpressions.Call(
            SqliteFunction.RegexpReplace,
            Value(column, type),
            SqliteExpressions.Text(pattern.Text),
            SqliteExpressions.Text(replacement.Text));

    internal override SqlExpression Round(SqlExpression column, SqlType type, NumericRoundingTransform rounding)
    {
        SqlExpression value = SqliteExpressions.AsNumeric(Value(column, type), type.Kind);
        SqlExpression? divisor = rounding.Divisor is { } step
            ? SqliteExpressions.Text(step.ToString(CultureInfo.InvariantCulture))
            : null;
        return rounding.Rounding switch
        {
            RoundingKind.Floor => SqliteExpressions.Call(SqliteFunction.Floor, value, divisor!),
            RoundingKind.Ceil => SqliteExpressions.Call(SqliteFunction.Ceil, value, divisor!),
            _ when divisor is null => SqliteExpressions.Call(SqliteFunction.Round, value, SqliteExpressions.Number(rounding.Precision)),
            _ => SqliteExpressions.Call(SqliteFunction.Round, value, SqliteExpressions.Number(rounding.Precision), divisor),
        };
    }

    internal override SqlExpression Aggregate(
        SqlExpression column, SqlType type, AggregationTransform aggregation, SqlType? castTo, ValueList<FieldColumn>? partitionBy = null)
    {
        SqlExpression value = Value(column, type);
        bool isNumeric = type.Kind == SqlTypeKind.Numeric;
        CallExpression call = aggregation.Aggregation switch
        {
            AggregationKind.Min => SqliteExpressions.Call(isNumeric ? SqliteFunction.MinNumeric : "min", value),
            AggregationKind.Max => SqliteExpressions.Call(isNumeric ? SqliteFunction.MaxNumeric : "max", value),
            AggregationKind.Sum => SqliteExpressions.Call(
                SqliteFunction.Sum, value, SqliteExpressions.Text(SqliteFunction.NameOf(type.Kind)!)),
            _ when aggregation.Precision is { } precision => SqliteExpressions.Call(
                SqliteFunction.Avg, value, SqliteExpressions.Text(aggregation.CastTo), SqliteExpressions.Number(precision)),
            _ => SqliteExpressions.Call(SqliteFunction.Avg, value, SqliteExpressions.Text(aggregation.CastTo)),
        };
        return new WindowExpression(call, Keys(partitionBy ?? []));
    }

    internal override SqlExpression Count(SqlExpression column, SqlType type, ValueList<FieldColumn> partitionBy) =>
        new WindowExpression(SqliteExpressions.Call("count", Value(column, type)), Keys(partitionBy));

    // Dates and timestamps without a zone are UTC, as on PostgreSQL.
    internal override SqlExpression IsYoungerThan(SqlExpression column, SqlType type, long days)
    {
        SqlExpression value = Value(column, type);
        return new BinaryExpression(
            type.Kind == SqlTypeKind.Date
                ? new BinaryExpression(value, "||", SqliteExpressions.Text(SqliteFunction.Midnight))
                : value,
            ">",
            SqliteExpressions.Call(
                type.Kind == SqlTypeKind.TimestampTz ? SqliteFunction.InstantHoursAgo : SqliteFunction.HoursAgo,
                SqliteExpressions.Number(days * 24)));
    }

    private ValueList<SqlExpression> Keys(ValueList<FieldColumn> partitionBy) =>
        partitionBy.Select(field => SqliteExpressions.Key(Value(field.Column, field.Type), field.Type.Kind)).ToValueList();

    internal override (string Text, ValueList<SqlFragment> Fragments) Write(SelectQuery query)
    {
        SqliteWriter writer = new();
        writer.Query(query);
        return writer.Result;
    }

    /// <inheritdoc/>
    /// <remarks>The views work on Pace's connections only: <c>pace_...</c> are functions of its own.</remarks>
    public override string WriteScript(CompiledPolicy policy) =>
        string.Concat(policy.Views.Select(view => SqliteDdl.CreateView(view, null) + ";\n"));
}
