using System.Management.Automation;
using Pace.Configuration;
using Pace.Engine.Comparison;
using Pace.Engine.Compilation;
using Pace.Engine.Diagnostics;
using Pace.Engine.Platforms;
using Pace.Engine.Policies;
using Pace.Engine.Storage;
using Pace.PowerShell.Completion;
using Pace.PowerShell.Session;

namespace Pace.PowerShell.Commands;

/// <summary>What cmdlets share that talk to a platform.</summary>
public abstract class PlatformCmdlet : PaceCmdlet
{
    private PaceSession? _session;

    /// <summary>The platform's id. Left out: the policy's own, else the only one that is registered, else embedded.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Alias("Platform")]
    [ArgumentCompleter(typeof(PlatformCompleter))]
    [ValidateNotNullOrEmpty]
    public virtual string? ProcessingPlatform { get; set; }

    internal PaceSession Session => _session ??= new PaceSession { Say = WriteVerbose };

    /// <summary>Closes what the session opened. An override calls it too.</summary>
    protected override void Cleanup() => _session?.Dispose();

    private protected override string? Awaited => _session?.Awaited;

    internal PlatformEntry ResolvePlatform() => Session.Platforms.Resolve(ProcessingPlatform);

    internal IProcessingPlatform OpenPlatform() => Session.Open(ResolvePlatform());

    /// <summary>Asks the platform about a policy before it is applied, and refuses what it does not accept.</summary>
    internal void CheckBeforeApply(IProcessingPlatform platform, DataPolicy policy, CompiledPolicy compiled)
    {
        // Whether a view in the way may be taken over is decided by applying, which knows of -Force.
        List<Diagnostic> found = [.. Run(cancellation => platform.CheckAsync(policy, compiled, cancellation))
            .Where(diagnostic => diagnostic.Code != DiagnosticCodes.TargetTaken)];
        PolicyPreparation.ThrowIfErrors(policy, found);
        found.ForEach(WriteWarning);
    }

    /// <summary>Refuses to go over what somebody changed on the platform since a version was applied.</summary>
    /// <param name="platform">The platform.</param>
    /// <param name="key">The policy's key.</param>
    /// <param name="policy">What is about to be applied.</param>
    internal void RefuseDrift(IProcessingPlatform platform, PolicyKey key, DataPolicy policy)
    {
        string id = key.PolicyId;
        IReadOnlyList<ViewMark> marks = Run(cancellation => platform.ReadMarksAsync(id, cancellation));
        DriftRequest? baseline = AppliedBaseline.Find(
            Session.Policies.History(key), marks, policy, version => PolicyCompiler.Compile(version, platform.Dialect).Policy);
        if (baseline is not null)
        {
            IReadOnlyList<PolicyDifference> found = Run(cancellation => platform.FindDriftAsync(baseline, cancellation));
            DriftGate.Refuse(baseline, found);
            foreach (PolicyDifference difference in found.Where(difference => difference.Kind == DifferenceKind.GrantGiven))
            {
                WriteWarning($"{difference.Where}: {difference.What}. Publishing leaves that as it is; Compare-PaceDataPolicy has the SQL that revokes it.");
            }
        }
    }

    internal void WriteWarning(Diagnostic warning) => WriteWarning(warning.ToString());
}
