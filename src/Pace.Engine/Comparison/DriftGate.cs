using Pace.Engine.Diagnostics;

namespace Pace.Engine.Comparison;

/// <summary>Keeps applying from going over what somebody changed on the platform.</summary>
public static class DriftGate
{
    /// <summary>Refuses where something was changed that applying would go over.</summary>
    /// <param name="baseline">What the platform was compared with.</param>
    /// <param name="found">What was found.</param>
    /// <exception cref="PaceException"><see cref="PaceErrorKind.PlatformDrift"/>, naming each.</exception>
    public static void Refuse(DriftRequest baseline, IReadOnlyList<PolicyDifference> found)
    {
        ArgumentNullException.ThrowIfNull(baseline);
        ArgumentNullException.ThrowIfNull(found);
        List<PolicyDifference> drifts = [.. found.Where(difference => difference.Severity == DiagnosticSeverity.Error)];
        if (drifts.Count == 0)
        {
            return;
        }

        string id = baseline.Compiled.PolicyId;
        string lines = string.Concat(drifts.Select(drift => $"{Environment.NewLine}  {drift}"));
        throw new PaceException(
            PaceErrorKind.PlatformDrift,
            $"Platform '{drifts[0].ProcessingPlatform}' was changed outside Pace since version {baseline.Version} of policy '{id}' was applied:{lines}",
            $"Look with Compare-PaceDataPolicy {id} -ProcessingPlatform {drifts[0].ProcessingPlatform}, then mend it with the SQL that stands there,"
                + " or publish with -Force, or take the change into the policy.",
            id);
    }
}
