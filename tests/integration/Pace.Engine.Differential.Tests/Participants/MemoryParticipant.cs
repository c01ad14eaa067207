using Pace.Engine.Evaluation;

namespace Pace.Engine.Differential.Tests.Participants;

/// <summary>Pace's own evaluation in memory.</summary>
public sealed class MemoryParticipant : EvaluatingParticipant
{
    public override string Name => "memory";

    protected override string PlatformType => "POSTGRES";

    protected override string NameOf(string table) => "public." + table;

    protected override Task<IReadOnlyList<EvaluatedView>> EvaluateAsync(EvaluationRequest request) =>
        Task.FromResult(PolicyEvaluator.Create(request.Policy).Require(request.Policy).Evaluate(request));
}
