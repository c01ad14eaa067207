using System.Management.Automation;
using Pace.Configuration;
using Pace.Engine.Compilation;
using Pace.Engine.Diagnostics;
using Pace.Engine.Platforms;
using Pace.Engine.Policies;
using Pace.Engine.Storage;
using Pace.PowerShell.Completion;
using Pace.PowerShell.Input;
using Pace.PowerShell.Rows;
using Pace.PowerShell.Session;

namespace Pace.PowerShell.Commands;

/// <summary>Stores policies, each as a new version, and with -Apply makes their views on the platform.</summary>
[Cmdlet(VerbsCommon.Set, "PaceDataPolicy", DefaultParameterSetName = PathSet, SupportsShouldProcess = true)]
[OutputType("Pace.Engine.Storage.StoredPolicy")]
public sealed class SetPaceDataPolicyCommand : PolicyCmdlet
{
    /// <summary>Makes the views too. The version is stored only when that succeeded.</summary>
    [Parameter]
    public SwitchParameter Apply { get; set; }

    /// <summary>The version that must be the stored one, 0 for none: so that nobody's work is overwritten unseen.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(ExpectedVersionCompleter))]
    [ValidateRange(0, int.MaxValue)]
    public int ExpectedVersion { get; set; }

    /// <summary>
    /// With -Apply: takes over a view of that name that Pace did not make, and goes over what was changed outside Pace.
    /// </summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    private int? Expected => MyInvocation.BoundParameters.ContainsKey(nameof(ExpectedVersion)) ? ExpectedVersion : null;

    private protected override void ProcessPolicy(PolicyInput input)
    {
        DataPolicy policy = input.Required;
        if (input.HasErrors)
        {
            // Told with everything else, before the first thing that a half-read policy makes fail.
            throw PaceException.Invalid(input.Name, PolicyPreparation.Check(policy, null, out _));
        }

        PlatformEntry entry = Session.Platforms.Resolve(ProcessingPlatform, policy);
        policy = PolicyPreparation.For(policy, entry);
        CompiledPolicy compiled = PolicyPreparation.Compile(policy, PaceSession.DialectOf(entry), WriteWarning);
        PolicyKey key = new(entry.Id, policy.Id);
        if (Apply)
        {
            StoreAndApply(key, policy, compiled, Session.Open(entry));
        }
        else
        {
            Store(key, policy);
        }
    }

    private void Store(PolicyKey key, DataPolicy policy)
    {
        int next = NextVersion(key);
        string action = $"Store the policy '{key.PolicyId}' for {key.PlatformId} as version {next}";
        if (ShouldProcess(action + ".", action + "?", "Set-PaceDataPolicy"))
        {
            using IPendingPolicy pending = Session.Policies.BeginSave(key, policy, Expected, Cancellation);
            StoredPolicy stored = pending.Commit();
            WriteVerbose($"Stored the policy '{key.PolicyId}' for {key.PlatformId} as version {stored.Version}; no view was made or changed.");
            WriteObject(stored);
        }
    }

    private void StoreAndApply(PolicyKey key, DataPolicy policy, CompiledPolicy compiled, IProcessingPlatform platform)
    {
        // Asked before the store is locked: a platform may take its time.
        CheckBeforeApply(platform, policy, compiled);
        if (!Force)
        {
            RefuseDrift(platform, key, policy);
        }

        string action = $"Apply the policy '{key.PolicyId}' on {key.PlatformId}";
        string plan = action + ".";
        if (this.ShowsPlan())
        {
            ApplyRequest request = new(policy, compiled, NextVersion(key), Force, NextAfterPlatform: true);
            ApplyPlan planned = Run(cancellation => platform.PlanAsync(request, cancellation));
            plan = ShouldProcessText.Of($"{action} as version {planned.Version}", planned);
        }

        if (!ShouldProcess(plan, plan, "Set-PaceDataPolicy"))
        {
            return;
        }

        StoredPolicy stored;
        ApplyResult result;
        using (IPendingPolicy pending = Session.Policies.BeginSave(key, policy, Expected, Cancellation))
        {
            ApplyRequest request = new(policy, compiled, pending.Version, Force, NextAfterPlatform: true);
            result = Run(cancellation => platform.ApplyAsync(request, cancellation));
            // From here on the platform has it: whatever happens to the pipeline, the store is to know.
            stored = pending.Commit(result.Version, result.AppliedAt);
        }

        WriteVerbose($"Applied and stored version {stored.Version} of the policy '{key.PolicyId}' on {key.PlatformId}: {string.Join(", ", PolicyContent.Targets(policy))}.");
        foreach (string warning in result.Warnings)
        {
            WriteWarning(warning);
        }

        WriteObject(stored);
    }

    private int NextVersion(PolicyKey key)
    {
        int active = Session.Policies.Find(key)?.Version ?? 0;
        return Expected is { } expected && expected != active
            ? throw new PaceException(
                PaceErrorKind.VersionConflict,
                $"The stored version of the policy '{key.PolicyId}' is {active}, not {expected}.",
                "Look at it with Get-PaceDataPolicy -History, then store again.",
                key.PolicyId)
            : active + 1;
    }
}
