using System.Text.RegularExpressions;
using Pace.Engine.Evaluation.Values;
using Pace.Engine.Policies;
using Pace.Engine.Sql.Expressions;

namespace Pace.Engine.Sql.Portable;

/// <summary>
/// Gives operands the types that PostgreSQL gives them, and puts the conversions that it makes by itself into the tree.
/// Each problem is told once; what comes of it is bad and told no more.
/// </summary>
internal sealed partial class PortableTyping(List<SqlProblem> problems)
{
    private static readonly SqlType Boolean = SqlType.Of(SqlTypeKind.Boolean);

    /// <summary>Tells a problem and gives a bad operand.</summary>
    public PortableOperand Refuse(int offset, int length, string message, string? hint = null)
    {
        problems.Add(new SqlProblem(offset, length, message, hint));
        return new PortableOperand(offset);
    }

    /// <summary>An operand as a type: an untyped literal is read as it, a narrower value is widened.</summary>
    public PortableExpression? As(PortableOperand operand, SqlTypeKind kind, string what)
    {
        SqlType type = SqlType.Of(kind);
        if (operand.IsBad)
        {
            return null;
        }

        if (operand.IsUntyped)
        {
            return operand.Text is null ? new PortableLiteral(null, type) : Read(operand, type);
        }

        PortableExpression expression = operand.Expression!;
        if (expression.Type.Kind == kind)
        {
            return expression;
        }

        if (PortableKinds.Common(expression.Type.Kind, kind) == kind)
        {
            return new PortableConvert(expression, type);
        }

        Refuse(operand.Offset, 0, $"{what} needs {PortableKinds.Name(kind)} and gets {PortableKinds.Name(expression.Type.Kind)}");
        return null;
    }

    /// <summary>The type that operands have in common, told as a problem where they have none; text where none has a type.</summary>
    public SqlTypeKind? Common(IEnumerable<PortableOperand> operands, string what)
    {
        SqlTypeKind? common = null;
        foreach (PortableOperand operand in operands.Where(operand => !operand.IsUntyped))
        {
            if (operand.Kind is not { } kind)
            {
                return null;
            }

            if (common is { } so && PortableKinds.Common(so, kind) is not { } both)
            {
                Mismatch(operand.Offset, so, kind, what);
                return null;
            }

            common = common is { } known ? PortableKinds.Common(known, kind) : kind;
        }

        return common ?? SqlTypeKind.Text;
    }

    /// <summary>A condition.</summary>
    public PortableExpression? Condition(PortableOperand operand, string what) => As(operand, SqlTypeKind.Boolean, what);

    /// <summary>A comparison, each side as the type that both have in common.</summary>
    public PortableOperand Compare(PortableOperand left, ComparisonOperator comparison, PortableOperand right, string what)
    {
        if (left.IsBad || right.IsBad || Common([left, right], what) is not { } kind)
        {
            return Bad(left);
        }

        return As(left, kind, what) is { } first && As(right, kind, what) is { } second
            ? Good(left, new PortableComparison(first, comparison, second), left, right)
            : Bad(left);
    }

    /// <summary>AND or OR.</summary>
    public PortableOperand Logic(PortableOperand left, bool isAnd, PortableOperand right)
    {
        string what = isAnd ? "AND" : "OR";
        PortableExpression? first = Condition(left, what);
        PortableExpression? second = Condition(right, what);
        return first is not null && second is not null
            ? Good(left, new PortableLogic(first, isAnd, second), left, right)
            : Bad(left);
    }

    /// <summary>NOT.</summary>
    public PortableOperand Not(PortableOperand operand, int offset) => Condition(operand, "NOT") is { } condition
        ? Good(operand with { Offset = offset }, new PortableNot(condition), operand)
        : new PortableOperand(offset);

    /// <summary>IS NULL, IS TRUE and so on.</summary>
    public PortableOperand Is(PortableOperand operand, bool? value, bool negated, bool isUnknown)
    {
        PortableExpression? expression = value is not null || isUnknown
            ? Condition(operand, isUnknown ? "IS UNKNOWN" : value == true ? "IS TRUE" : "IS FALSE")
            : As(operand, operand.IsUntyped ? SqlTypeKind.Text : operand.Kind ?? SqlTypeKind.Text, "IS NULL");
        return expression is null ? Bad(operand) : Good(operand, new PortableIs(expression, value, negated), operand);
    }

