using System.Management.Automation;
using Pace.Engine.Platforms;
using Pace.Engine.Storage;
using Pace.PowerShell.Completion;
using Pace.PowerShell.Input;
using Pace.PowerShell.Session;

namespace Pace.PowerShell.Commands;

/// <summary>
/// Removes stored policies with all their versions. With -DropView their views are dropped first, and the rights to
/// them with them, also those that another machine applied.
/// </summary>
[Cmdlet(VerbsCommon.Remove, "PaceDataPolicy", SupportsShouldProcess = true)]
public sealed class RemovePaceDataPolicyCommand : PlatformCmdlet
{
    private bool _yesToAll;
    private bool _noToAll;

    /// <summary>The policies' ids, which are their sources' names.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(PolicyIdCompleter))]
    [NameTransform]
    [ValidateNotNullOrEmpty]
    public string[] Id { get; set; } = [];

    /// <summary>Drops the policies' views on the platform too. Asks before, as for everything that cannot be undone.</summary>
    [Parameter]
    public SwitchParameter DropView { get; set; }

    /// <inheritdoc/>
    protected override void Process() => ForEach(Id, id => id, RemoveOne);

    private void RemoveOne(string id)
    {
        // A view that another machine applied is dropped without a stored policy.
        StoredPolicy? stored = DropView ? Session.FindStored(id, ProcessingPlatform) : Session.RequireStored(id, ProcessingPlatform);
        string platformId = stored?.ProcessingPlatform ?? ResolvePlatform().Id;
        string action = $"Remove the policy '{id}' of {platformId} with all its versions";
        if (!DropView)
        {
            if (ShouldProcess(action + ".", action + "?", "Remove-PaceDataPolicy"))
            {
                Session.Policies.Remove(new PolicyKey(platformId, id), Cancellation);
                WriteVerbose($"Removed all versions of the policy '{id}' of {platformId}; its views stay.");
            }

            return;
        }

        IProcessingPlatform platform = Session.Open(Session.Platforms.Get(platformId));
        ApplyPlan planned = Run(cancellation => platform.PlanWithdrawAsync(id, cancellation));
        if (stored is null && planned.Statements.Count == 0)
        {
            throw Session.NotStored(id, ProcessingPlatform);
        }

        string plan = ShouldProcessText.Of(action + " and drop its views", planned);
        if (ShouldProcess(plan, plan, "Remove-PaceDataPolicy") && Confirmed(plan))
        {
            Run(cancellation => platform.WithdrawAsync(id, cancellation));
            Session.Policies.Remove(new PolicyKey(platformId, id));
            WriteVerbose($"Dropped the views of the policy '{id}' on {platformId}, and removed all its versions.");
        }
    }

    // The cmdlet's impact is medium; dropping views is of high impact, which an attribute cannot say of one switch.
    private bool Confirmed(string plan) =>
        !this.Confirms(ConfirmImpact.High) || this.Confirms(ConfirmImpact.Medium)
        || ShouldContinue(plan, "Remove-PaceDataPolicy", ref _yesToAll, ref _noToAll);
}
