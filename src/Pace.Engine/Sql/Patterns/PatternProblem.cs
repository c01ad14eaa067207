namespace Pace.Engine.Sql.Patterns;

/// <summary>Why a regular expression or a replacement is refused.</summary>
/// <param name="Offset">Where in the text, in UTF-16 code units from 0.</param>
/// <param name="Length">How long the offending part is, in UTF-16 code units; 0 at the end of the text.</param>
/// <param name="Construct">The offending part, as it is written.</param>
/// <param name="Message">What is wrong, as a sentence without a full stop.</param>
/// <param name="Hint">What to write instead; null when there is nothing better to say than <paramref name="Message"/>.</param>
public sealed record PatternProblem(int Offset, int Length, string Construct, string Message, string? Hint);