    /// <summary>IN: a list of one type, or one comparison after the other where widening could lose digits.</summary>
    public PortableOperand In(PortableOperand operand, List<PortableOperand> items, bool negated)
    {
        PortableOperand[] all = [operand, .. items];
        if (Array.Exists(all, item => item.IsBad) || Common(all, "IN") is not { } kind)
        {
            return Bad(operand);
        }

        bool untyped = Array.Exists(all, item => item is { IsUntyped: true, Text: not null });
        if (untyped && operand.Kind is { } own && own != kind)
        {
            return Refuse(operand.Offset, 0, "IN mixes texts in quotes with values of several types", "write the texts as values of one type");
        }

        if (kind == SqlTypeKind.Double && Array.Exists(all, item => item.Kind is { } some && some != kind))
        {
            PortableOperand either = items.Select(item => Compare(operand, ComparisonOperator.Equal, item, "IN"))
                .Aggregate((left, right) => Logic(left, isAnd: false, right));
            return negated ? Not(either, operand.Offset) : either;
        }

        List<PortableExpression?> values = [.. all.Select(item => As(item, kind, "IN"))];
        return values.Contains(null)
            ? Bad(operand)
            : Good(operand, new PortableIn(values[0]!, values.Skip(1).Select(value => value!).ToValueList(), negated), all);
    }

    /// <summary>LIKE.</summary>
    public PortableOperand Like(PortableOperand operand, PortableOperand pattern, string escape, bool negated)
    {
        PortableExpression? text = As(operand, SqlTypeKind.Text, "LIKE");
        PortableExpression? like = As(pattern, SqlTypeKind.Text, "LIKE");
        if (text is null || like is null)
        {
            return Bad(operand);
        }

        return Good(operand, new PortableLike(text, like, escape, negated), operand, pattern);
    }

    /// <summary>Values of which one is chosen, each as the type that all have in common.</summary>
    public (SqlType Type, ValueList<PortableExpression> Values)? Choice(IReadOnlyList<PortableOperand> operands, string what)
    {
        if (operands.Any(operand => operand.IsBad) || Common(operands, what) is not { } kind)
        {
            return null;
        }

        List<PortableExpression?> values = [.. operands.Select(operand => As(operand, kind, what))];
        return values.Contains(null) ? null : (SqlType.Of(kind), values.Select(value => value!).ToValueList());
    }

    /// <summary>+, - or *.</summary>
    public PortableOperand Arithmetic(PortableOperand left, SqlToken sign, PortableOperand right)
    {
        if (left.IsBad || right.IsBad)
        {
            return Bad(left);
        }

        string what = sign.Text;
        if (left.IsUntyped && right.IsUntyped)
        {
            return Refuse(sign.Offset, 1, $"{what} of two texts in quotes has no type", "write numbers without quotes");
        }

        foreach (PortableOperand operand in (PortableOperand[])[left, right])
        {
            if (operand.Kind is { } some && !PortableKinds.IsNumber(some))
            {
                return Refuse(sign.Offset, 1, $"{what} with {PortableKinds.Name(some)} is only known on a real platform", "use it on numbers");
            }
        }

        if (Common([left, right], what) is not { } kind || As(left, kind, what) is not { } first || As(right, kind, what) is not { } second)
        {
            return Bad(left);
        }

        return Good(left, new PortableArithmetic(first, what[0], second, SqlType.Of(kind)), left, right);
    }

    /// <summary>The minus sign.</summary>
    public PortableOperand Negate(PortableOperand operand, int offset)
    {
        if (operand.IsBad)
        {
            return operand;
        }

        if (operand.Number is { } number)
        {
            // As PostgreSQL folds signs into constants, through brackets too: -2147483648 is an integer.
            return Number(number with { Offset = offset }, number.Text[0] == '-' ? number.Text[1..] : "-" + number.Text);
        }

        return operand.Kind is { } kind && PortableKinds.IsNumber(kind)
            ? Good(operand with { Offset = offset }, new PortableNegate(operand.Expression!), operand)
            : Refuse(offset, 1, $"- before {(operand.Kind is { } other ? PortableKinds.Name(other) : "a text in quotes")} is only known on a real platform", "use it on numbers");
    }

