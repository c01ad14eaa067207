using System.Globalization;
using Pace.Engine.Compilation;
using Pace.Engine.Diagnostics;
using Pace.Engine.Platforms.Warehouse;
using Pace.Engine.Policies;
using Pace.Engine.Sql;
using Pace.Engine.Sql.Dialects;

namespace Pace.Engine.Platforms.Snowflake;

/// <summary>
/// Applies and withdraws policies, a statement at a time: Snowflake has no transaction around them. Wherever it ends, each
/// view is the old one or the new one, with the old rights or fewer, and applying again goes on from there.
/// </summary>
internal sealed class SnowflakeApplier(SnowflakeSession session, SnowflakeDialect dialect, IWarehouse warehouse, TimeProvider clock)
{
    /// <summary>The statements that <see cref="ApplyAsync"/> would run.</summary>
    public async Task<ApplyPlan> PlanAsync(ApplyRequest request, CancellationToken cancellation)
    {
        SnowflakePlan plan = await ReadPlanAsync(request, cancellation);
        return new ApplyPlan(plan.Version, plan.Statements.ToValueList());
    }

    /// <summary>Applies a policy.</summary>
    public async Task<ApplyResult> ApplyAsync(ApplyRequest request, CancellationToken cancellation)
    {
        SnowflakePlan plan = await ReadPlanAsync(request, cancellation);
        await RunAsync(plan.Statements, $"Applying policy '{request.Compiled.PolicyId}'", cancellation);
        await RefuseOthersAsync(request, plan, cancellation);
        return new ApplyResult(
            plan.Version,
            clock.GetUtcNow(),
            plan.Statements.ToValueList(),
            request.Compiled.Views.Select(view => view.Target).ToValueList(),
            plan.Warnings.ToValueList());
    }

    /// <summary>The statements that <see cref="WithdrawAsync"/> would run.</summary>
    public async Task<ApplyPlan> PlanWithdrawAsync(string policyId, CancellationToken cancellation)
    {
        List<ViewMark> views = await FindOwnAsync(policyId, cancellation);
        return new ApplyPlan(
            views.Count == 0 ? 0 : views.Max(view => view.Version),
            views.Select(view => SnowflakeDdl.DropView(dialect, view.Target)).ToValueList());
    }

    /// <summary>Drops a policy's views.</summary>
    public async Task<IReadOnlyList<QualifiedName>> WithdrawAsync(string policyId, CancellationToken cancellation)
    {
        List<ViewMark> views = await FindOwnAsync(policyId, cancellation);
        await RunAsync(
            [.. views.Select(view => SnowflakeDdl.DropView(dialect, view.Target))], $"Withdrawing policy '{policyId}'", cancellation);
        return [.. views.Select(view => view.Target)];
    }

    private async Task<SnowflakePlan> ReadPlanAsync(ApplyRequest request, CancellationToken cancellation)
    {
        await WarehouseChecker.RefuseWhatCannotBeAsync(warehouse, request, cancellation);
        List<SnowflakeTarget> targets = [];
        foreach (CompiledView view in request.Compiled.Views)
        {
            SnowflakeRelation? existing = await SnowflakeCatalog.FindAsync(session, dialect, view.Target, cancellation);
            targets.Add(new SnowflakeTarget(
                view,
                existing,
                existing?.Table.Kind == WarehouseTable.View
                    ? await SnowflakeCatalog.ReadSelectorsAsync(session, dialect, view.Target, cancellation)
                    : []));
        }

        SnowflakeState state = new(
            await SnowflakeCatalog.ReadRoleAsync(session, cancellation),
            targets,
            await SnowflakeCatalog.ReadMarkedAsync(session, request.Compiled.PolicyId, cancellation))
        {
            Hidden = await warehouse.FindTableAsync(request.Compiled.Source, cancellation) is { } source
                ? WarehouseDrift.Hidden(source, request.Policy)
                : [],
        };
        return SnowflakeApplyPlanner.Plan(dialect, request, state);
    }

    private async Task RunAsync(IReadOnlyList<string> statements, string doing, CancellationToken cancellation)
    {
        for (int at = 0; at < statements.Count; at++)
        {
            try
            {
                await session.ExecuteAsync(statements[at], doing, cancellation);
            }
            catch (PaceException error) when (at > 0)
            {
                throw new PaceException(
                    error.Kind,
                    string.Create(CultureInfo.InvariantCulture, $"{error.Message} {at} of {statements.Count} statements had run before.")
                        + " Each view is as it was or as the policy says, and nobody has more rights than either gives.",
                    error.Remedy + " Then do it again: it goes on from there.",
                    error.Target,
                    error);
            }
        }
    }

    // There is no lock on the platform that two machines could wait for, so who came second is found out.
    private async Task RefuseOthersAsync(ApplyRequest request, SnowflakePlan plan, CancellationToken cancellation)
    {
        List<SnowflakeMarkedView> marked = await SnowflakeCatalog.ReadMarkedAsync(session, request.Compiled.PolicyId, cancellation);
        foreach (ViewMark wanted in plan.Marks)
        {
            ViewMark? found = marked.Find(view => dialect.Full(view.Mark.Target) == dialect.Full(wanted.Target))?.Mark;
            if (found is null || found.Version != wanted.Version || found.Hash != wanted.Hash)
            {
                throw new PaceException(
                    PaceErrorKind.VersionConflict,
                    $"View {wanted.Target} was changed by somebody else while policy '{request.Compiled.PolicyId}' was applied.",
                    "Compare the policy with what the platform has, then apply again.",
                    request.Compiled.PolicyId);
            }
        }
    }

    private async Task<List<ViewMark>> FindOwnAsync(string policyId, CancellationToken cancellation)
    {
        List<SnowflakeMarkedView> marked = await SnowflakeCatalog.ReadMarkedAsync(session, policyId, cancellation);
        if (marked.Count == 0)
        {
            return [];
        }

        string role = await SnowflakeCatalog.ReadRoleAsync(session, cancellation);
        List<ViewMark> own = [.. marked.Where(view => view.Owner == role).Select(view => view.Mark)];
        return own.Count > 0 ? own : throw new PaceException(
            PaceErrorKind.PlatformRefused,
            $"View {marked[0].Mark.Target} of policy '{policyId}' belongs to role '{marked[0].Owner}', and role '{role}' is in force.",
            $"Set role: {marked[0].Owner} in the platform's entry.",
            policyId);
    }
}
