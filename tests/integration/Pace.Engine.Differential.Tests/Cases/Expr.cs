namespace Pace.Engine.Differential.Tests.Cases;

/// <summary>A SQL expression as it was generated, with the type that PostgreSQL gives it; varchar counts as text.</summary>
public abstract record Expr(Kind Kind)
{
    /// <summary>The parts directly below.</summary>
    public virtual IReadOnlyList<Expr> Children => [];

    /// <summary>This part and all below it.</summary>
    public IEnumerable<Expr> All => Children.SelectMany(child => child.All).Prepend(this);

    /// <summary>Whether no row is needed to know the value.</summary>
    public bool IsConstant => !All.Any(part => part is Column);
}

public sealed record Column(string Name, Kind Kind) : Expr(Kind);

/// <summary>A constant; null for NULL.</summary>
/// <param name="Value">The value.</param>
/// <param name="Kind">The type; for text that takes its type from its neighbour, that type.</param>
/// <param name="Text">How it is written.</param>
public sealed record Literal(object? Value, Kind Kind, string Text) : Expr(Kind);

public sealed record Negate(Expr Operand) : Expr(Operand.Kind)
{
    public override IReadOnlyList<Expr> Children => [Operand];
}

public sealed record Arithmetic(char Operator, Expr Left, Expr Right) : Expr(Kinds.Common(Left.Kind, Right.Kind))
{
    public override IReadOnlyList<Expr> Children => [Left, Right];
}

public sealed record Concat(Expr Left, Expr Right) : Expr(Kind.Text)
{
    public override IReadOnlyList<Expr> Children => [Left, Right];
}

/// <summary>A comparison: <c>=</c>, <c>&lt;&gt;</c>, <c>!=</c>, <c>is distinct from</c> and so on.</summary>
public sealed record Compare(string Operator, Expr Left, Expr Right) : Expr(Kind.Boolean)
{
    public override IReadOnlyList<Expr> Children => [Left, Right];
}

public sealed record Logic(bool IsAnd, Expr Left, Expr Right) : Expr(Kind.Boolean)
{
    public override IReadOnlyList<Expr> Children => [Left, Right];
}

public sealed record Not(Expr Operand) : Expr(Kind.Boolean)
{
    public override IReadOnlyList<Expr> Children => [Operand];
}

/// <summary>IS NULL, IS TRUE, IS FALSE, IS UNKNOWN.</summary>
public sealed record Is(Expr Operand, string What, bool Negated) : Expr(Kind.Boolean)
{
    public override IReadOnlyList<Expr> Children => [Operand];
}

public sealed record In(Expr Operand, IReadOnlyList<Expr> Items, bool Negated) : Expr(Kind.Boolean)
{
    public override IReadOnlyList<Expr> Children => [Operand, .. Items];
}

public sealed record Between(Expr Operand, Expr Low, Expr High, bool Negated) : Expr(Kind.Boolean)
{
    public override IReadOnlyList<Expr> Children => [Operand, Low, High];
}

/// <param name="Operand">The text.</param>
/// <param name="Pattern">The pattern.</param>
/// <param name="Escape">What stands behind ESCAPE; null where it is left out, which means a backslash.</param>
/// <param name="Negated">Whether it stands with NOT.</param>
public sealed record Like(Expr Operand, Expr Pattern, string? Escape, bool Negated) : Expr(Kind.Boolean)
{
    public override IReadOnlyList<Expr> Children => [Operand, Pattern];
}

/// <param name="Subject">What is compared with each WHEN; null where each is a condition.</param>
/// <param name="Branches">The branches.</param>
/// <param name="Else">Null where it is left out.</param>
/// <param name="Kind">The type that the results have in common.</param>
public sealed record Case(Expr? Subject, IReadOnlyList<(Expr When, Expr Then)> Branches, Expr? Else, Kind Kind) : Expr(Kind)
{
    public override IReadOnlyList<Expr> Children =>
        [.. Subject is null ? Array.Empty<Expr>() : [Subject], .. Branches.SelectMany(branch => new[] { branch.When, branch.Then }), .. Else is null ? Array.Empty<Expr>() : [Else]];
}

public sealed record Coalesce(IReadOnlyList<Expr> Items, Kind Kind) : Expr(Kind)
{
    public override IReadOnlyList<Expr> Children => Items;
}

/// <summary>NULLIF. Its type is that which the first operand is compared as.</summary>
public sealed record NullIf(Expr Left, Expr Right, Kind Kind) : Expr(Kind)
{
    public override IReadOnlyList<Expr> Children => [Left, Right];
}
