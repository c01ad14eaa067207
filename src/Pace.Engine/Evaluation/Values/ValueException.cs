namespace Pace.Engine.Evaluation.Values;

/// <summary>
/// A value that cannot be computed with as it should, where a platform would fail too. Who knows of which row and
/// column it is makes a <see cref="Diagnostics.PaceException"/> of it.
/// </summary>
/// <param name="problem">What is wrong, as the rest of a sentence, without the value: it may be a secret.</param>
/// <param name="subject">What it is wrong with, as the beginning of that sentence.</param>
public sealed class ValueException(string problem, string subject = "a computed value") : Exception($"{subject} {problem}")
{
    /// <summary>The rest of the sentence, such as <c>is outside the range of integer</c>.</summary>
    public string Problem { get; } = problem;
}
