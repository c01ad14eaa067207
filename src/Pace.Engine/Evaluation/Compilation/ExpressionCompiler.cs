using System.Runtime.CompilerServices;
using Pace.Engine.Evaluation.Values;
using Pace.Engine.Sql;
using Pace.Engine.Sql.Portable;

namespace Pace.Engine.Evaluation.Compilation;

/// <summary>
/// Turns expressions of the portable subset into delegates. Operands are looked at from left to right; what CASE and
/// COALESCE do not need, and what is behind a false in AND or a true in OR, is not looked at.
/// </summary>
internal static class ExpressionCompiler
{
    // Boxed once: a row must not cost an allocation for what is only true or false.
    private static readonly object True = true;
    private static readonly object False = false;

    /// <summary>The value of an expression.</summary>
    public static Compute Value(PortableExpression expression)
    {
        switch (expression)
        {
            case PortableColumn column:
                int field = column.Field;
                return row => row[field];
            case PortableLiteral literal:
                object? constant = literal.Value;
                return _ => constant;
            case PortableCase choice:
                return Case(choice);
            case PortableCoalesce coalesce:
                Compute[] items = [.. coalesce.Items.Select(Value)];
                return row => FirstNonNull(items, row);
            case PortableArithmetic arithmetic:
                return Arithmetic(arithmetic);
            case PortableNegate negate:
                return OfOne(negate.Operand, Negation(negate.Type.Kind));
            case PortableConcat concat:
                return OfTwo(concat.Left, concat.Right, (left, right) => string.Concat((string)left, (string)right));
            case PortableConvert convert:
                return ValueConversion.Between(convert.Operand.Type, convert.Type) is { } conversion
                    ? OfOne(convert.Operand, conversion)
                    : Value(convert.Operand);
            default:
                Judge judge = Condition(expression);
                return row => judge(row) switch { true => True, false => False, null => null };
        }
    }

    /// <summary>Whether a boolean expression holds.</summary>
    public static Judge Condition(PortableExpression expression)
    {
        switch (expression)
        {
            case PortableLiteral literal:
                bool? constant = (bool?)literal.Value;
                return _ => constant;
            case PortableComparison comparison:
                return Comparison(comparison);
            case PortableLogic { IsAnd: true } logic:
                return Both(Condition(logic.Left), Condition(logic.Right));
            case PortableLogic logic:
                return Either(Condition(logic.Left), Condition(logic.Right));
            case PortableNot not:
                Judge operand = Condition(not.Operand);
                return row => !operand(row);
            case PortableIs { Value: { } expected } judged:
                Judge looked = Condition(judged.Operand);
                bool negated = judged.Negated;
                return row => (looked(row) == expected) != negated;
            case PortableIs isNull:
                Compute value = Value(isNull.Operand);
                bool isNotNull = isNull.Negated;
                return row => (value(row) is null) != isNotNull;
            case PortableIn among:
                return In(among);
            case PortableLike like:
                return Like(like);
            case PortableColumn or PortableCase or PortableCoalesce when expression.Type.Kind == SqlTypeKind.Boolean:
                Compute boolean = Value(expression);
                return row => (bool?)boolean(row);
            default:
                throw new InvalidOperationException($"{expression.GetType().Name} of type {expression.Type.Kind} is not known here.");
        }
    }

    private static Compute OfOne(PortableExpression operand, Func<object, object> function)
    {
        Compute value = Value(operand);
        return row => value(row) is { } given ? function(given) : null;
    }

    // Both operands are always computed, so that an error in one is told whatever the other is.
    private static Compute OfTwo(PortableExpression left, PortableExpression right, Func<object, object, object> function)
    {
        Compute first = Value(left);
        Compute second = Value(right);
        return row =>
        {
            object? one = first(row);
            object? other = second(row);
            return one is null || other is null ? null : function(one, other);
        };
    }

    private static Compute Case(PortableCase choice)
    {
        (Judge When, Compute Then)[] branches = [.. choice.Branches.Select(branch => (Condition(branch.When), Value(branch.Then)))];
        Compute otherwise = Value(choice.Else);
        return row =>
        {
            foreach ((Judge when, Compute then) in branches)
            {
                if (when(row) == true)
                {
                    return then(row);
                }
            }

            return otherwise(row);
        };
    }

    private static object? FirstNonNull(Compute[] items, object?[] row)
    {
        foreach (Compute item in items)
        {
            if (item(row) is { } value)
            {
                return value;
            }
        }

        return null;
    }

