namespace Pace.Engine.Sql.Expressions;

/// <summary>Something in a SQL expression that an expression cannot have.</summary>
/// <param name="Offset">Where, in UTF-16 code units from 0.</param>
/// <param name="Length">How long, in UTF-16 code units; 0 where something is missing.</param>
/// <param name="Message">What it is, as a sentence without a full stop.</param>
/// <param name="Hint">What to write instead; null when nothing better than leaving it out.</param>
public sealed record SqlProblem(int Offset, int Length, string Message, string? Hint = null);
