using Pace.Engine.Policies;
using Pace.Engine.Sql.Expressions;

namespace Pace.Engine.Sql.Portable;

/// <summary>Operators: which types they take, and what they are converted to.</summary>
internal sealed partial class PortableTyper
{
    private TypedSyntax Binary(BinarySyntax binary)
    {
        TypedSyntax left = Value(binary.Left);
        TypedSyntax right = Value(binary.Right);
        PortableExpression? result = binary.Operator.Text switch
        {
            "||" => Concat(left, binary.Operator, right),
            "+" or "-" or "*" => Arithmetic(left, binary.Operator, right),
            string text => Compared(left, binary.Operator, OperatorOf(text), right),
        };
        return Made(binary, result, left, right);
    }

    private static ComparisonOperator OperatorOf(string text) => text switch
    {
        "=" => ComparisonOperator.Equal,
        "<>" or "!=" => ComparisonOperator.NotEqual,
        "<" => ComparisonOperator.Less,
        "<=" => ComparisonOperator.LessOrEqual,
        ">" => ComparisonOperator.Greater,
        ">=" => ComparisonOperator.GreaterOrEqual,
        _ => throw new InvalidOperationException($"{text} is no comparison."),
    };

    private PortableExpression? Compared(TypedSyntax left, SqlToken place, ComparisonOperator comparison, TypedSyntax right)
    {
        if (ComparedAs(left, place, right) is not { } kind)
        {
            return null;
        }

        PortableExpression? leftValue = As(left, kind);
        PortableExpression? rightValue = As(right, kind);
        return leftValue is null || rightValue is null ? null : new PortableComparison(leftValue, comparison, rightValue);
    }

    // The type that both sides are compared as; null where there is none, which is reported.
    private SqlTypeKind? ComparedAs(TypedSyntax left, SqlToken place, TypedSyntax right)
    {
        if (left.IsBroken || right.IsBroken)
        {
            return null;
        }

        SqlTypeKind?[] kinds = [left.Kind, right.Kind];
        if (PortableKinds.Common(kinds) is not { } kind)
        {
            Report(place, $"{place.Text} has {PortableKinds.Name(kinds[0])} and {PortableKinds.Name(kinds[1])}, which are not compared");
            return null;
        }

        return DependsOnZone(place, kind, kinds) ? null : kind;
    }

    private bool DependsOnZone(SqlToken place, SqlTypeKind common, params SqlTypeKind?[] kinds)
    {
        if (!PortableKinds.DependsOnZone(common, kinds))
        {
            return false;
        }

        SqlTypeKind? other = Array.Find(kinds, kind => kind is SqlTypeKind.Date or SqlTypeKind.Timestamp);
        Report(place, $"{place.Text} has {PortableKinds.Name(other)} and timestamptz: the session's time zone would decide", "write instants with their offset: timestamptz '2024-12-31T00:00:00Z'");
        return true;
    }

    private PortableExpression? Arithmetic(TypedSyntax left, SqlToken place, TypedSyntax right)
    {
        if (left.IsBroken || right.IsBroken)
        {
            return null;
        }

        SqlTypeKind?[] kinds = [left.Kind, right.Kind];
        SqlTypeKind? kind = kinds is [null, null] ? null : PortableKinds.Common(kinds);
        if (kind is not { } number || !PortableKinds.IsNumber(number))
        {
            Report(place, $"{place.Text} has {PortableKinds.Name(kinds[0])} and {PortableKinds.Name(kinds[1])}, and only numbers are computed with");
            return null;
        }

        PortableExpression? leftValue = As(left, number);
        PortableExpression? rightValue = As(right, number);
        return leftValue is null || rightValue is null ? null : new PortableArithmetic(leftValue, place.Text[0], rightValue, SqlType.Of(number));
    }

    private PortableExpression? Concat(TypedSyntax left, SqlToken place, TypedSyntax right) =>
        Texts(left, place, right) && As(left, SqlTypeKind.Text) is { } leftText && As(right, SqlTypeKind.Text) is { } rightText
            ? new PortableConcat(leftText, rightText)
            : null;

    private bool Texts(TypedSyntax left, SqlToken place, TypedSyntax right)
    {
        if (left.IsBroken || right.IsBroken)
        {
            return false;
        }

        SqlTypeKind?[] kinds = [left.Kind, right.Kind];
        if (Array.TrueForAll(kinds, kind => kind is null or SqlTypeKind.Text))
        {
            return true;
        }

        Report(place, $"{place.Text} has {PortableKinds.Name(kinds[0])} and {PortableKinds.Name(kinds[1])}, and is portable between texts only");
        return false;
    }

