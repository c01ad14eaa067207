using System.Globalization;
using Pace.Engine.Evaluation.Values;
using Pace.Engine.Policies;
using Pace.Engine.Sql.Portable;
using Pace.Engine.Sql.Tree;

namespace Pace.Engine.Sql.Dialects;

/// <summary>
/// Makes SQLite's expressions: an operator of its own where that means what PostgreSQL's does of values that look as
/// <see cref="SqliteFunction"/> says, else a function of Pace's.
/// </summary>
internal static class SqliteExpressions
{
    /// <summary>A call of a function.</summary>
    public static CallExpression Call(string function, params ReadOnlySpan<SqlExpression> arguments) =>
        new(function, ValueList.Create(arguments));

    /// <summary>A text.</summary>
    public static TextLiteral Text(string text) => new(text);

    /// <summary>An integer.</summary>
    public static NumberLiteral Number(long number) => new(number.ToString(CultureInfo.InvariantCulture));

    /// <summary>What stands in a column, as a value of a type; as it is where nothing is computed with the type.</summary>
    public static SqlExpression Value(SqlExpression column, SqlType type) => SqliteFunction.NameOf(type.Kind) is null
        ? column
        : column is ColumnExpression { Name: var name }
            ? Call(SqliteFunction.Read(type.Kind), column, Text(name))
            : Call(SqliteFunction.Read(type.Kind), column);

    /// <summary>A value as a numeric.</summary>
    public static SqlExpression AsNumeric(SqlExpression value, SqlTypeKind from) => from switch
    {
        SqlTypeKind.SmallInt or SqlTypeKind.Integer or SqlTypeKind.BigInt => value is NumberLiteral { Digits: var digits }
            ? Text(digits)
            : new CastExpression(value, SqlType.Of(SqlTypeKind.Text)),
        SqlTypeKind.Numeric => value,
        SqlTypeKind.Double => Call(SqliteFunction.DoubleToNumeric, value),
        _ => throw new InvalidOperationException($"{from} is no number that can be computed with."),
    };

    /// <summary>A value that is the same for equal values: a numeric has several texts.</summary>
    public static SqlExpression Key(SqlExpression value, SqlTypeKind kind) => kind != SqlTypeKind.Numeric
        ? value
        : value is TextLiteral { Value: var digits }
            ? Literal(Numeric.Parse(digits).TrimScale())
            : Call(SqliteFunction.NumericKey, value);

    /// <summary>A canonical value.</summary>
    public static SqlExpression Literal(object? canonical) => canonical switch
    {
        null => new NullLiteral(),
        long integer => Number(integer),
        Numeric numeric => Text(numeric.ToString()),
        // Its digits are read by .NET, which rounds correctly.
        double floating => Call(SqliteFunction.Read(SqlTypeKind.Double), Text(floating.ToString("R", CultureInfo.InvariantCulture))),
        string text => Text(text),
        bool boolean => new BooleanLiteral(boolean),
        DateOnly date => Text(SqliteFunction.Text(date)),
        DateTime time => Text(SqliteFunction.Text(time)),
        DateTimeOffset instant => Text(SqliteFunction.Text(instant)),
        _ => throw new InvalidOperationException($"{canonical.GetType()} is no value that SQLite holds."),
    };

    /// <summary>The policy's own SQL.</summary>
    public static SqlExpression Of(PortableExpression expression)
    {
        switch (expression)
        {
            case PortableColumn column:
                return Value(new ColumnExpression(column.Name), column.Type);
            case PortableLiteral literal:
                return Literal(literal.Value);
            case PortableComparison comparison:
                return Compare(comparison);
            case PortableLogic logic:
                return new BinaryExpression(Of(logic.Left), logic.IsAnd ? "and" : "or", Of(logic.Right));
            case PortableNot not:
                // NOT binds weaker than the operators that may stand around it; this is the same with all three values.
                return new BinaryExpression(Of(not.Operand), "=", new BooleanLiteral(false));
            case PortableIs test:
                SqlExpression tested = test.Value is { } truth ? new BooleanLiteral(truth) : new NullLiteral();
                return new BinaryExpression(Of(test.Operand), test.Negated ? "is not" : "is", tested);
            case PortableIn contained:
                return In(contained);
            case PortableLike like:
                SqlExpression matched = Call(SqliteFunction.Like, Of(like.Operand), Of(like.Pattern), Text(like.Escape));
                return like.Negated ? new BinaryExpression(matched, "=", new BooleanLiteral(false)) : matched;
            case PortableCase choice:
                return new CaseExpression(
                    choice.Branches.Select(branch => new CaseBranch(Of(branch.When), Of(branch.Then))).ToValueList(),
                    Of(choice.Else));
            case PortableCoalesce coalesce:
                // SQLite wants two values at least.
                return coalesce.Items.Count == 1 ? Of(coalesce.Items[0]) : new CallExpression("coalesce", Of(coalesce.Items));
            case PortableArithmetic arithmetic:
                return Call(
                    SqliteFunction.Compute(arithmetic.Operator.ToString(), arithmetic.Type.Kind), Of(arithmetic.Left), Of(arithmetic.Right));
            case PortableNegate negate:
                return Call(SqliteFunction.Compute(SqliteFunction.Negate, negate.Type.Kind), Of(negate.Operand));
            case PortableConcat concat:
                return new BinaryExpression(Of(concat.Left), "||", Of(concat.Right));
            case PortableConvert convert:
                return Convert(Of(convert.Operand), convert.Operand.Type.Kind, convert.Type.Kind);
            default:
                throw new InvalidOperationException($"SQLite does not know {expression.GetType().Name}.");
        }
    }

