using System.Globalization;
using Pace.Engine.Compilation;
using Pace.Engine.Policies;
using Pace.Engine.Sql.Expressions;
using Pace.Engine.Sql.Patterns;
using Pace.Engine.Sql.Tree;

namespace Pace.Engine.Sql.Dialects;

/// <summary>Which of a session's two names decides what it sees.</summary>
public enum JudgeBy
{
    /// <summary>The role in force, as row-level security does: after SET ROLE, and in pools that use it.</summary>
    CurrentUser,

    /// <summary>The role that logged in, whatever SET ROLE says.</summary>
    SessionUser,
}

/// <summary>
/// PostgreSQL, from version 13 on. Functions are written with their schema, so that one of the same name elsewhere
/// on somebody's search path is never taken for them.
/// </summary>
public class PostgresDialect : SqlDialect
{
    private static readonly SqlType Text = SqlType.Of(SqlTypeKind.Text);
    private static readonly SqlType Numeric = SqlType.Of(SqlTypeKind.Numeric);
    private static readonly SqlType BigInt = SqlType.Of(SqlTypeKind.BigInt);
    private static readonly SqlType Double = SqlType.Of(SqlTypeKind.Double);

    private readonly JudgeBy _judgeBy;

    /// <summary>The dialect for a platform that judges by one of the two names.</summary>
    public PostgresDialect(JudgeBy judgeBy = JudgeBy.CurrentUser) => _judgeBy = judgeBy;

    /// <inheritdoc/>
    public override PlatformType Platform => PlatformType.Postgres;

    /// <inheritdoc/>
    public override string Name => "PostgreSQL";

    internal override SqlLexicalRules LexicalRules => SqlLexicalRules.Postgres;

    internal override bool JudgesByLogin => _judgeBy == JudgeBy.SessionUser;

    internal override bool HasNestedFields => false;

    // A window aggregate is computed for each row before a CASE asks who reads it.
    internal override bool NeedsArms => true;

    internal override string? ProblemOfName(QualifiedName name) =>
        name.Parts.Count != 2
            ? "PostgreSQL needs a schema and a name, such as public." + name.Name
            : name.Parts.Select(PostgresText.ProblemOfName).FirstOrDefault(problem => problem is not null);

    internal override string? ProblemOfColumn(string name) => PostgresText.ProblemOfName(name);

    // PostgreSQL reads these two as its own words even in quotes: a grant to "public" is a grant to everybody.
    internal override string? ProblemOfGroup(string name) => name is "public" or "none"
        ? "PostgreSQL has no role of that name: it would mean everybody, or nobody"
        : PostgresText.ProblemOfName(name);

    internal override string? ProblemOfText(string text) => PostgresText.ProblemOfText(text);

    internal override string? ProblemOfPattern(RegexpPattern pattern) => PostgresPattern.Problem(pattern);

    // A scalar sub-select runs once for a whole query. A role that was dropped gives no row, and so matches nobody.
    internal override SqlExpression IsMember(ValueList<string> groups)
    {
        CallExpression hasRole = new("pg_catalog.pg_has_role",
        [
            new KeywordExpression(_judgeBy == JudgeBy.SessionUser ? "session_user" : "current_user"),
            new KeywordExpression("oid"),
            new TextLiteral("USAGE"),
        ]);
        string names = string.Join(", ", groups.Select(PostgresText.Literal));
        return groups.Count == 1
            ? new ScalarQuery(hasRole, "pg_catalog.pg_roles", $"rolname = {names} and not rolcanlogin")
            : new ScalarQuery(
                new CallExpression("pg_catalog.bool_or", [hasRole]),
                "pg_catalog.pg_roles",
                $"rolname in ({names}) and not rolcanlogin");
    }

    internal override SqlExpression Fixed(string value, SqlType type) => type.Kind switch
    {
        SqlTypeKind.Integer => new NumberLiteral(PolicyNumber.Integer(value)),
        SqlTypeKind.Boolean => new BooleanLiteral(value.Equals("true", StringComparison.OrdinalIgnoreCase)),
        SqlTypeKind.SmallInt or SqlTypeKind.BigInt => new CastExpression(new TextLiteral(PolicyNumber.Integer(value)), type),
        _ => new CastExpression(new TextLiteral(value), type),
    };

