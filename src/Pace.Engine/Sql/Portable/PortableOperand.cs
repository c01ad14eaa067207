using Pace.Engine.Sql.Expressions;

namespace Pace.Engine.Sql.Portable;

/// <summary>
/// A part of an expression while it is read: a typed expression; or a text or NULL that takes its type from what it
/// meets; or nothing, where a problem was told already, so that it is not told again further out.
/// </summary>
/// <param name="Offset">Where it begins in the text, in UTF-16 code units.</param>
internal sealed record PortableOperand(int Offset)
{
    /// <summary>The expression; null for an untyped literal and where a problem was told.</summary>
    public PortableExpression? Expression { get; init; }

    /// <summary>Whether it is a literal without a type of its own.</summary>
    public bool IsUntyped { get; init; }

    /// <summary>The untyped literal's text; null for NULL.</summary>
    public string? Text { get; init; }

    /// <summary>The number with its signs, where it is one, so that one more before it belongs to it.</summary>
    public SqlToken? Number { get; init; }

    /// <summary>How deep the tree is.</summary>
    public int Depth { get; init; } = 1;

    /// <summary>Whether a problem was told.</summary>
    public bool IsBad => Expression is null && !IsUntyped;

    /// <summary>The type; null where there is none.</summary>
    public SqlTypeKind? Kind => Expression?.Type.Kind;
}
