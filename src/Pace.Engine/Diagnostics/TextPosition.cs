namespace Pace.Engine.Diagnostics;

/// <summary>A place in a text.</summary>
/// <param name="Line">The line, from 1.</param>
/// <param name="Column">The column in UTF-16 code units, from 1.</param>
/// <param name="Length">How many code units the thing there is long on its line; 0 when not known.</param>
public readonly record struct TextPosition(int Line, int Column, int Length = 0)
{
    /// <summary>Line and column, separated by a comma.</summary>
    public override string ToString() => $"{Line},{Column}";
}
