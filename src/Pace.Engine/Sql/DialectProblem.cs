namespace Pace.Engine.Sql;

/// <summary>What a dialect cannot do of a transform.</summary>
/// <param name="Message">What, as the rest of a sentence after the dialect's name.</param>
/// <param name="Hint">What to do instead; null: nothing is known.</param>
internal sealed record DialectProblem(string Message, string? Hint = null);
