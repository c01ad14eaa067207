namespace Pace.Engine.Evaluation.Compilation;

/// <summary>Computes a canonical value from a row.</summary>
internal delegate object? Compute(object?[] row);

/// <summary>Judges a row: true, false, or null where SQL's answer is NULL.</summary>
internal delegate bool? Judge(object?[] row);
