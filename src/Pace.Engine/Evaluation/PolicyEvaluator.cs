using Pace.Engine.Diagnostics;
using Pace.Engine.Policies;

namespace Pace.Engine.Evaluation;

/// <summary>What making an evaluator gave: an evaluator, or errors, never both.</summary>
/// <param name="Evaluator">The evaluator; null when there are errors.</param>
/// <param name="Diagnostics">Everything found by reading, validation, and what memory cannot do exactly, by position.</param>
public sealed record EvaluatorResult(PolicyEvaluator? Evaluator, IReadOnlyList<Diagnostic> Diagnostics)
{
    /// <summary>The evaluator.</summary>
    /// <param name="policy">The policy, for the message.</param>
    /// <exception cref="PaceException"><see cref="PaceErrorKind.PolicyInvalid"/>: there are errors; it lists all of them.</exception>
    public PolicyEvaluator Require(DataPolicy policy) => Evaluator ?? throw PaceException.Invalid(policy.ToString(), Diagnostics);
}

/// <summary>
/// Applies a policy to rows in hand, in memory, with the meaning that its views have on a platform. May be used by
/// several threads at once.
/// </summary>
public sealed class PolicyEvaluator
{
    private PolicyEvaluator()
    {
    }

    /// <summary>
    /// Validates a policy and makes its evaluator. What cannot be done in memory with exactly the meaning that it has
    /// on a platform is an error, <see cref="DiagnosticCodes.NotPortable"/>.
    /// </summary>
    /// <param name="policy">The policy. It needs no platform.</param>
    /// <param name="clock">Says what time it is, for retention; null: the system's clock.</param>
    public static EvaluatorResult Create(DataPolicy policy, TimeProvider? clock = null) => throw new NotImplementedException();

    /// <summary>What each audience sees of each view: views in the policy's order, for each view the audiences in theirs.</summary>
    /// <exception cref="PaceException">
    /// <see cref="PaceErrorKind.DataInvalid"/>: a value is not of its field's type, a column or a token table is missing,
    /// or a computation leaves its type's range, as it would on a platform. Nothing is guessed.
    /// </exception>
    public IReadOnlyList<EvaluatedView> Evaluate(EvaluationRequest request) => throw new NotImplementedException();

    /// <summary>One view as one audience sees it, for rows that come one by one.</summary>
    /// <param name="ruleSet">Which of the policy's rule sets, from 0.</param>
    /// <param name="audience">Who looks.</param>
    /// <param name="tokenTables">As in <see cref="EvaluationRequest.TokenTables"/>; all that the view needs.</param>
    /// <exception cref="PaceException"><see cref="PaceErrorKind.DataInvalid"/>: a token table is missing or wrong.</exception>
    public ViewEvaluator View(int ruleSet, Audience audience, IReadOnlyDictionary<string, SampleTable>? tokenTables = null) =>
        throw new NotImplementedException();
}