    private static Compute Arithmetic(PortableArithmetic arithmetic)
    {
        SqlTypeKind type = arithmetic.Type.Kind;
        Func<object, object, object> function = (arithmetic.Operator, type) switch
        {
            ('+', SqlTypeKind.Numeric) => (left, right) => (Numeric)left + (Numeric)right,
            ('-', SqlTypeKind.Numeric) => (left, right) => (Numeric)left - (Numeric)right,
            ('*', SqlTypeKind.Numeric) => (left, right) => (Numeric)left * (Numeric)right,
            ('+', SqlTypeKind.Double) => (left, right) => FloatMath.Add((double)left, (double)right),
            ('-', SqlTypeKind.Double) => (left, right) => FloatMath.Subtract((double)left, (double)right),
            ('*', SqlTypeKind.Double) => (left, right) => FloatMath.Multiply((double)left, (double)right),
            ('+', _) when arithmetic.Type.IsInteger => (left, right) => IntegerMath.Add(type, (long)left, (long)right),
            ('-', _) when arithmetic.Type.IsInteger => (left, right) => IntegerMath.Subtract(type, (long)left, (long)right),
            ('*', _) when arithmetic.Type.IsInteger => (left, right) => IntegerMath.Multiply(type, (long)left, (long)right),
            _ => throw new InvalidOperationException($"{arithmetic.Operator} of {type} is not known here."),
        };
        return OfTwo(arithmetic.Left, arithmetic.Right, function);
    }

    private static Func<object, object> Negation(SqlTypeKind type) => type switch
    {
        SqlTypeKind.Numeric => value => -(Numeric)value,
        SqlTypeKind.Double => value => -(double)value,
        _ => value => IntegerMath.Negate(type, (long)value),
    };

    private static Judge Comparison(PortableComparison comparison)
    {
        Compute left = Value(comparison.Left);
        Compute right = Value(comparison.Right);
        switch (comparison.Operator)
        {
            case ComparisonOperator.Equal:
                return Strict(left, right, ValueOrder.Equal);
            case ComparisonOperator.NotEqual:
                return Strict(left, right, (one, other) => !ValueOrder.Equal(one, other));
            case ComparisonOperator.Less:
                return Strict(left, right, (one, other) => ValueOrder.Compare(one, other) < 0);
            case ComparisonOperator.LessOrEqual:
                return Strict(left, right, (one, other) => ValueOrder.Compare(one, other) <= 0);
            case ComparisonOperator.Greater:
                return Strict(left, right, (one, other) => ValueOrder.Compare(one, other) > 0);
            case ComparisonOperator.GreaterOrEqual:
                return Strict(left, right, (one, other) => ValueOrder.Compare(one, other) >= 0);
            default:
                bool whenSame = comparison.Operator == ComparisonOperator.NotDistinctFrom;
                return row => Same(left(row), right(row)) == whenSame;
        }
    }

    private static Judge Strict(Compute left, Compute right, Func<object, object, bool> holds) => [MethodImpl(MethodImplOptions.AggressiveOptimization)] (row) =>
    {
        object? one = left(row);
        object? other = right(row);
        return one is null || other is null ? null : holds(one, other);
    };

    private static bool Same(object? left, object? right) =>
        left is null || right is null ? left is null && right is null : ValueOrder.Equal(left, right);

    private static Judge Both(Judge left, Judge right) => row =>
    {
        bool? one = left(row);
        if (one == false)
        {
            return false;
        }

        bool? other = right(row);
        return other == false ? false : one is null || other is null ? null : true;
    };

    private static Judge Either(Judge left, Judge right) => row =>
    {
        bool? one = left(row);
        if (one == true)
        {
            return true;
        }

        bool? other = right(row);
        return other == true ? true : one is null || other is null ? null : false;
    };

    private static Judge In(PortableIn among)
    {
        Compute operand = Value(among.Operand);
        bool negated = among.Negated;
        if (among.Items.All(item => item is PortableLiteral))
        {
            object?[] values = [.. among.Items.Select(item => ((PortableLiteral)item).Value)];
            HashSet<object> known = [.. values.OfType<object>()];
            bool hasNull = values.Contains(null);
            return row => operand(row) is not { } value ? null : known.Contains(value) ? !negated : hasNull ? null : negated;
        }

        Compute[] items = [.. among.Items.Select(Value)];
        return row =>
        {
            object? value = operand(row);
            bool unknown = value is null;
            foreach (Compute item in items)
            {
                object? candidate = item(row);
                if (value is null || candidate is null)
                {
                    unknown = true;
                }
                else if (ValueOrder.Equal(value, candidate))
                {
                    return !negated;
                }
            }

            return unknown ? null : negated;
        };
    }

    private static Judge Like(PortableLike like)
    {
        Compute operand = Value(like.Operand);
        bool negated = like.Negated;
        if (like.Pattern is PortableLiteral { Value: string text })
        {
            LikePattern constant = new(text, like.Escape);
            return row => operand(row) is string value ? constant.IsMatch(value) != negated : null;
        }

        Compute pattern = Value(like.Pattern);
        string escape = like.Escape;
        return row =>
        {
            object? value = operand(row);
            return pattern(row) is string current && value is string given ? new LikePattern(current, escape).IsMatch(given) != negated : null;
        };
    }
}
