using System.Globalization;
using System.Numerics;
using Pace.Engine.Evaluation.Values;
using Pace.Engine.Sql;
using Pace.Engine.Sql.Dialects;
using Pace.Engine.Sql.Portable;

namespace Pace.Engine.Tests.Sql.Portable;

/// <summary>
/// Writes a portable expression as SQL of PostgreSQL that leaves nothing to its own resolution: each operation in
/// brackets, each constant and conversion with its type.
/// </summary>
internal static class PortablePrinter
{
    public static string Print(PortableExpression expression) => expression switch
    {
        PortableColumn column => $"\"{column.Name}\"" + (column.Type.Kind == SqlTypeKind.Text ? "::text" : ""),
        PortableLiteral { Value: null } => $"null::{PostgresWriter.Type(expression.Type)}",
        PortableLiteral literal => $"{PostgresText.Literal(Text(literal.Value))}::{PostgresWriter.Type(expression.Type)}",
        PortableComparison comparison => $"({Print(comparison.Left)} {Operator(comparison.Operator)} {Print(comparison.Right)})",
        PortableLogic logic => $"({Print(logic.Left)} {(logic.IsAnd ? "and" : "or")} {Print(logic.Right)})",
        PortableNot not => $"(not {Print(not.Operand)})",
        PortableIs asked => $"({Print(asked.Operand)} is {Not(asked.Negated)}{asked.Value?.ToString() ?? "null"})",
        PortableIn list => $"({Print(list.Operand)} {Not(list.Negated)}in ({string.Join(", ", list.Items.Select(Print))}))",
        PortableLike like => $"({Print(like.Operand)} {Not(like.Negated)}like {Print(like.Pattern)} escape {PostgresText.Literal(like.Escape)})",
        PortableCase choice => $"(case {string.Concat(choice.Branches.Select(branch => $"when {Print(branch.When)} then {Print(branch.Then)} "))}else {Print(choice.Else)} end)",
        PortableCoalesce coalesce => $"coalesce({string.Join(", ", coalesce.Items.Select(Print))})",
        PortableArithmetic arithmetic => $"({Print(arithmetic.Left)} {arithmetic.Operator} {Print(arithmetic.Right)})",
        PortableNegate negate => $"(- {Print(negate.Operand)})",
        PortableConcat concat => $"({Print(concat.Left)} || {Print(concat.Right)})",
        PortableConvert convert => $"{Print(convert.Operand)}::{PostgresWriter.Type(convert.Type)}",
        _ => throw new InvalidOperationException(expression.GetType().Name),
    };

    /// <summary>The parts of a tree, for what must hold in each.</summary>
    public static IEnumerable<PortableExpression> Parts(PortableExpression expression) => Children(expression).SelectMany(Parts).Append(expression);

    private static IEnumerable<PortableExpression> Children(PortableExpression expression) => expression switch
    {
        PortableComparison comparison => [comparison.Left, comparison.Right],
        PortableLogic logic => [logic.Left, logic.Right],
        PortableNot not => [not.Operand],
        PortableIs asked => [asked.Operand],
        PortableIn list => [list.Operand, .. list.Items],
        PortableLike like => [like.Operand, like.Pattern],
        PortableCase choice => [.. choice.Branches.SelectMany(branch => new[] { branch.When, branch.Then }), choice.Else],
        PortableCoalesce coalesce => coalesce.Items,
        PortableArithmetic arithmetic => [arithmetic.Left, arithmetic.Right],
        PortableNegate negate => [negate.Operand],
        PortableConcat concat => [concat.Left, concat.Right],
        PortableConvert convert => [convert.Operand],
        _ => [],
    };

    private static string Not(bool negated) => negated ? "not " : "";

    public static string Operator(ComparisonOperator comparison) => comparison switch
    {
        ComparisonOperator.Equal => "=",
        ComparisonOperator.NotEqual => "<>",
        ComparisonOperator.Less => "<",
        ComparisonOperator.LessOrEqual => "<=",
        ComparisonOperator.Greater => ">",
        ComparisonOperator.GreaterOrEqual => ">=",
        ComparisonOperator.DistinctFrom => "is distinct from",
        _ => "is not distinct from",
    };

    private static string Text(object value) => value switch
    {
        Numeric number => Digits(number),
        double number => number.ToString("R", CultureInfo.InvariantCulture),
        bool truth => truth ? "true" : "false",
        DateOnly date => date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        DateTime time => time.ToString("yyyy-MM-dd HH:mm:ss.ffffff", CultureInfo.InvariantCulture),
        DateTimeOffset instant => instant.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss.ffffff", CultureInfo.InvariantCulture) + "Z",
        _ => Convert.ToString(value, CultureInfo.InvariantCulture)!,
    };

    private static string Digits(Numeric number)
    {
        string digits = BigInteger.Abs(number.Unscaled).ToString(CultureInfo.InvariantCulture).PadLeft(number.Scale + 1, '0');
        string sign = number.Unscaled.Sign < 0 ? "-" : "";
        return number.Scale == 0 ? sign + digits : $"{sign}{digits[..^number.Scale]}.{digits[^number.Scale..]}";
    }
}
