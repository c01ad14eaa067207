using System.Globalization;
using System.Net;
using System.Text.Json;
using Pace.Engine.Compilation;
using Pace.Engine.Diagnostics;
using Pace.Engine.Platforms.Http;
using Pace.Engine.Platforms.Warehouse;
using Pace.Engine.Policies;
using Pace.Engine.Sql;
using Pace.Engine.Sql.Dialects;

namespace Pace.Engine.Platforms.BigQuery;

/// <summary>
/// Applies and withdraws policies, a step at a time: BigQuery has no transaction around them. Each change is based on the
/// version that was read (If-Match), so that who came second is told and overwrites nothing.
/// </summary>
internal sealed class BigQueryApplier(BigQuerySession session, BigQueryDialect dialect, IWarehouse warehouse, TimeProvider clock)
{
    private const int MostTries = 5;

    /// <summary>What <see cref="ApplyAsync"/> would do.</summary>
    public async Task<ApplyPlan> PlanAsync(ApplyRequest request, CancellationToken cancellation)
    {
        BigQueryPlan plan = await ReadPlanAsync(request, cancellation);
        return new ApplyPlan(plan.Version, Statements(plan.Steps));
    }

    /// <summary>Applies a policy.</summary>
    public async Task<ApplyResult> ApplyAsync(ApplyRequest request, CancellationToken cancellation)
    {
        BigQueryPlan plan = await ReadPlanAsync(request, cancellation);
        string doing = $"Applying policy '{request.Compiled.PolicyId}'";
        await RunAsync(plan.Steps, request.Compiled.PolicyId, doing, cancellation);
        foreach (ViewMark wanted in plan.Marks)
        {
            ViewMark? found = (await BigQueryCatalog.FindAsync(session, wanted.Target, cancellation))?.Table.Mark;
            if (found?.Version != wanted.Version || found.Hash != wanted.Hash)
            {
                throw Conflict(wanted.Target.ToString(), doing);
            }
        }

        return new ApplyResult(
            plan.Version, clock.GetUtcNow(), Statements(plan.Steps), request.Compiled.Views.Select(view => view.Target).ToValueList(), []);
    }

    /// <summary>What <see cref="WithdrawAsync"/> would do.</summary>
    public async Task<ApplyPlan> PlanWithdrawAsync(string policyId, CancellationToken cancellation)
    {
        (IReadOnlyList<BigQueryTable> views, List<BigQueryStep> steps) = await ReadWithdrawalAsync(policyId, cancellation);
        return new ApplyPlan(views.Count == 0 ? 0 : views.Max(view => view.Table.Mark!.Version), Statements(steps));
    }

    /// <summary>Drops a policy's views, and what they were authorized for.</summary>
    public async Task<IReadOnlyList<QualifiedName>> WithdrawAsync(string policyId, CancellationToken cancellation)
    {
        (IReadOnlyList<BigQueryTable> views, List<BigQueryStep> steps) = await ReadWithdrawalAsync(policyId, cancellation);
        await RunAsync(steps, policyId, $"Withdrawing policy '{policyId}'", cancellation);
        return [.. views.Select(view => view.Table.Name)];
    }

    private static ValueList<string> Statements(IEnumerable<BigQueryStep> steps) => steps.Select(step => step.Statement).ToValueList();

    private async Task<BigQueryPlan> ReadPlanAsync(ApplyRequest request, CancellationToken cancellation)
    {
        await WarehouseChecker.RefuseWhatCannotBeAsync(warehouse, request, cancellation);
        List<BigQueryTarget> targets = [];
        foreach (CompiledView view in request.Compiled.Views)
        {
            QualifiedName name = dialect.Full(view.Target);
            BigQueryTable? existing = await BigQueryCatalog.FindAsync(session, name, cancellation);
            targets.Add(new BigQueryTarget(
                view,
                existing,
                existing is not null && dialect.Settings.UseIamCheckExtension
                    ? await BigQueryCatalog.ReadReadersAsync(session, name, cancellation)
                    : []));
        }

        List<BigQueryTable> marked = await BigQueryCatalog.ReadMarkedAsync(session, request.Compiled.PolicyId, cancellation);
        HashSet<QualifiedName> wanted = [.. targets.Select(target => dialect.Full(target.View.Target))];
        List<QualifiedName> former = [.. marked.Select(view => view.Table.Name).Where(name => !wanted.Contains(name))];
        List<BigQueryAuthorization> missing = [];
        foreach (BigQueryAuthorization needed in dialect.Authorizations(request.Compiled))
        {
            if ((await NeedDatasetAsync(needed.Dataset, cancellation)).Authorizes(needed.View) is false)
            {
                missing.Add(needed);
            }
        }

        return BigQueryApplyPlanner.Plan(dialect, request, new BigQueryState(
            targets, marked, missing, await ReadAuthorizationsAsync(former, request.Compiled.PolicyId, cancellation))
        {
            Hidden = await warehouse.FindTableAsync(request.Compiled.Source, cancellation) is { } source
                ? WarehouseDrift.Hidden(source, request.Policy)
                : [],
        });
    }

