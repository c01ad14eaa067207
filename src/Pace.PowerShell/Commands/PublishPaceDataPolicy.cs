using System.Management.Automation;
using Pace.Configuration;
using Pace.Engine.Compilation;
using Pace.Engine.Platforms;
using Pace.Engine.Policies;
using Pace.Engine.Storage;
using Pace.PowerShell.Completion;
using Pace.PowerShell.Input;
using Pace.PowerShell.Rows;
using Pace.PowerShell.Session;

namespace Pace.PowerShell.Commands;

/// <summary>Applies stored policies: makes their views on the platform, as their active versions say.</summary>
[Cmdlet(VerbsData.Publish, "PaceDataPolicy", SupportsShouldProcess = true)]
[OutputType("Pace.Engine.Storage.StoredPolicy")]
public sealed class PublishPaceDataPolicyCommand : PlatformCmdlet
{
    /// <summary>The policies' ids, which are their sources' names.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(PolicyIdCompleter))]
    [NameTransform]
    [ValidateNotNullOrEmpty]
    public string[] Id { get; set; } = [];

    /// <summary>
    /// A version; left out: the active one. An older one is stored again as the newest, and applied: a way back.
    /// </summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(PolicyVersionCompleter))]
    [ValidateRange(1, int.MaxValue)]
    public int Version { get; set; }

    /// <summary>
    /// Takes over a view that Pace did not make, and goes over what was changed outside Pace since the policy was applied. Where the platform has a newer version, the stored one is stored and
    /// applied again as the version after that.
    /// </summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <inheritdoc/>
    protected override void Process() => ForEach(Id, id => id, id => PublishOne(Session.RequireStored(id, ProcessingPlatform)));

    private StoredPolicy RequireVersion(StoredPolicy active) =>
        Version == 0 || Version == active.Version ? active
            : Session.Policies.Find(new PolicyKey(active.ProcessingPlatform, active.Id), Version) ?? throw Session.NoVersion(active, Version);

    private void PublishOne(StoredPolicy active)
    {
        StoredPolicy stored = RequireVersion(active);
        PlatformEntry entry = Session.Platforms.Get(stored.ProcessingPlatform);
        IProcessingPlatform platform = Session.Open(entry);
        DataPolicy policy = stored.Policy;
        CompiledPolicy compiled = PolicyPreparation.Compile(policy, platform.Dialect, WriteWarning);
        CheckBeforeApply(platform, policy, compiled);

        if (!Force)
        {
            RefuseDrift(platform, new PolicyKey(stored.ProcessingPlatform, stored.Id), policy);
        }

        // Only -Force looks first: without it, a newer version on the platform is the platform's error to tell.
        bool isBack = stored.Version != active.Version;
        bool asNext = isBack || (Force && IsAheadOnPlatform(platform, stored, compiled));
        string action = $"Apply {(isBack ? $"version {stored.Version} of " : "")}the policy '{stored.Id}' on {entry.Id}";
        string plan = action + ".";
        if (this.ShowsPlan())
        {
            int version = isBack ? active.Version + 1 : stored.Version;
            ApplyPlan planned = Run(cancellation => platform.PlanAsync(
                new ApplyRequest(policy, compiled, version, Force, Force && asNext), cancellation));
            plan = ShouldProcessText.Of($"{action} as version {planned.Version}", planned);
        }

        if (ShouldProcess(plan, plan, "Publish-PaceDataPolicy"))
        {
            StoredPolicy applied = asNext ? ApplyAsNext(platform, stored, compiled, active.Version) : ApplyStored(platform, stored, compiled);
            WriteVerbose($"Applied version {applied.Version} of the policy '{applied.Id}' on {entry.Id}: {string.Join(", ", PolicyContent.Targets(policy))}.");
            WriteObject(applied);
        }
    }

    private StoredPolicy ApplyStored(IProcessingPlatform platform, StoredPolicy stored, CompiledPolicy compiled)
    {
        ApplyResult result = Run(cancellation => platform.ApplyAsync(
            new ApplyRequest(stored.Policy, compiled, stored.Version, Force), cancellation));
        StoredPolicy applied = Session.Policies.MarkApplied(
            new PolicyKey(stored.ProcessingPlatform, stored.Id), result.Version, result.AppliedAt);
        Warn(result);
        return applied;
    }

    private StoredPolicy ApplyAsNext(IProcessingPlatform platform, StoredPolicy stored, CompiledPolicy compiled, int active)
    {
        PolicyKey key = new(stored.ProcessingPlatform, stored.Id);
        using IPendingPolicy pending = Session.Policies.BeginSave(key, stored.Policy, active, Cancellation);
        ApplyResult result = Run(cancellation => platform.ApplyAsync(
            new ApplyRequest(stored.Policy, compiled, pending.Version, Force, NextAfterPlatform: Force), cancellation));
        StoredPolicy applied = pending.Commit(result.Version, result.AppliedAt);
        Warn(result);
        return applied;
    }

    // As the platform sees a conflict: a newer version, or the same with other content.
    private bool IsAheadOnPlatform(IProcessingPlatform platform, StoredPolicy stored, CompiledPolicy compiled) =>
        Run(cancellation => platform.ReadMarksAsync(stored.Id, cancellation)).Any(mark =>
            mark.Version > stored.Version || (mark.Version == stored.Version && mark.Hash != compiled.Hash));

    private void Warn(ApplyResult result)
    {
        foreach (string warning in result.Warnings)
        {
            WriteWarning(warning);
        }
    }
}
