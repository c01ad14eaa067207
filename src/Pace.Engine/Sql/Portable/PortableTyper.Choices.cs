using Pace.Engine.Policies;
using Pace.Engine.Sql.Expressions;

namespace Pace.Engine.Sql.Portable;

/// <summary>CASE, COALESCE and NULLIF: values of several types that become one.</summary>
internal sealed partial class PortableTyper
{
    private TypedSyntax Case(CaseSyntax choice)
    {
        TypedSyntax? operand = choice.Operand is null ? null : Value(choice.Operand);
        if (operand is { IsText: true })
        {
            // Here PostgreSQL makes it text before it looks at what it is compared with.
            operand = Made(operand.Source, As(operand, SqlTypeKind.Text), operand);
        }

        List<TypedSyntax> parts = [];
        List<PortableExpression?> conditions = [];
        List<TypedSyntax> values = [];
        foreach ((SqlToken when, Syntax condition, Syntax value) in choice.Branches)
        {
            TypedSyntax typed = Value(condition);
            conditions.Add(operand is null ? Truth(typed, "when") : Compared(operand, when, ComparisonOperator.Equal, typed));
            values.Add(Value(value));
            parts.AddRange(operand is null ? [typed] : [typed, operand]);
        }

        values.Add(choice.Else is null ? new TypedSyntax(choice, null, true, null, false, 1) : Value(choice.Else));
        parts.AddRange(values);
        PortableExpression[]? results = Alike(choice, "case", values, out SqlType type);
        if (results is null || conditions.Contains(null))
        {
            return Made(choice, null, parts);
        }

        return Made(
            choice, new PortableCase(conditions.Select((when, at) => (when!, results[at])).ToValueList(), results[^1], type), parts);
    }

    private TypedSyntax Coalesce(CoalesceSyntax coalesce)
    {
        TypedSyntax[] items = [.. coalesce.Items.Select(Value)];
        PortableExpression[]? values = Alike(coalesce, "coalesce", items, out SqlType type);
        return Made(coalesce, values is null ? null : new PortableCoalesce(values.ToValueList(), type), items);
    }

    // All values as their common type; null where they have none, which is reported.
    private PortableExpression[]? Alike(Syntax place, string what, IReadOnlyList<TypedSyntax> values, out SqlType type)
    {
        type = Boolean;
        if (values.Any(value => value.IsBroken))
        {
            return null;
        }

        SqlTypeKind?[] kinds = [.. values.Select(value => value.Kind)];
        SqlToken word = new(SqlTokenKind.Word, place.Start, what, what);
        if (PortableKinds.Common(kinds) is not { } kind)
        {
            IEnumerable<string> different = kinds.OfType<SqlTypeKind>().Distinct().Select(item => PortableKinds.Name(item));
            Report(word, $"{what} has values of {string.Join(" and ", different)}, which have no type in common");
            return null;
        }

        if (DependsOnZone(word, kind, kinds))
        {
            return null;
        }

        type = SqlType.Of(kind);
        PortableExpression?[] results = [.. values.Select(value => As(value, kind))];
        return Array.Exists(results, result => result is null) ? null : [.. results!];
    }

    // The type is that of the first operand as the comparison takes it: PostgreSQL compares integers of any width, and
    // dates with timestamps, without a conversion.
    private TypedSyntax NullIf(NullIfSyntax nullIf)
    {
        TypedSyntax left = Value(nullIf.Left);
        TypedSyntax right = Value(nullIf.Right);
        if (ComparedAs(left, nullIf.Name, right) is not { } kind || As(left, kind) is not { } leftValue || As(right, kind) is not { } rightValue)
        {
            return Made(nullIf, null, left, right);
        }

        bool asIs = left.Kind is { } own && (PortableKinds.IsInteger(kind) || (PortableKinds.IsTime(kind) && own != kind));
        PortableExpression result = asIs ? left.Expression! : leftValue;
        return Made(
            nullIf,
            new PortableCase(
                [(new PortableComparison(leftValue, ComparisonOperator.Equal, rightValue), new PortableLiteral(null, result.Type))], result, result.Type),
            left, left, right);
    }
}
