namespace Pace.Engine.Evaluation.Values;

/// <summary>
/// A value that cannot be computed with as it should, where a platform would fail too. Who knows of which row and
/// column it is makes a <see cref="Diagnostics.PaceException"/> of it.
/// </summary>
/// <param name="problem">What is wrong, as the rest of a sentence, without the value: it may be a secret.</param>
public sealed class ValueException(string problem) : Exception(problem);
