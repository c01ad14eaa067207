using Pace.Engine.Differential.Tests.Cases;
using Pace.Engine.Differential.Tests.Oracle;

namespace Pace.Engine.Differential.Tests.Participants;

/// <summary>The plain evaluator, which the others are measured against.</summary>
public static class PlainParticipant
{
    public const string Name = "plain evaluator";

    public static IReadOnlyList<Answer> Ask(PolicyCase policy, DateTime now) =>
        [.. policy.RuleSets.SelectMany(ruleSet => policy.Audiences.Select(audience => PlainEvaluator.Evaluate(policy, ruleSet, audience, now)))];
}