    private async Task<(IReadOnlyList<BigQueryTable> Views, List<BigQueryStep> Steps)> ReadWithdrawalAsync(
        string policyId, CancellationToken cancellation)
    {
        List<BigQueryTable> views = await BigQueryCatalog.ReadMarkedAsync(session, policyId, cancellation);
        List<QualifiedName> names = [.. views.Select(view => view.Table.Name)];
        List<BigQueryAuthorization> authorizations = await ReadAuthorizationsAsync(names, policyId, cancellation);
        return (views, [.. BigQueryApplyPlanner.Withdraw(dialect, authorizations, names)]);
    }

    // The datasets of the project, and the one of the policy's source: those that the login may look at.
    private async Task<List<BigQueryAuthorization>> ReadAuthorizationsAsync(
        IReadOnlyList<QualifiedName> views, string policyId, CancellationToken cancellation)
    {
        List<BigQueryAuthorization> found = [];
        if (views.Count == 0)
        {
            return found;
        }

        HashSet<QualifiedName> datasets =
        [
            .. (await BigQueryCatalog.ReadDatasetsAsync(session, session.Services.Project, cancellation))
                .Select(dataset => new QualifiedName([session.Services.Project, dataset])),
        ];
        if (QualifiedName.TryParse(policyId, out QualifiedName source, out _) && dialect.Full(source) is { Parts.Count: 3 } full)
        {
            datasets.Add(new QualifiedName([full.Parts[0], full.Parts[1]]));
        }

        foreach (QualifiedName name in datasets)
        {
            if (await BigQueryCatalog.FindDatasetAsync(session, name, cancellation) is { } dataset)
            {
                found.AddRange(views.Where(dataset.Authorizes).Select(view => new BigQueryAuthorization(view, name)));
            }
        }

        return found;
    }

    private async Task RunAsync(IReadOnlyList<BigQueryStep> steps, string policyId, string doing, CancellationToken cancellation)
    {
        for (int at = 0; at < steps.Count; at++)
        {
            try
            {
                await RunAsync(steps[at], policyId, doing, cancellation);
            }
            catch (PaceException error) when (at > 0)
            {
                throw new PaceException(
                    error.Kind,
                    string.Create(CultureInfo.InvariantCulture, $"{error.Message} {at} of {steps.Count} steps were done before.")
                        + " Each view is as it was or as the policy says, and nobody has more rights than either gives.",
                    error.Remedy + " Then do it again: it goes on from there.",
                    error.Target,
                    error);
            }
        }
    }

    private async Task RunAsync(BigQueryStep step, string policyId, string doing, CancellationToken cancellation)
    {
        switch (step)
        {
            case MakeView make:
                await MakeAsync(make, policyId, doing, cancellation);
                break;
            case DropView drop:
                ServiceResponse answer = await session.Client.SendAsync(
                    new ServiceRequest(HttpMethod.Delete, BigQueryCatalog.Path(drop.View)), cancellation);
                if (!answer.IsSuccess && answer.Status != HttpStatusCode.NotFound)
                {
                    throw BigQueryErrors.Translate(answer, session.Client, doing);
                }

                break;
            case Authorize authorize:
                await AuthorizeAsync(authorize, doing, cancellation);
                break;
            default:
                await session.ExecuteAsync(step.Statement, doing, cancellation);
                break;
        }
    }

