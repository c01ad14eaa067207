using System.Globalization;
using Pace.Engine.Compilation;
using Pace.Engine.Evaluation.Values;
using Pace.Engine.Policies;
using Pace.Engine.Sql.Patterns;
using Pace.Engine.Sql.Tree;

namespace Pace.Engine.Sql.Dialects;

/// <summary>
/// What Snowflake and BigQuery have in common: decimals of limited length, regular expressions of the RE2 kind, and no
/// way from a floating-point number to the decimal that it is exact to.
/// </summary>
public abstract class WarehouseDialect : SqlDialect
{
    // From now, so many days ago is after the year 1, with which both begin to count.
    private const long MostDays = 730_000;

    private static readonly SqlType Text = SqlType.Of(SqlTypeKind.Text);

    /// <summary>The statements that make a policy's views and grants, each without a semicolon, in order.</summary>
    /// <param name="policy">A policy that was compiled to this dialect.</param>
    public abstract IReadOnlyList<string> WriteStatements(CompiledPolicy policy);

    /// <inheritdoc/>
    public override string WriteScript(CompiledPolicy policy) =>
        string.Concat(WriteStatements(policy).Select(statement => statement + ";\n"));

    internal override string? ProblemOfText(string text) => WarehouseText.ProblemOfText(text);

    internal override string? ProblemOfPattern(RegexpPattern pattern) => null;

    internal override string? ProblemOfRegexp(RegexpPattern pattern, ReplacementTemplate? replacement) => Re2Pattern.Problem(pattern, replacement);

    internal override string? ProblemOfRetention(long days) => days > MostDays
        ? string.Create(CultureInfo.InvariantCulture, $"dates begin with the year 1, and {days} days ago is before it")
        : null;

    internal override DialectProblem? ProblemOfTransform(TransformAction action, SqlType type)
    {
        bool isFloat = type.Kind is SqlTypeKind.Real or SqlTypeKind.Double;
        switch (action)
        {
            case NullifyTransform when !HasType(type):
                return new DialectProblem("has no such type", "write the type as the platform does");
            case FixedTransform when !HasFixed(type):
                return new DialectProblem("has no literal of that type that Pace can write", "use nullify or sql_statement");
            case HashTransform when isFloat:
                return new DialectProblem("has no text of a floating-point number with the digits that it is exact to", "keep what is hashed as numeric or text");
            case NumericRoundingTransform when isFloat:
                return new DialectProblem("makes no decimal of a floating-point number with the digits that it is exact to", "keep it as numeric, or round with sql_statement");
            case NumericRoundingTransform { Divisor: { } divisor } rounding
                when !WarehouseNumber.Fits(PolicyNumber.Half(divisor, rounding.Rounding == RoundingKind.Round ? -rounding.Precision : 0)):
                return new DialectProblem("has no decimals so long as the step", "use a divisor and a precision with fewer digits");
            case AggregationTransform { Aggregation: AggregationKind.Avg } average:
                return ProblemOfAverage(average, type);
            case DetokenizeTransform when type.Kind is SqlTypeKind.Json or SqlTypeKind.JsonB or SqlTypeKind.Array or SqlTypeKind.Struct:
                return new DialectProblem("compares no values of that type", "keep tokens as text or numbers");
            default:
                return null;
        }
    }

    internal override SqlExpression Fixed(string value, SqlType type)
    {
        switch (type.Kind)
        {
            case SqlTypeKind.SmallInt or SqlTypeKind.Integer or SqlTypeKind.BigInt:
                return new CastExpression(new TextLiteral(PolicyNumber.Integer(value)), type);
            case SqlTypeKind.Numeric:
                return Decimal(WarehouseNumber.Plain(value), type);
            case SqlTypeKind.Real or SqlTypeKind.Double:
                double number = double.Parse(value, NumberStyles.Float, CultureInfo.InvariantCulture);
                return new CastExpression(new TextLiteral(number.ToString("R", CultureInfo.InvariantCulture)), type);
            case SqlTypeKind.Boolean:
                return new BooleanLiteral(value.Equals("true", StringComparison.OrdinalIgnoreCase));
            case SqlTypeKind.Date or SqlTypeKind.Timestamp or SqlTypeKind.TimestampTz:
                return Time(Canonical(value, type)
                    ?? throw new InvalidOperationException("A fixed date passed validation and cannot be read."));
            case SqlTypeKind.Time:
                return Time(TimeOfDay(value) ?? throw new InvalidOperationException("A fixed time passed validation and cannot be read."));
            case SqlTypeKind.Json or SqlTypeKind.JsonB:
                return new CallExpression("parse_json", [new TextLiteral(value)]);
            case SqlTypeKind.Text:
                return new TextLiteral(value);
            default:
                return new CastExpression(new TextLiteral(value), type);
        }
    }