    // One SHA-256 over seed, colon and value, which anybody who knows the seed can do again with any tool.
    internal override SqlExpression Hash(SqlExpression column, SqlType type, long seed)
    {
        SqlExpression value = type.Kind switch
        {
            SqlTypeKind.Text => column,
            // As exact decimal without trailing zeros: the text of a float depends on the session's settings.
            SqlTypeKind.Numeric or SqlTypeKind.Real or SqlTypeKind.Double =>
                new CastExpression(new CallExpression("pg_catalog.trim_scale", [new CastExpression(column, Numeric)]), Text),
            _ => new CastExpression(column, Text),
        };
        SqlExpression keyed = new BinaryExpression(
            new TextLiteral(seed.ToString(CultureInfo.InvariantCulture) + ":"), "||", value);
        SqlExpression hex = new CallExpression("pg_catalog.encode",
        [
            new CallExpression("pg_catalog.sha256", [new CallExpression("pg_catalog.convert_to", [keyed, new TextLiteral("UTF8")])]),
            new TextLiteral("hex"),
        ]);
        if (type.IsText)
        {
            return hex;
        }

        SqlExpression bits = new BinaryExpression(
            new TextLiteral("x"), "||", new CallExpression("pg_catalog.left", [hex, new NumberLiteral("16")]));
        return new CastExpression(new CastExpression(bits, BigInt, "bit(64)"), BigInt);
    }

    internal override SqlExpression Extract(SqlExpression column, SqlType type, RegexpPattern pattern) =>
        new CallExpression("pg_catalog.substring", [AsText(column, type), new TextLiteral(PostgresPattern.Write(pattern))]);

    internal override SqlExpression Replace(
        SqlExpression column, SqlType type, RegexpPattern pattern, ReplacementTemplate replacement)
    {
        SqlExpression text = AsText(column, type);
        TextLiteral regexp = new(PostgresPattern.Write(pattern));
        if (!pattern.IsAnchoredAtBothEnds)
        {
            return Replaced(text, regexp, replacement);
        }

        // What describes the whole value leaves nothing of it but its groups, so most such masks need one look at the
        // value: a group that is always there is NULL exactly where the pattern does not match.
        if (pattern.HasOnlyGroupAlways && replacement.Parts.Count(part => part.Group == 1) == 1
            && replacement.Parts.All(part => part.Group is null or 1))
        {
            return replacement.Parts
                .Select(part => part.Group is null
                    ? (SqlExpression)new TextLiteral(part.Text)
                    : new CallExpression("pg_catalog.substring", [text, regexp]))
                .Aggregate((left, right) => new BinaryExpression(left, "||", right));
        }

        SqlExpression then = replacement.Parts.All(part => part.Group is null)
            ? new CastExpression(new TextLiteral(string.Concat(replacement.Parts.Select(part => part.Text))), Text)
            : Replaced(text, regexp, replacement);
        return new CaseExpression([new CaseBranch(new BinaryExpression(text, "~", regexp), then)], null);
    }

    // Steps are taken off by remainders, not by a quotient: PostgreSQL rounds the quotient of large numbers.
    internal override SqlExpression Round(SqlExpression column, SqlType type, NumericRoundingTransform rounding)
    {
        int precision = rounding.Rounding == RoundingKind.Round ? rounding.Precision : 0;
        if (rounding is { Rounding: RoundingKind.Round, Divisor: null })
        {
            return new CallExpression("pg_catalog.round",
                [AsNumeric(column, type), new NumberLiteral(precision.ToString(CultureInfo.InvariantCulture))]);
        }

        SqlExpression value = AsNumeric(column, type);
        decimal divisor = rounding.Divisor!.Value;
        SqlExpression step = Number(PolicyNumber.Shift(divisor, -precision));
        SqlExpression Remainder(SqlExpression dividend) => new CallExpression("pg_catalog.mod", [dividend, step]);
        switch (rounding.Rounding)
        {
            case RoundingKind.Floor:
                return new BinaryExpression(value, "-", Remainder(new BinaryExpression(Remainder(value), "+", step)));
            case RoundingKind.Ceil:
                return new BinaryExpression(value, "+", Remainder(new BinaryExpression(step, "-", Remainder(value))));
            default:
                SqlExpression half = Number(PolicyNumber.Half(divisor, -precision));
                SqlExpression upper = new BinaryExpression(new CallExpression("pg_catalog.abs", [value]), "+", half);
                return new BinaryExpression(
                    new CallExpression("pg_catalog.sign", [value]), "*", new BinaryExpression(upper, "-", Remainder(upper)));
        }
    }

