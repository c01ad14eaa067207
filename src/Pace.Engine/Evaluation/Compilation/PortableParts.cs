using Pace.Engine.Sql.Portable;

namespace Pace.Engine.Evaluation.Compilation;

/// <summary>What an expression is made of.</summary>
internal static class PortableParts
{
    /// <summary>The expressions right below.</summary>
    public static IEnumerable<PortableExpression> Of(PortableExpression expression) => expression switch
    {
        PortableColumn or PortableLiteral => [],
        PortableComparison comparison => [comparison.Left, comparison.Right],
        PortableLogic logic => [logic.Left, logic.Right],
        PortableNot not => [not.Operand],
        PortableIs judged => [judged.Operand],
        PortableIn among => [among.Operand, .. among.Items],
        PortableLike like => [like.Operand, like.Pattern],
        PortableCase choice => [.. choice.Branches.SelectMany(branch => new[] { branch.When, branch.Then }), choice.Else],
        PortableCoalesce coalesce => coalesce.Items,
        PortableArithmetic arithmetic => [arithmetic.Left, arithmetic.Right],
        PortableNegate negate => [negate.Operand],
        PortableConcat concat => [concat.Left, concat.Right],
        PortableConvert convert => [convert.Operand],
        _ => throw new InvalidOperationException($"{expression.GetType().Name} is not known here."),
    };
}