    internal override string? ProblemOfFixed(string value, SqlType type) => type.Kind switch
    {
        SqlTypeKind.Numeric when !WarehouseNumber.Fits(WarehouseNumber.Plain(value)) =>
            $"has more digits than {Name}'s decimals",
        SqlTypeKind.Date or SqlTypeKind.Timestamp or SqlTypeKind.TimestampTz when Canonical(value, type) is null =>
            $"is none that {Name} holds",
        SqlTypeKind.Time when TimeOfDay(value) is null => $"is none that {Name} holds: write it as 23:59:59",
        _ => null,
    };

    internal override SqlExpression Hash(SqlExpression column, SqlType type, long seed)
    {
        SqlExpression value = type.Kind switch
        {
            SqlTypeKind.Text or SqlTypeKind.VarChar or SqlTypeKind.Char => column,
            SqlTypeKind.Numeric => TrimmedText(column),
            _ => new CastExpression(column, Text),
        };
        SqlExpression keyed = new BinaryExpression(
            new TextLiteral(seed.ToString(CultureInfo.InvariantCulture) + ":"), "||", value);
        return type.IsText ? Sha256(keyed) : First64Bits(Sha256(keyed));
    }

    internal override SqlExpression Replace(SqlExpression column, SqlType type, RegexpPattern pattern, ReplacementTemplate replacement)
    {
        SqlExpression text = AsText(column, type);
        if (!pattern.IsAnchoredAtBothEnds)
        {
            return Replaced(text, pattern, replacement);
        }

        // As on PostgreSQL: a group that is always there is NULL exactly where the pattern does not match.
        if (pattern.HasOnlyGroupAlways && replacement.Parts.Count(part => part.Group == 1) == 1
            && replacement.Parts.All(part => part.Group is null or 1))
        {
            return replacement.Parts
                .Select(part => part.Group is null ? (SqlExpression)new TextLiteral(part.Text) : Extract(column, type, pattern))
                .Aggregate((left, right) => new BinaryExpression(left, "||", right));
        }

        SqlExpression then = replacement.Parts.All(part => part.Group is null)
            ? new TextLiteral(string.Concat(replacement.Parts.Select(part => part.Text)))
            : Replaced(text, pattern, replacement);
        return new CaseExpression([new CaseBranch(Matches(text, pattern), then)], null);
    }

    internal override SqlExpression Round(SqlExpression column, SqlType type, NumericRoundingTransform rounding)
    {
        SqlExpression value = AsDecimal(column, type);
        int precision = rounding.Rounding == RoundingKind.Round ? rounding.Precision : 0;
        if (rounding is { Rounding: RoundingKind.Round, Divisor: null })
        {
            return new CallExpression("round", [value, Integer(precision)]);
        }

        decimal divisor = rounding.Divisor!.Value;
        SqlExpression step = Step(PolicyNumber.Shift(divisor, -precision));
        SqlExpression Remainder(SqlExpression dividend) => new CallExpression("mod", [dividend, step]);
        switch (rounding.Rounding)
        {
            case RoundingKind.Floor:
                return new BinaryExpression(value, "-", Remainder(new BinaryExpression(Remainder(value), "+", step)));
            case RoundingKind.Ceil:
                return new BinaryExpression(value, "+", Remainder(new BinaryExpression(step, "-", Remainder(value))));
            default:
                SqlExpression upper = new BinaryExpression(
                    new CallExpression("abs", [value]), "+", Step(PolicyNumber.Half(divisor, -precision)));
                return new BinaryExpression(
                    new CallExpression("sign", [value]), "*", new BinaryExpression(upper, "-", Remainder(upper)));
        }
    }

    internal override SqlExpression Aggregate(
        SqlExpression column, SqlType type, AggregationTransform aggregation, SqlType? castTo, ValueList<FieldColumn>? partitionBy = null)
    {
        ValueList<SqlExpression> partition = (partitionBy ?? []).Select(field => (SqlExpression)field.Column).ToValueList();
        SqlExpression Over(string function, SqlExpression value) => new WindowExpression(new CallExpression(function, [value]), partition);
        switch (aggregation.Aggregation)
        {
            case AggregationKind.Sum:
                return Over("sum", Summand(column, type));
            case AggregationKind.Min:
                return Over("min", column);
            case AggregationKind.Max:
                return Over("max", column);
            default:
                SqlExpression average = Over("avg", Averaged(column, type, castTo));
                return aggregation.Precision is { } precision ? new CallExpression("round", [average, Integer(precision)]) : average;
        }
    }

