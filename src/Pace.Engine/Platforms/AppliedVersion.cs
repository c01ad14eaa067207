using Pace.Engine.Diagnostics;

namespace Pace.Engine.Platforms;

/// <summary>Which version a policy's views are marked with.</summary>
internal static class AppliedVersion
{
    /// <summary>The version that is wanted, or the one after the platform's.</summary>
    /// <param name="request">What is to be applied.</param>
    /// <param name="marks">The marks of the policy's views on the platform.</param>
    /// <exception cref="PaceException"><see cref="PaceErrorKind.VersionConflict"/>.</exception>
    public static int Decide(ApplyRequest request, IEnumerable<ViewMark> marks)
    {
        int wanted = request.Version;
        ViewMark? conflict = marks
            .Where(mark => mark.Version > wanted || (mark.Version == wanted && mark.Hash != request.Compiled.Hash))
            .MaxBy(mark => mark.Version);
        if (conflict is null)
        {
            return wanted;
        }

        if ((request.NextAfterPlatform || request.Force) && conflict.Version < int.MaxValue)
        {
            return conflict.Version + 1;
        }

        string difference = conflict.Version == wanted ? "with other content" : "which is newer";
        throw new PaceException(
            PaceErrorKind.VersionConflict,
            $"Version {wanted} of policy '{request.Compiled.PolicyId}' was to be applied, but view {conflict.Target} already has version"
                + $" {conflict.Version}, {difference}.",
            "Somebody else applied it: compare with what the platform has, then apply a newer version, or this one with -Force.",
            request.Compiled.PolicyId);
    }
}