    private static ValueList<SqlExpression> Of(ValueList<PortableExpression> expressions) => expressions.Select(Of).ToValueList();

    // Each side is a function's or an operator's result, so that no collation of a column's and no affinity counts.
    private static BinaryExpression Compare(PortableComparison comparison)
    {
        (SqlExpression left, SqlExpression right) = (Of(comparison.Left), Of(comparison.Right));
        SqlTypeKind kind = comparison.Left.Type.Kind;
        bool isNumeric = kind == SqlTypeKind.Numeric;
        switch (comparison.Operator)
        {
            case ComparisonOperator.DistinctFrom:
                return new BinaryExpression(Key(left, kind), "is not", Key(right, kind));
            case ComparisonOperator.NotDistinctFrom:
                return new BinaryExpression(Key(left, kind), "is", Key(right, kind));
        }

        string sign = comparison.Operator switch
        {
            ComparisonOperator.Equal => "=",
            ComparisonOperator.NotEqual => "<>",
            ComparisonOperator.Less => "<",
            ComparisonOperator.LessOrEqual => "<=",
            ComparisonOperator.Greater => ">",
            ComparisonOperator.GreaterOrEqual => ">=",
            _ => throw new InvalidOperationException($"SQLite does not know {comparison.Operator}."),
        };
        return isNumeric
            ? new BinaryExpression(Call(SqliteFunction.Compare, left, right), sign, Number(0))
            : new BinaryExpression(left, sign, right);
    }

    private static BinaryExpression In(PortableIn contained)
    {
        SqlTypeKind kind = contained.Operand.Type.Kind;
        return new BinaryExpression(
            Key(Of(contained.Operand), kind),
            contained.Negated ? "not in" : "in",
            new ListExpression(Of(contained.Items).Select(item => Key(item, kind)).ToValueList()));
    }

    private static SqlExpression Convert(SqlExpression value, SqlTypeKind from, SqlTypeKind to)
    {
        if (SqliteFunction.NameOf(from) is { } name && name == SqliteFunction.NameOf(to))
        {
            return value;
        }

        return (from, to) switch
        {
            (SqlTypeKind.SmallInt or SqlTypeKind.Integer or SqlTypeKind.BigInt, SqlTypeKind.Integer or SqlTypeKind.BigInt) => value,
            (_, SqlTypeKind.Numeric) => AsNumeric(value, from),
            (SqlTypeKind.Numeric, SqlTypeKind.Double) => Call(SqliteFunction.NumericToDouble, value),
            (SqlTypeKind.SmallInt or SqlTypeKind.Integer or SqlTypeKind.BigInt, SqlTypeKind.Double) =>
                new CastExpression(value, SqlType.Of(SqlTypeKind.Double)),
            (SqlTypeKind.Date, SqlTypeKind.Timestamp) => new BinaryExpression(value, "||", Text(SqliteFunction.Midnight)),
            (SqlTypeKind.Date, SqlTypeKind.TimestampTz) =>
                new BinaryExpression(value, "||", Text(SqliteFunction.Midnight + SqliteFunction.Utc)),
            (SqlTypeKind.Timestamp, SqlTypeKind.TimestampTz) => new BinaryExpression(value, "||", Text(SqliteFunction.Utc)),
            _ => throw new InvalidOperationException($"SQLite does not make {to} of {from}."),
        };
    }
}