    /// <summary>Whether the platform has a type.</summary>
    private protected abstract bool HasType(SqlType type);

    /// <summary>Whether a value of a type can be written.</summary>
    private protected virtual bool HasFixed(SqlType type) => type.Kind is (>= SqlTypeKind.SmallInt and <= SqlTypeKind.Date)
        or SqlTypeKind.Time or SqlTypeKind.Timestamp or SqlTypeKind.TimestampTz or SqlTypeKind.Json or SqlTypeKind.JsonB && HasType(type);

    /// <summary>A number of plain digits as a value of a decimal type.</summary>
    private protected abstract SqlExpression Decimal(string plain, SqlType type);

    /// <summary>A number of plain digits to compute with.</summary>
    private protected abstract SqlExpression Step(string plain);

    /// <summary>A date (<see cref="DateOnly"/>), time of day (<see cref="TimeOnly"/>), time without a zone (<see cref="DateTime"/>) or instant.</summary>
    private protected abstract SqlExpression Time(object canonical);

    /// <summary>A decimal as text, without zeros at the end of its fraction.</summary>
    private protected abstract SqlExpression TrimmedText(SqlExpression column);

    /// <summary>A text's SHA-256 as 64 hexadecimal digits in lower case.</summary>
    private protected abstract SqlExpression Sha256(SqlExpression text);

    /// <summary>The first 16 of hexadecimal digits as an integer with a sign.</summary>
    private protected abstract SqlExpression First64Bits(SqlExpression hexadecimal);

    /// <summary>An integer or decimal as a decimal.</summary>
    private protected abstract SqlExpression AsDecimal(SqlExpression column, SqlType type);

    /// <summary>What a sum adds.</summary>
    private protected abstract SqlExpression Summand(SqlExpression column, SqlType type);

    /// <summary>What is averaged.</summary>
    private protected abstract SqlExpression Averaged(SqlExpression column, SqlType type, SqlType? castTo);

    /// <summary>Whether a pattern matches.</summary>
    private protected abstract SqlExpression Matches(SqlExpression text, RegexpPattern pattern);

    /// <summary>A text with all matches replaced.</summary>
    private protected abstract SqlExpression Replaced(SqlExpression text, RegexpPattern pattern, ReplacementTemplate replacement);

    private protected virtual DialectProblem? ProblemOfAverage(AggregationTransform average, SqlType type)
    {
        bool known = SqlType.TryParse(average.CastTo, out SqlType castTo);
        if (known && castTo.Kind == SqlTypeKind.Real)
        {
            return new DialectProblem("has no floating-point numbers of 32 bits", "cast to double precision or numeric");
        }

        bool floats = known && castTo.Kind == SqlTypeKind.Double;
        return type.Kind is SqlTypeKind.Real or SqlTypeKind.Double && !floats
            ? new DialectProblem("makes no decimal of a floating-point number with the digits that it is exact to", "set cast_to: double precision")
            : floats && average.Precision is not null
                ? new DialectProblem("rounds no average of floating-point numbers as a decimal", "leave precision out, or cast to numeric")
                : null;
    }

    private protected static NumberLiteral Integer(int number) => new(number.ToString(CultureInfo.InvariantCulture));

    private protected static SqlExpression AsText(SqlExpression column, SqlType type) =>
        type.IsText ? column : new CastExpression(column, Text);

    private protected static object? Canonical(string value, SqlType type) =>
        CanonicalValue.TryRead(type, value, out object? canonical, out _)
            || (type.Kind == SqlTypeKind.TimestampTz && CanonicalValue.TryRead(SqlType.Of(SqlTypeKind.Timestamp), value, out canonical, out _))
            ? canonical
            : null;

    private static TimeOnly? TimeOfDay(string value) =>
        TimeOnly.TryParseExact(value, ["HH:mm", "HH:mm:ss", "HH:mm:ss.FFFFFF"], CultureInfo.InvariantCulture, DateTimeStyles.None, out TimeOnly time)
            ? time
            : null;

    internal static string Arguments(SqlType type) => type.Arguments.Count == 0
        ? ""
        : "(" + string.Join(", ", type.Arguments.Select(argument => argument.ToString(CultureInfo.InvariantCulture))) + ")";
}
