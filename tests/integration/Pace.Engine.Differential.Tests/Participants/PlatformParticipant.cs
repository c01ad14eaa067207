using Pace.Engine.Evaluation;
using Pace.Engine.Platforms;

namespace Pace.Engine.Differential.Tests.Participants;

/// <summary>A platform's own SQL over rows in hand.</summary>
public sealed class PlatformParticipant(IProcessingPlatform platform) : EvaluatingParticipant, IAsyncDisposable
{
    private bool IsServer => platform.Type == Policies.PlatformType.Postgres;

    public override string Name => IsServer ? "PostgreSQL" : "SQLite";

    protected override string PlatformType => IsServer ? "POSTGRES" : "SQLITE";

    protected override string NameOf(string table) => IsServer ? "public." + table : table;

    protected override Task<IReadOnlyList<EvaluatedView>> EvaluateAsync(EvaluationRequest request) =>
        platform.EvaluateAsync(request, CancellationToken.None);

    public ValueTask DisposeAsync() => platform.DisposeAsync();
}