    private async Task MakeAsync(MakeView make, string policyId, string doing, CancellationToken cancellation)
    {
        QualifiedName name = dialect.Full(make.View.Target);
        byte[] body = Json.Write(writer =>
        {
            if (make.ETag is null)
            {
                Reference(writer, "tableReference", name);
            }

            writer.WriteString("description", make.Description);
            writer.WriteStartObject("view");
            writer.WriteString("query", make.View.Query);
            writer.WriteBoolean("useLegacySql", false);
            writer.WriteEndObject();
            writer.WriteStartObject("labels");
            writer.WriteString(BigQueryCatalog.PolicyLabel, BigQueryCatalog.LabelOf(policyId));
            writer.WriteEndObject();
        });
        ServiceResponse answer = await session.Client.SendAsync(
            make.ETag is { } version
                ? new ServiceRequest(HttpMethod.Patch, BigQueryCatalog.Path(name), body) { IfMatch = version }
                : new ServiceRequest(HttpMethod.Post, BigQuerySession.Path(name.Parts[0], "datasets", name.Parts[1], "tables"), body),
            cancellation);
        if (answer.IsSuccess)
        {
            return;
        }

        if (answer.Status is not (HttpStatusCode.Conflict or HttpStatusCode.PreconditionFailed))
        {
            throw BigQueryErrors.Translate(answer, session.Client, doing);
        }

        // Where an answer was lost and the request sent again, it is Pace's own view that stands in the way.
        if (answer.Attempt == 0 || (await BigQueryCatalog.FindAsync(session, name, cancellation))?.Table.Comment != make.Description)
        {
            throw Conflict(name.ToString(), doing);
        }
    }

    // The entries of others are written as they were read, whatever they hold.
    private async Task AuthorizeAsync(Authorize step, string doing, CancellationToken cancellation)
    {
        (QualifiedName view, QualifiedName name) = step.Authorization;
        for (int attempt = 0; attempt < MostTries; attempt++)
        {
            BigQueryDataset dataset = await NeedDatasetAsync(name, cancellation);
            if (dataset.Authorizes(view) == step.IsWanted)
            {
                return;
            }

            byte[] body = Json.Write(writer =>
            {
                writer.WriteStartArray("access");
                foreach (JsonElement entry in dataset.Access.Where(entry => !BigQueryDataset.IsFor(entry, view)))
                {
                    entry.WriteTo(writer);
                }

                if (step.IsWanted)
                {
                    writer.WriteStartObject();
                    Reference(writer, "view", view);
                    writer.WriteEndObject();
                }

                writer.WriteEndArray();
            });
            ServiceResponse answer = await session.Client.SendAsync(
                new ServiceRequest(HttpMethod.Patch, BigQueryCatalog.Path(name) + BigQueryCatalog.AccessVersion, body) { IfMatch = dataset.ETag }, cancellation);
            if (answer.IsSuccess)
            {
                return;
            }

            if (answer.Status != HttpStatusCode.PreconditionFailed)
            {
                throw BigQueryErrors.Translate(answer, session.Client, doing);
            }
        }

        throw Conflict(name.ToString(), doing);
    }

    private async Task<BigQueryDataset> NeedDatasetAsync(QualifiedName name, CancellationToken cancellation) =>
        await BigQueryCatalog.FindDatasetAsync(session, name, cancellation) ?? throw new PaceException(
            PaceErrorKind.ResourceNotFound,
            $"There is no dataset '{name}' on processing platform '{warehouse.Id}', and the view reads a table in it.",
            "Correct the name of the source, of the token table or user-groups-table.",
            name.ToString());

    private static void Reference(Utf8JsonWriter writer, string key, QualifiedName name)
    {
        writer.WriteStartObject(key);
        writer.WriteString("projectId", name.Parts[0]);
        writer.WriteString("datasetId", name.Parts[1]);
        writer.WriteString("tableId", name.Parts[2]);
        writer.WriteEndObject();
    }

    private static PaceException Conflict(string what, string doing) => new(
        PaceErrorKind.VersionConflict,
        $"{doing} failed: somebody else changed {what} at the same time.",
        "Compare the policy with what the platform has, then do it again.",
        what);
}
