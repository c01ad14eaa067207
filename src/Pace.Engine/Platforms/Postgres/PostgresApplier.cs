using System.Runtime.CompilerServices;
using Npgsql;
using Pace.Engine.Compilation;
using Pace.Engine.Diagnostics;
using Pace.Engine.Policies;
using Pace.Engine.Sql;
using Pace.Engine.Sql.Dialects;

namespace Pace.Engine.Platforms.Postgres;

/// <summary>
/// Applies and withdraws policies, each in one transaction. Two locks order those who apply at the same time: one
/// for the policy and one for each view's name. They are the server's advisory locks, so that they order all machines.
/// </summary>
internal sealed class PostgresApplier
{
    private readonly PostgresSession _session;

    public PostgresApplier(PostgresSession session) => _session = session;

    /// <summary>The statements that <see cref="ApplyAsync"/> would run.</summary>
    /// <remarks>
    /// They are the very ones as long as nothing on the platform changes in between, but for two cases that only show
    /// when a statement ran: the server may refuse to replace a view in place for what descriptions of queries do not
    /// tell (collations, modifiers of rare types), and is then made to drop and create it; and rights that something
    /// else gives to a new view (an event trigger) are revoked by further statements.
    /// </remarks>
    public async Task<ApplyPlan> PlanAsync(ApplyRequest request, CancellationToken cancellation)
    {
        await RefuseWhatCannotBeAsync(request, cancellation);
        await using NpgsqlTransaction transaction = await _session.BeginAsync(cancellation);
        PostgresPlan plan = PostgresApplyPlanner.Plan(
            request, await ReadStateAsync(request, cancellation), new HashSet<QualifiedName>());
        return new ApplyPlan(plan.Version, plan.Statements.Select(statement => statement.Sql).ToValueList());
    }

    /// <summary>Applies a policy.</summary>
    public async Task<ApplyResult> ApplyAsync(ApplyRequest request, CancellationToken cancellation)
    {
        HashSet<QualifiedName> recreate = [];
        while (true)
        {
            try
            {
                return await ApplyOnceAsync(request, recreate, cancellation);
            }
            catch (CannotReplaceException refused) when (recreate.Add(refused.View))
            {
                // The next attempt reads the platform again and makes that view anew.
            }
        }
    }

    /// <summary>The statements that <see cref="WithdrawAsync"/> would run.</summary>
    public async Task<ApplyPlan> PlanWithdrawAsync(string policyId, CancellationToken cancellation)
    {
        await using NpgsqlTransaction transaction = await _session.BeginAsync(cancellation);
        IReadOnlyList<MarkedView> views = await FindOwnAsync(policyId, cancellation);
        int version = views.Count == 0 ? 0 : views.Max(view => view.Mark.Version);
        return new ApplyPlan(version, views.Select(Drop).Select(statement => statement.Sql).ToValueList());
    }

    /// <summary>Drops a policy's views.</summary>
    public async Task<IReadOnlyList<QualifiedName>> WithdrawAsync(string policyId, CancellationToken cancellation)
    {
        string doing = $"Withdrawing policy '{policyId}'";
        await using NpgsqlTransaction transaction = await _session.BeginAsync(cancellation);
        await LockAsync(policyId, [], cancellation);
        IReadOnlyList<MarkedView> views = await FindOwnAsync(policyId, cancellation);
        foreach (MarkedView view in views)
        {
            await RunAsync(Drop(view), doing, cancellation);
        }

        await CommitAsync(transaction, doing);
        return [.. views.Select(view => view.Name)];
    }

