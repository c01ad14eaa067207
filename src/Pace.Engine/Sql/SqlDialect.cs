using Pace.Engine.Compilation;
using Pace.Engine.Policies;
using Pace.Engine.Sql.Patterns;
using Pace.Engine.Sql.Tree;

namespace Pace.Engine.Sql;

/// <summary>
/// What a platform's SQL has of its own. Everything that makes SQL text is here, in the writer and in the subclasses,
/// which hold differences only.
/// </summary>
public abstract class SqlDialect
{
    /// <summary>The type of the platforms that speak it.</summary>
    public abstract PlatformType Platform { get; }

    /// <summary>The name, such as <c>PostgreSQL</c>.</summary>
    public abstract string Name { get; }

    /// <summary>How its SQL is cut into words, for checking the SQL that policies hold.</summary>
    internal abstract Expressions.SqlLexicalRules LexicalRules { get; }

    /// <summary>What makes a table's or view's name unusable here, as the rest of a sentence; null when nothing does.</summary>
    internal abstract string? ProblemOfName(QualifiedName name);

    /// <summary>What makes a column's name unusable here; null when nothing does.</summary>
    internal abstract string? ProblemOfColumn(string name);

    /// <summary>What makes a group's name unusable here; null when nothing does.</summary>
    internal abstract string? ProblemOfGroup(string name);

    /// <summary>What makes a text unusable as a literal here; null when nothing does.</summary>
    internal abstract string? ProblemOfText(string text);

    /// <summary>What makes a regular expression unusable here; null when nothing does.</summary>
    internal abstract string? ProblemOfPattern(RegexpPattern pattern);

    /// <summary>
    /// What makes a regular expression unusable with a replacement; null for either: nothing is wrong, or the first
    /// group is extracted.
    /// </summary>
    internal virtual string? ProblemOfRegexp(RegexpPattern pattern, ReplacementTemplate? replacement) => ProblemOfPattern(pattern);

    /// <summary>What of a transform of a field of a type cannot be done here; null when all can.</summary>
    internal virtual DialectProblem? ProblemOfTransform(TransformAction action, SqlType type) => null;

    /// <summary>What makes a type unusable to divide rows by; null when nothing does.</summary>
    internal virtual string? ProblemOfPartition(SqlType type) => null;

    /// <summary>What makes a number of days too large here; null when nothing does.</summary>
    internal virtual string? ProblemOfRetention(long days) => null;

    /// <summary>Whether the platform has a kind of principals.</summary>
    internal virtual bool Knows(PrincipalKind kind) => kind == PrincipalKind.Group;

    /// <summary>A type as this platform's users write it.</summary>
    internal virtual bool TryReadType(string text, out SqlType type) => SqlType.TryParse(text, out type);

    /// <summary>Whether the login decides, whatever role a session takes on afterwards.</summary>
    internal virtual bool JudgesByLogin => false;

    /// <summary>Whether a nested field can be shown.</summary>
    internal abstract bool HasNestedFields { get; }

    /// <summary>
    /// Whether a policy must keep to what has one meaning everywhere (<see cref="Portable.PortableRules"/>), because
    /// this SQL computes otherwise than PostgreSQL's.
    /// </summary>
    internal virtual bool IsPortable => false;

    /// <summary>Whether the platform computes aggregates for readers who see none, unless the query has another arm for them.</summary>
    internal virtual bool NeedsArms => false;

    /// <summary>A column as a value of a type that can be computed with, where a column may hold anything else.</summary>
    internal virtual SqlExpression Value(SqlExpression column, SqlType type) => column;

    /// <summary>The policy's own SQL.</summary>
    /// <param name="text">The text, which <see cref="Expressions.SqlExpressionScanner"/> has no problem with.</param>
    /// <param name="path">Its path in the policy.</param>
    /// <param name="fields">The source's fields.</param>
    /// <param name="condition">Whether it is a condition.</param>
    internal virtual SqlExpression PolicySql(string text, string path, ValueList<Field> fields, bool condition) =>
        new PolicyExpression(text, path);

    /// <summary>Whether the one who asks is a member of one of the groups, of which there is one at least.</summary>
    internal abstract SqlExpression IsMember(ValueList<string> groups);

    /// <summary>Whether the one who asks is one of the principals, of which there is one at least.</summary>
    internal virtual SqlExpression IsAnyOf(ValueList<Principal> principals) =>
        IsMember(principals.Select(principal => principal.Name).ToValueList());

    /// <summary>A value of a type from its text.</summary>
    internal abstract SqlExpression Fixed(string value, SqlType type);

    /// <summary>What makes a fixed value unusable here that validation let through; null when nothing does.</summary>
    internal virtual string? ProblemOfFixed(string value, SqlType type) => null;

    /// <summary>NULL of a type, where no neighbour gives one.</summary>
    internal virtual SqlExpression Null(SqlType type) => new CastExpression(new NullLiteral(), type);

    /// <summary>The keyed hash of a column.</summary>
    internal abstract SqlExpression Hash(SqlExpression column, SqlType type, long seed);

    /// <summary>The first group or the match of a pattern, NULL where it does not match.</summary>
    internal abstract SqlExpression Extract(SqlExpression column, SqlType type, RegexpPattern pattern);

    /// <summary>A column with the matches replaced; NULL where a pattern that describes the whole value does not match.</summary>
    internal abstract SqlExpression Replace(SqlExpression column, SqlType type, RegexpPattern pattern, ReplacementTemplate replacement);

    /// <summary>A number, rounded.</summary>
    internal abstract SqlExpression Round(SqlExpression column, SqlType type, NumericRoundingTransform rounding);

    /// <summary>An aggregate over the rows of a partition.</summary>
    internal abstract SqlExpression Aggregate(
        SqlExpression column, SqlType type, AggregationTransform aggregation, SqlType? castTo, ValueList<FieldColumn>? partitionBy = null);

    /// <summary>NULL of an aggregate's type, where that is known, else without one.</summary>
    internal virtual SqlExpression NoAggregate(SqlType type, AggregationTransform aggregation, SqlType? castTo) => new NullLiteral();

    /// <summary>How many values, NULLs not among them, a partition has.</summary>
    internal virtual SqlExpression Count(SqlExpression column, SqlType type, ValueList<FieldColumn> partitionBy) =>
        new WindowExpression(new CallExpression("count", [column]), partitionBy.Select(field => (SqlExpression)field.Column).ToValueList());

    /// <summary>The first of two values that is not NULL.</summary>
    internal virtual SqlExpression FirstNonNull(SqlExpression first, SqlExpression second) =>
        new CallExpression("coalesce", [first, second]);

    /// <summary>Whether a date is less than a number of days ago.</summary>
    internal abstract SqlExpression IsYoungerThan(SqlExpression column, SqlType type, long days);

    /// <summary>The query as text, with the places of the policy's own SQL in it.</summary>
    internal abstract (string Text, ValueList<SqlFragment> Fragments) Write(SelectQuery query);

    /// <summary>
    /// The statements that make a policy's views and grants on an empty platform, each ended with a semicolon.
    /// </summary>
    public abstract string WriteScript(CompiledPolicy policy);
}
