namespace Pace.Engine.Sql.Patterns;

/// <summary>Carries a problem from the depth of the parser to its entry; it never leaves this folder.</summary>
internal sealed class PatternException(PatternProblem problem) : Exception(problem.Message)
{
    public PatternProblem Problem { get; } = problem;
}