    /// <summary>||.</summary>
    public PortableOperand Concat(PortableOperand left, SqlToken sign, PortableOperand right)
    {
        foreach (PortableOperand operand in (PortableOperand[])[left, right])
        {
            if (operand.Kind is { } kind && kind != SqlTypeKind.Text)
            {
                return Refuse(sign.Offset, 2, $"|| with {PortableKinds.Name(kind)} is only known on a real platform: platforms write such values differently", "join texts");
            }
        }

        PortableExpression? first = As(left, SqlTypeKind.Text, "||");
        PortableExpression? second = As(right, SqlTypeKind.Text, "||");
        return first is null || second is null ? Bad(left) : Good(left, new PortableConcat(first, second), left, right);
    }

    /// <summary>A number: integer, bigint or numeric by what holds it, as PostgreSQL reads it.</summary>
    public PortableOperand Number(SqlToken token, string digits)
    {
        PortableLiteral? literal = null;
        bool isInteger = !digits.AsSpan().ContainsAny(".eE");
        foreach (SqlTypeKind kind in isInteger ? (SqlTypeKind[])[SqlTypeKind.Integer, SqlTypeKind.BigInt, SqlTypeKind.Numeric] : [SqlTypeKind.Numeric])
        {
            SqlType type = SqlType.Of(kind);
            if (literal is null && CanonicalValue.TryRead(type, digits, out object? value, out _))
            {
                literal = new PortableLiteral(value, type);
            }
        }

        return literal is null
            ? Refuse(token.Offset, token.Text.Length, $"{token.Text} is no number that every platform holds")
            : new PortableOperand(token.Offset) { Expression = literal, Number = token with { Text = digits } };
    }

    /// <summary>An operand made of others.</summary>
    public static PortableOperand Good(PortableOperand at, PortableExpression expression, params PortableOperand[] parts) =>
        new(at.Offset) { Expression = expression, Depth = 1 + parts.Max(part => part.Depth) };

    private static PortableOperand Bad(PortableOperand at) => new(at.Offset);

    /// <summary>A literal in quotes as a type.</summary>
    public PortableExpression? Read(PortableOperand operand, SqlType type)
    {
        string text = operand.Text!;
        bool? zoned = type.Kind switch { SqlTypeKind.TimestampTz => true, SqlTypeKind.Timestamp => false, _ => null };
        if (zoned is { } expected && HasZone().IsMatch(text) != expected)
        {
            Refuse(operand.Offset, text.Length + 2, expected
                ? $"'{text}' beside a timestamptz has no time zone, and the session's would decide"
                : $"'{text}' beside a timestamp has a time zone, which would be left out", expected ? "write it with Z" : "write it without");
            return null;
        }

        if (CanonicalValue.TryRead(type, text, out object? value, out string? problem))
        {
            return new PortableLiteral(value, type);
        }

        Refuse(operand.Offset, text.Length + 2, $"'{text}' {problem}, and stands where {PortableKinds.Name(type.Kind)} is needed");
        return null;
    }

    private void Mismatch(int offset, SqlTypeKind first, SqlTypeKind second, string what)
    {
        bool zones = (first, second) is (SqlTypeKind.TimestampTz, SqlTypeKind.Date or SqlTypeKind.Timestamp)
            or (SqlTypeKind.Date or SqlTypeKind.Timestamp, SqlTypeKind.TimestampTz);
        string message = $"{what} has {PortableKinds.Name(first)} and {PortableKinds.Name(second)}";
        Refuse(offset, 0, message + (zones ? ": the session's time zone would decide" : ", which have no type in common"));
    }

    [GeneratedRegex(@"\d[ Tt]+\d.*([Zz]|[+-]\d{1,2}(:?\d{2})?)\s*$", RegexOptions.Singleline)]
    private static partial Regex HasZone();
}