    internal override SqlExpression Aggregate(
        SqlExpression column, SqlType type, AggregationTransform aggregation, SqlType? castTo, ValueList<FieldColumn>? partitionBy = null)
    {
        ValueList<SqlExpression> partition = (partitionBy ?? []).Select(field => (SqlExpression)field.Column).ToValueList();
        if (aggregation.Aggregation != AggregationKind.Avg)
        {
            string function = aggregation.Aggregation switch
            {
                AggregationKind.Sum => "pg_catalog.sum",
                AggregationKind.Min => "pg_catalog.min",
                _ => "pg_catalog.max",
            };
            return new WindowExpression(new CallExpression(function, [column]), partition);
        }

        SqlType inner = castTo ?? Numeric;
        SqlExpression average = new WindowExpression(
            new CallExpression("pg_catalog.avg", [new CastExpression(column, inner)]), partition);
        return aggregation.Precision is not { } precision
            ? average
            : new CallExpression("pg_catalog.round",
            [
                inner.Kind is SqlTypeKind.Real or SqlTypeKind.Double ? new CastExpression(average, Numeric) : average,
                new NumberLiteral(precision.ToString(CultureInfo.InvariantCulture)),
            ]);
    }

    // Of one type with the aggregate, arms are read as one table is: with indexes, and without a conversion of each row.
    internal override SqlExpression NoAggregate(SqlType type, AggregationTransform aggregation, SqlType? castTo) =>
        PostgresAggregate.TypeOf(type, aggregation, castTo) is { } known ? Null(known) : new NullLiteral();

    internal override SqlExpression Count(SqlExpression column, SqlType type, ValueList<FieldColumn> partitionBy) =>
        new WindowExpression(
            new CallExpression("pg_catalog.count", [column]), partitionBy.Select(field => (SqlExpression)field.Column).ToValueList());

    // Dates and timestamps without a zone are UTC: else who looks could move the limit with his session's time zone.
    internal override SqlExpression IsYoungerThan(SqlExpression column, SqlType type, long days)
    {
        SqlExpression now = type.Kind == SqlTypeKind.TimestampTz
            ? new KeywordExpression("current_timestamp")
            : new KeywordExpression("(current_timestamp at time zone 'UTC')");
        string hours = (days * 24).ToString(CultureInfo.InvariantCulture);
        return new BinaryExpression(
            column, ">", new ScalarQuery(new BinaryExpression(now, "-", new KeywordExpression($"interval '{hours} hours'"))));
    }

    internal override (string Text, ValueList<SqlFragment> Fragments) Write(SelectQuery query)
    {
        PostgresWriter writer = new();
        writer.Query(query);
        return writer.Result;
    }

    /// <inheritdoc/>
    public override string WriteScript(CompiledPolicy policy) => string.Concat(policy.Views.Select(view =>
        PostgresDdl.CreateOrReplaceView(view) + ";\n"
        + string.Concat(view.Groups.Select(group => PostgresDdl.GrantSelect(view.Target, group) + ";\n"))));

    private static CallExpression Replaced(SqlExpression text, TextLiteral regexp, ReplacementTemplate replacement) =>
        new("pg_catalog.regexp_replace", [text, regexp, new TextLiteral(PostgresPattern.Write(replacement)), new TextLiteral("g")]);

    private static SqlExpression AsText(SqlExpression column, SqlType type) =>
        type.Kind == SqlTypeKind.Text ? column : new CastExpression(column, Text);

    private static SqlExpression AsNumeric(SqlExpression column, SqlType type) =>
        type.Kind == SqlTypeKind.Numeric && type.Arguments.Count == 0 ? column : new CastExpression(column, Numeric);

    private static CastExpression Number(string digits) => new(new NumberLiteral(digits), Numeric);
}
