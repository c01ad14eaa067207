using Pace.Engine.Sql.Expressions;

namespace Pace.Engine.Sql.Portable;

/// <summary>An expression as it is written, before its types are known.</summary>
/// <param name="Start">Where it begins in the text.</param>
/// <param name="End">Where it ends, exclusive.</param>
internal abstract record Syntax(int Start, int End)
{
    /// <summary>How many operators stand one in the other, at most.</summary>
    public int Height { get; init; } = 1;
}

/// <summary>A number; signs before it belong to it, as PostgreSQL reads them.</summary>
internal sealed record NumberSyntax(string Digits, bool Negative, int Start, int End) : Syntax(Start, End);

/// <summary>A text whose type its neighbours decide, or NULL (Value null).</summary>
internal sealed record TextSyntax(string? Value, int Start, int End) : Syntax(Start, End);

/// <summary>TRUE or FALSE.</summary>
internal sealed record TruthSyntax(bool Value, int Start, int End) : Syntax(Start, End);

/// <summary>A text with its type before it: <c>date '2024-12-31'</c>.</summary>
internal sealed record TypedTextSyntax(SqlTypeKind Kind, string Value, int Start, int End) : Syntax(Start, End);

/// <summary>A name.</summary>
internal sealed record NameSyntax(SqlToken Name, int Start, int End) : Syntax(Start, End);

/// <summary>A comparison, + - * or ||.</summary>
internal sealed record BinarySyntax(Syntax Left, SqlToken Operator, Syntax Right, int Start, int End) : Syntax(Start, End);

/// <summary>AND or OR of two or more.</summary>
internal sealed record LogicSyntax(bool IsAnd, IReadOnlyList<Syntax> Items, int Start, int End) : Syntax(Start, End);

/// <summary>NOT.</summary>
internal sealed record NotSyntax(Syntax Operand, int Start, int End) : Syntax(Start, End);

/// <summary>A sign before what is no number.</summary>
internal sealed record SignSyntax(SqlToken Sign, Syntax Operand, int Start, int End) : Syntax(Start, End);

/// <summary>What is asked after IS.</summary>
internal enum IsKind
{
    Null,
    True,
    False,
    Unknown,
}

/// <summary>IS [NOT] NULL, TRUE, FALSE, UNKNOWN.</summary>
internal sealed record IsSyntax(Syntax Operand, IsKind Kind, bool Negated, int Start, int End) : Syntax(Start, End);

/// <summary>IS [NOT] DISTINCT FROM.</summary>
internal sealed record DistinctSyntax(Syntax Left, SqlToken Is, bool Negated, Syntax Right, int Start, int End) : Syntax(Start, End);

/// <summary>[NOT] IN.</summary>
internal sealed record InSyntax(Syntax Operand, SqlToken In, bool Negated, IReadOnlyList<Syntax> Items, int Start, int End) : Syntax(Start, End);

/// <summary>[NOT] BETWEEN.</summary>
internal sealed record BetweenSyntax(Syntax Operand, SqlToken Between, bool Negated, Syntax Low, Syntax High, int Start, int End) : Syntax(Start, End);

/// <summary>[NOT] LIKE, with its escape where one is written.</summary>
internal sealed record LikeSyntax(Syntax Operand, SqlToken Like, bool Negated, Syntax Pattern, Syntax? Escape, int Start, int End) : Syntax(Start, End);

/// <summary>CASE, simple where it has an operand.</summary>
internal sealed record CaseSyntax(
    Syntax? Operand, IReadOnlyList<(SqlToken When, Syntax Condition, Syntax Value)> Branches, Syntax? Else, int Start, int End) : Syntax(Start, End);

/// <summary>COALESCE.</summary>
internal sealed record CoalesceSyntax(IReadOnlyList<Syntax> Items, int Start, int End) : Syntax(Start, End);

/// <summary>NULLIF.</summary>
internal sealed record NullIfSyntax(SqlToken Name, Syntax Left, Syntax Right, int Start, int End) : Syntax(Start, End);

/// <summary>Something outside of the subset, which is reported already; its operands may have more to report.</summary>
internal sealed record OutsideSyntax(IReadOnlyList<Syntax> Operands, int Start, int End) : Syntax(Start, End);