    private TypedSyntax Distinct(DistinctSyntax distinct)
    {
        TypedSyntax left = Any(distinct.Left);
        TypedSyntax right = Any(distinct.Right);
        if (left.IsNull || right.IsNull)
        {
            TypedSyntax value = left.IsNull ? right : left;
            PortableExpression? asked = value.IsText ? As(value, SqlTypeKind.Text) : value.Expression;
            return Made(distinct, asked is null ? null : new PortableIs(asked, null, !distinct.Negated), left, right);
        }

        (left, right) = (Value(distinct.Left, left), Value(distinct.Right, right));
        ComparisonOperator comparison = distinct.Negated ? ComparisonOperator.NotDistinctFrom : ComparisonOperator.DistinctFrom;
        return Made(distinct, Compared(left, distinct.Is, comparison, right), left, right);
    }

    private TypedSyntax Between(BetweenSyntax between)
    {
        TypedSyntax operand = Value(between.Operand);
        TypedSyntax low = Value(between.Low);
        TypedSyntax high = Value(between.High);
        PortableExpression? above = Compared(operand, between.Between, between.Negated ? ComparisonOperator.Less : ComparisonOperator.GreaterOrEqual, low);
        PortableExpression? below = Compared(operand, between.Between, between.Negated ? ComparisonOperator.Greater : ComparisonOperator.LessOrEqual, high);
        return Made(
            between, above is null || below is null ? null : new PortableLogic(above, !between.Negated, below), operand, operand, low, high);
    }

    // PostgreSQL looks at the constants of a list together, and at each other item alone.
    private TypedSyntax In(InSyntax list)
    {
        TypedSyntax operand = Value(list.Operand);
        TypedSyntax[] items = [.. list.Items.Select(Value)];
        if (operand.IsBroken || Array.Exists(items, item => item.IsBroken))
        {
            return Broken(list);
        }

        TypedSyntax[] constants = [.. items.Where(item => !item.HasColumn)];
        SqlTypeKind?[] kinds = [operand.Kind, .. constants.Select(item => item.Kind)];
        SqlTypeKind? together = constants.Length > 1 ? PortableKinds.Common(kinds) : null;
        if (together is { } zoned && DependsOnZone(list.In, zoned, kinds))
        {
            return Broken(list);
        }

        List<(SqlTypeKind Kind, List<PortableExpression> Items)> groups = [];
        foreach (TypedSyntax item in together is null ? items : constants.Concat(items.Where(item => item.HasColumn)))
        {
            SqlTypeKind? kind = together is not null && !item.HasColumn ? together : ComparedAs(operand, list.In, item);
            if (kind is null || As(item, kind.Value) is not { } value)
            {
                return Broken(list);
            }

            int at = groups.FindIndex(group => group.Kind == kind);
            if (at < 0)
            {
                groups.Add((kind.Value, []));
                at = groups.Count - 1;
            }

            groups[at].Items.Add(value);
        }

        List<PortableExpression> alternatives = [];
        foreach ((SqlTypeKind kind, List<PortableExpression> values) in groups)
        {
            if (As(operand, kind) is not { } value)
            {
                return Broken(list);
            }

            alternatives.Add(new PortableIn(value, values.ToValueList(), list.Negated));
        }

        return Made(list, Joined(alternatives.ToArray(), isAnd: list.Negated), [.. groups.Select(_ => operand), .. items]);
    }

    private TypedSyntax Like(LikeSyntax like)
    {
        TypedSyntax operand = Value(like.Operand);
        TypedSyntax pattern = Value(like.Pattern);
        string? escape = like.Escape is null ? "\\" : Escape(like.Escape);
        if (escape is null || !Texts(operand, like.Like, pattern))
        {
            return Broken(like);
        }

        if (pattern.Text is { } text && EndsInEscape(text, escape))
        {
            Report(pattern.Source, $"the pattern {Quote(text)} ends with its escape character", $"write it twice, or another one: escape '!'");
            return Broken(like);
        }

        return Made(
            like, new PortableLike(As(operand, SqlTypeKind.Text)!, As(pattern, SqlTypeKind.Text)!, escape, like.Negated), operand, pattern);
    }

    private string? Escape(Syntax syntax)
    {
        TypedSyntax typed = Value(syntax);
        if (typed is { Text: { } text } && text.EnumerateRunes().Count() <= 1)
        {
            return text;
        }

        if (!typed.IsBroken)
        {
            Report(syntax, "escape needs one character in quotes, or none", "write escape '!'");
        }

        return null;
    }

    private static bool EndsInEscape(string pattern, string escape)
    {
        if (escape.Length == 0)
        {
            return false;
        }

        int at = 0;
        while (at < pattern.Length)
        {
            bool escapes = string.CompareOrdinal(pattern, at, escape, 0, escape.Length) == 0;
            at += escapes ? escape.Length : 1;
            if (escapes && at == pattern.Length)
            {
                return true;
            }

            at += escapes ? 1 : 0;
        }

        return false;
    }
}
