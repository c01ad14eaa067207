using Pace.Engine.Compilation;
using Pace.Engine.Policies;
using Pace.Engine.Sql;
using Pace.Engine.Sql.Dialects;
using Pace.Engine.Sql.Expressions;
using Pace.Engine.Sql.Patterns;
using Pace.Engine.Sql.Tree;

namespace Pace.Engine.Evaluation;

/// <summary>
/// What memory has instead of a platform's SQL, as far as the rules of dialects ask: any name will do, but groups are
/// the only principals, no field is nested, and texts are what every platform can hold. No SQL is made of it.
/// </summary>
internal sealed class MemoryDialect(SqlLexicalRules rules) : SqlDialect
{
    public override PlatformType Platform => PlatformType.Unspecified;

    public override string Name => "Evaluation";

    internal override SqlLexicalRules LexicalRules => rules;

    internal override bool HasNestedFields => false;

    internal override string? ProblemOfName(QualifiedName name) => null;

    internal override string? ProblemOfColumn(string name) => null;

    internal override string? ProblemOfGroup(string name) => null;

    internal override string? ProblemOfText(string text) => PostgresText.ProblemOfText(text);

    // What memory cannot match is told as not portable, with what to do.
    internal override string? ProblemOfPattern(RegexpPattern pattern) => null;

    internal override SqlExpression IsMember(ValueList<string> groups) => throw NoSql();

    internal override SqlExpression Fixed(string value, SqlType type) => throw NoSql();

    internal override SqlExpression Hash(SqlExpression column, SqlType type, long seed) => throw NoSql();

    internal override SqlExpression Extract(SqlExpression column, SqlType type, RegexpPattern pattern) => throw NoSql();

    internal override SqlExpression Replace(SqlExpression column, SqlType type, RegexpPattern pattern, ReplacementTemplate replacement) => throw NoSql();

    internal override SqlExpression Round(SqlExpression column, SqlType type, NumericRoundingTransform rounding) => throw NoSql();

    internal override SqlExpression Aggregate(SqlExpression column, SqlType type, AggregationTransform aggregation, SqlType? castTo, ValueList<FieldColumn>? partitionBy = null) => throw NoSql();

    internal override SqlExpression IsYoungerThan(SqlExpression column, SqlType type, long days) => throw NoSql();

    internal override (string Text, ValueList<SqlFragment> Fragments) Write(SelectQuery query) => throw NoSql();

    public override string WriteScript(CompiledPolicy policy) => throw NoSql();

    private static InvalidOperationException NoSql() => new("Evaluation in memory makes no SQL.");
}
