using Pace.Engine.Compilation;
using Pace.Engine.Policies;

namespace Pace.Engine.Comparison;

/// <summary>What a platform is compared with.</summary>
/// <param name="Policy">The policy that should be in force.</param>
/// <param name="Compiled">The policy, compiled for the platform's dialect.</param>
/// <param name="Version">The version that its views should be marked with.</param>
public sealed record DriftRequest(DataPolicy Policy, CompiledPolicy Compiled, int Version);