    private async Task<ApplyResult> ApplyOnceAsync(
        ApplyRequest request, HashSet<QualifiedName> recreate, CancellationToken cancellation)
    {
        string doing = $"Applying policy '{request.Compiled.PolicyId}'";
        await RefuseWhatCannotBeAsync(request, cancellation);
        await using NpgsqlTransaction transaction = await _session.BeginAsync(cancellation);
        await LockAsync(request.Compiled.PolicyId, request.Compiled.Views.Select(view => view.Target), cancellation);
        PostgresPlan plan = PostgresApplyPlanner.Plan(
            request, await ReadStateAsync(request, cancellation), recreate);
        List<string> ran = [];
        foreach (PlannedStatement statement in plan.Statements)
        {
            await RunAsync(statement, doing, cancellation);
            ran.Add(statement.Sql);
        }

        foreach (PlannedGrants grants in plan.Grants)
        {
            await foreach (string statement in CorrectAsync(grants, doing, cancellation))
            {
                ran.Add(statement);
            }
        }

        List<string> warnings = [.. plan.Warnings];
        foreach (CompiledView view in request.Compiled.Views)
        {
            string schema = view.Target.Schema!;
            warnings.AddRange(
                (await PostgresCatalog.FindRolesWithoutUsageAsync(_session, schema, view.Groups, cancellation)).Select(group =>
                    $"Group '{group}' may not use schema '{schema}', so it cannot reach {view.Target}: grant it USAGE on the schema."));
        }

        DateTimeOffset appliedAt = await PostgresCatalog.ReadClockAsync(_session, cancellation);
        await CommitAsync(transaction, doing);
        return new ApplyResult(
            plan.Version,
            appliedAt,
            ran.ToValueList(),
            request.Compiled.Views.Select(view => view.Target).ToValueList(),
            warnings.ToValueList());
    }

    // What the catalog says in the end decides, not what was foreseen.
    private async IAsyncEnumerable<string> CorrectAsync(
        PlannedGrants grants, string doing, [EnumeratorCancellation] CancellationToken cancellation)
    {
        CatalogRelation view = await PostgresCatalog.FindRelationAsync(_session, grants.View, cancellation)
            ?? throw new InvalidOperationException($"View {grants.View} is not there after it was made.");
        await PostgresShadowCheck.RunAsync(_session, grants.View, view.Oid, cancellation);
        ValueList<AclEntry> acl = await PostgresCatalog.ReadAclAsync(_session, view.Oid, cancellation);
        foreach (string statement in grants.Grants.Statements(grants.View, grants.Owner, acl))
        {
            await RunAsync(new PlannedStatement(statement), doing, cancellation);
            yield return statement;
        }
    }

    private async Task<PostgresState> ReadStateAsync(ApplyRequest request, CancellationToken cancellation)
    {
        CompiledPolicy compiled = request.Compiled;
        List<TargetState> targets = [];
        foreach (CompiledView view in compiled.Views)
        {
            IReadOnlyList<ResultColumn> columns = await _session.GuardAsync(
                () => _session.DescribeUntoldAsync(view.Query, cancellation), $"Preparing view {view.Target}");
            targets.Add(new TargetState(
                view,
                columns.Select(ColumnShape.FromDescription).ToValueList(),
                await PostgresCatalog.FindExistingAsync(_session, view.Target, cancellation),
                await PostgresCatalog.ReadDefaultAclAsync(_session, view.Target.Schema!, cancellation)));
        }

        return new PostgresState(
            await PostgresCatalog.ReadCurrentUserAsync(_session, cancellation),
            targets,
            await PostgresCatalog.ReadMarkedAsync(_session, compiled.PolicyId, cancellation))
        {
            Hidden = (await PostgresCatalog.ReadColumnNamesAsync(_session, compiled.Source, cancellation))
                .Except((request.Policy.Source?.Fields ?? []).Select(field => field.NameParts[0])).ToValueList(),
        };
    }

    // Before any statement is made of them.
    private async Task RefuseWhatCannotBeAsync(ApplyRequest request, CancellationToken cancellation)
    {
        DiagnosticBag problems = new(request.Policy.Origin);
        if (request.Compiled.Views.Count == 0)
        {
            problems.Add(DiagnosticCodes.NoRuleSets, "rule_sets", "the policy has no rule set, and applying it would only drop views");
        }

        PostgresDialect dialect = new();
        foreach (CompiledView view in request.Compiled.Views)
        {
            if (dialect.ProblemOfName(view.Target) is { } problem)
            {
                problems.Add(DiagnosticCodes.NameInvalid, view.Path, $"'{view.Target}' cannot be a view's name: {problem}");
            }
        }

        await PostgresGroupCheck.RunAsync(_session, request.Policy, request.Compiled, problems, cancellation);
        if (problems.HasErrors)
        {
            throw PaceException.Invalid(request.Compiled.PolicyId, problems.Sorted());
        }
    }

