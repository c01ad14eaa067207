using System.Numerics;
using Pace.Engine.Differential.Tests.Cases;

namespace Pace.Engine.Differential.Tests.Oracle;

/// <summary>
/// The value of an expression for a row, as PostgreSQL's documentation has it. Looks at every part, also at those that
/// a platform would pass over, so that it can tell a sure error from a possible one (<see cref="Failure"/>).
/// </summary>
public sealed class ExprEvaluator(IReadOnlyDictionary<string, object?> row)
{
    public object? Value(Expr expr)
    {
        try
        {
            return Known(expr);
        }
        catch (OverflowException)
        {
            return Failure.Certain;
        }
    }

    private object? Known(Expr expr) => expr switch
    {
        Column column => row[column.Name],
        Literal literal => literal.Value,
        Negate negate => Strict(negate, operands => Minus(operands[0], negate.Kind)),
        Arithmetic arithmetic => Strict(arithmetic, operands => Calculate(arithmetic, operands[0], operands[1])),
        Concat concat => Strict(concat, operands => (string)operands[0] + (string)operands[1]),
        Compare compare => Comparison(compare),
        Logic logic => Combine(logic.IsAnd, Value(logic.Left), Value(logic.Right)),
        Not not => Strict(not, operands => !(bool)operands[0]),
        Is @is => Judge(@is),
        In @in => Among(@in),
        Between between => Within(between),
        Like like => Strict(like, operands => LikeMatch.Matches((string)operands[0], (string)operands[1], like.Escape) switch
        {
            null => Failure.Possible,
            bool matches => matches != like.Negated,
        }),
        Case @case => Choose(@case),
        Coalesce coalesce => First(coalesce),
        NullIf nullIf => Unless(nullIf),
        _ => throw new InvalidOperationException($"Nothing is known of {expr.GetType().Name}."),
    };

    /// <summary>AND or OR of two outcomes. Beside what already decides, a failure may or may not be seen.</summary>
    public static object? Combine(bool isAnd, object? left, object? right)
    {
        if (left is Failure || right is Failure)
        {
            object? other = left is Failure ? right : left;
            return Equals(left, Failure.Possible) || Equals(right, Failure.Possible) || !(other is Failure || Equals(other, isAnd))
                ? Failure.Possible
                : Failure.Certain;
        }

        bool decides = !isAnd;
        return Equals(left, decides) || Equals(right, decides) ? decides : left is null || right is null ? null : isAnd;
    }

    // A function that gives NULL for NULL. A planner that sees a NULL leaves the other operands out.
    private object? Strict(Expr expr, Func<object[], object?> function)
    {
        object?[] operands = [.. expr.Children.Select(Value)];
        return FailureOf(operands) ?? (operands.Contains(null) ? null : function(operands!));
    }

    private static Failure? FailureOf(object?[] operands) =>
        operands.Contains(Failure.Possible) || (operands.Contains(Failure.Certain) && operands.Contains(null)) ? Failure.Possible
        : operands.Contains(Failure.Certain) ? Failure.Certain
        : null;

    private static object Minus(object operand, Kind kind) => operand switch
    {
        BigInteger integer => Values.Fits(-integer, kind) ? -integer : Failure.Certain,
        Exact number => -number,
        double number => -number,
        _ => throw new InvalidOperationException("Only numbers have a minus."),
    };

    private static object Calculate(Arithmetic arithmetic, object left, object right)
    {
        switch (Values.Widen(left, arithmetic.Kind), Values.Widen(right, arithmetic.Kind))
        {
            case (BigInteger a, BigInteger b):
                BigInteger integer = arithmetic.Operator switch { '+' => a + b, '-' => a - b, _ => a * b };
                return Values.Fits(integer, arithmetic.Kind) ? integer : Failure.Certain;
            case (Exact a, Exact b):
                return arithmetic.Operator switch { '+' => a + b, '-' => a - b, _ => a * b };
            case (double a, double b):
                double number = arithmetic.Operator switch { '+' => a + b, '-' => a - b, _ => a * b };
                // Too large, and too small to be told from zero.
                return !double.IsFinite(number) || (arithmetic.Operator == '*' && number == 0 && a != 0 && b != 0) ? Failure.Certain : number;
            default:
                throw new InvalidOperationException("Only numbers are calculated with.");
        }
    }

    private object? Comparison(Compare compare)
    {
        bool negated = compare.Operator == "is distinct from";
        if (!negated && compare.Operator != "is not distinct from")
        {
            return Strict(compare, operands => Holds(compare.Operator, Order(operands[0], compare.Left, operands[1], compare.Right)));
        }

        object? left = Value(compare.Left);
        object? right = Value(compare.Right);
        return FailureOf([left, right])
            ?? (object)((left is null || right is null ? left is null && right is null : Order(left, compare.Left, right, compare.Right) == 0) != negated);
    }

    private static int Order(object left, Expr leftExpr, object right, Expr rightExpr) =>
        Values.Compare(left, leftExpr.Kind, right, rightExpr.Kind);

    private static bool Holds(string @operator, int order) => @operator switch
    {
        "=" => order == 0,
        "<>" or "!=" => order != 0,
        "<" => order < 0,
        "<=" => order <= 0,
        ">" => order > 0,
        ">=" => order >= 0,
        _ => throw new InvalidOperationException($"Nothing is known of {@operator}."),
    };

    private object? Judge(Is @is)
    {
        object? value = Value(@is.Operand);
        bool holds = @is.What switch
        {
            "null" or "unknown" => value is null,
            "true" => value is true,
            _ => value is false,
        };
        return value is Failure ? value : holds != @is.Negated;
    }

    // x in (a, b) is x = a or x = b.
    private object? Among(In @in)
    {
        object? operand = Value(@in.Operand);
        object? found = false;
        foreach (Expr item in @in.Items)
        {
            object? value = Value(item);
            object? equal = FailureOf([operand, value])
                ?? (operand is null || value is null ? null : (object)(Order(operand, @in.Operand, value, item) == 0));
            found = Combine(isAnd: false, found, equal);
        }

        return found is bool known ? known != @in.Negated : found;
    }

    private object? Within(Between between)
    {
        object? inside = Combine(
            isAnd: true,
            Value(new Compare(">=", between.Operand, between.Low)),
            Value(new Compare("<=", between.Operand, between.High)));
        return inside is bool known ? known != between.Negated : inside;
    }

    // Only the branch that is taken is looked at, and the conditions up to it. Constants are worked out before; those
    // that fail are not generated.
    private object? Choose(Case @case)
    {
        foreach ((Expr when, Expr then) in @case.Branches)
        {
            object? holds = Value(@case.Subject is { } subject ? new Compare("=", subject, when) : when);
            if (holds is Failure or true)
            {
                return holds is true ? Values.Widen(Value(then), @case.Kind) : holds;
            }
        }

        return @case.Else is null ? null : Values.Widen(Value(@case.Else), @case.Kind);
    }

    private object? First(Coalesce coalesce)
    {
        object? found = coalesce.Items.Select(Value).FirstOrDefault(value => value is not null);
        return Values.Widen(found, coalesce.Kind);
    }

    private object? Unless(NullIf nullIf)
    {
        object? left = Value(nullIf.Left);
        object? equal = Value(new Compare("is not distinct from", nullIf.Left, nullIf.Right));
        return equal is Failure ? equal : left is not null && equal is true ? null : Values.Widen(left, nullIf.Kind);
    }
}