    // The policy first; then, by name, so that two who apply never wait for each other, the views that it is to have and
    // those that it has: another policy may be about to take one of them over. What has its mark is read again after.
    private async Task LockAsync(string policyId, IEnumerable<QualifiedName> targets, CancellationToken cancellation)
    {
        await _session.ExecuteAsync("set local lock_timeout = '10s'", cancellation);
        await LockAsync("pace:" + policyId, cancellation);
        IReadOnlyList<MarkedView> marked = await PostgresCatalog.ReadMarkedAsync(_session, policyId, cancellation);
        foreach (string view in targets.Concat(marked.Where(view => view.IsOurs).Select(view => view.Name))
            .Select(view => view.ToString()).Distinct().Order(StringComparer.Ordinal))
        {
            await LockAsync("pace-view:" + view, cancellation);
        }
    }

    private Task LockAsync(string key, CancellationToken cancellation) => _session.QueryAsync(
        "select pg_catalog.pg_advisory_xact_lock(pg_catalog.hashtextextended($1, 0))::text", _ => true, cancellation, key);

    private async Task RunAsync(PlannedStatement statement, string doing, CancellationToken cancellation)
    {
        try
        {
            await _session.ExecuteUntoldAsync(statement.Sql, cancellation);
        }
        catch (PostgresException error) when (statement.Replaces is not null
            && error.SqlState == PostgresErrorCodes.InvalidTableDefinition)
        {
            throw new CannotReplaceException(statement.Replaces, error);
        }
        catch (PostgresException error) when (statement.Drops is not null
            && error.SqlState == PostgresErrorCodes.DependentObjectsStillExist)
        {
            // Somebody made a dependant since the catalog was read; its name comes with the next attempt.
            throw PostgresApplyPlanner.HasDependants(statement.Drops, [error.MessageText], "to be dropped");
        }
        catch (Exception error) when (PostgresErrors.Translate(error, _session.Endpoint, doing) is { } told)
        {
            throw told;
        }
    }

    // Not to be cancelled: whoever interrupts a commit does not know what came of it.
    private async Task CommitAsync(NpgsqlTransaction transaction, string doing)
    {
        try
        {
            await transaction.CommitAsync(CancellationToken.None);
        }
        catch (Exception error) when (PostgresErrors.Translate(error, _session.Endpoint, doing) is { } told)
        {
            throw told.Kind == PaceErrorKind.PlatformUnreachable
                ? new PaceException(
                    told.Kind,
                    $"{doing}: the connection was lost during the commit, so it is not known whether it was done.",
                    "Compare the policy with what the platform has.",
                    told.Target,
                    error)
                : told;
        }
    }

    private async Task<IReadOnlyList<MarkedView>> FindOwnAsync(string policyId, CancellationToken cancellation)
    {
        IReadOnlyList<MarkedView> marked = await PostgresCatalog.ReadMarkedAsync(_session, policyId, cancellation);
        List<MarkedView> own = [.. marked.Where(view => view.IsOurs)];
        if (own.Count == 0 && marked.Count > 0)
        {
            throw new PaceException(
                PaceErrorKind.PlatformRefused,
                $"View {marked[0].Name} of policy '{policyId}' belongs to '{marked[0].Owner}', and the login may not act as that role.",
                $"Use a login that is a member of '{marked[0].Owner}'.",
                policyId);
        }

        foreach (MarkedView view in own)
        {
            List<string> names = [.. view.Dependants.Where(dependant => !dependant.IsPart)
                .Select(dependant => dependant.Description).Distinct().Order(StringComparer.Ordinal)];
            if (names.Count > 0)
            {
                throw PostgresApplyPlanner.HasDependants(view.Name, names, "to be dropped");
            }
        }

        return own;
    }

    private static PlannedStatement Drop(MarkedView view) =>
        new(PostgresDdl.DropView(view.Name), Drops: view.Name);

    private sealed class CannotReplaceException(QualifiedName view, Exception inner)
        : Exception($"View {view} cannot be replaced in place.", inner)
    {
        public QualifiedName View { get; } = view;
    }
}
