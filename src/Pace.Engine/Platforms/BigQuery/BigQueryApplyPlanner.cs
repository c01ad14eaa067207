using Pace.Engine.Compilation;
using Pace.Engine.Diagnostics;
using Pace.Engine.Platforms.Warehouse;
using Pace.Engine.Policies;
using Pace.Engine.Sql;
using Pace.Engine.Sql.Dialects;

namespace Pace.Engine.Platforms.BigQuery;

/// <summary>A policy's view, and what stands under its name.</summary>
/// <param name="View">The view that is wanted.</param>
/// <param name="Existing">What is there; null: nothing.</param>
/// <param name="Readers">The groups of IAM that may read it.</param>
internal sealed record BigQueryTarget(CompiledView View, BigQueryTable? Existing, IReadOnlyList<string> Readers);

/// <summary>What is on the platform.</summary>
/// <param name="Targets">The policy's views.</param>
/// <param name="Marked">The views that have the policy's mark.</param>
/// <param name="Missing">The authorizations that the views need and do not have.</param>
/// <param name="Former">The authorizations of views that the policy no longer has.</param>
internal sealed record BigQueryState(
    IReadOnlyList<BigQueryTarget> Targets,
    IReadOnlyList<BigQueryTable> Marked,
    IReadOnlyList<BigQueryAuthorization> Missing,
    IReadOnlyList<BigQueryAuthorization> Former)
{
    /// <summary>The source's columns that the policy does not list.</summary>
    public ValueList<string> Hidden { get; init; } = [];
}

/// <summary>A step, as people read it.</summary>
/// <param name="Statement">What it amounts to.</param>
internal abstract record BigQueryStep(string Statement);

/// <summary>Makes a view, or changes one that is as it was read.</summary>
internal sealed record MakeView(string Statement, CompiledView View, string Description, string? ETag) : BigQueryStep(Statement);

/// <summary>Drops a view.</summary>
internal sealed record DropView(string Statement, QualifiedName View) : BigQueryStep(Statement);

/// <summary>Authorizes a view on a dataset, or ends that.</summary>
internal sealed record Authorize(string Statement, BigQueryAuthorization Authorization, bool IsWanted) : BigQueryStep(Statement);

/// <summary>Runs a statement.</summary>
internal sealed record RunStatement(string Statement) : BigQueryStep(Statement);

/// <summary>What applying a policy does.</summary>
internal sealed record BigQueryPlan(int Version, IReadOnlyList<BigQueryStep> Steps, IReadOnlyList<ViewMark> Marks);

/// <summary>
/// Decides what applying a policy does. Each step is committed by itself, so their order is what keeps data safe wherever
/// they end: rights that the policy no longer gives go first; one request changes query, mark and label of a view together
/// and leaves its rights; what lets a view read its sources, and people read the view, comes last.
/// </summary>
internal static class BigQueryApplyPlanner
{
    /// <summary>The plan.</summary>
    /// <exception cref="PaceException">
    /// <see cref="PaceErrorKind.VersionConflict"/> or <see cref="PaceErrorKind.TargetNotPace"/>.
    /// </exception>
    public static BigQueryPlan Plan(BigQueryDialect dialect, ApplyRequest request, BigQueryState state)
    {
        int version = AppliedVersion.Decide(request, state.Marked.Select(view => view.Table.Mark!));
        foreach (BigQueryTarget target in state.Targets)
        {
            RefuseWhatIsNotPaces(request, target);
        }

        HashSet<QualifiedName> targets = [.. state.Targets.Select(target => dialect.Full(target.View.Target))];
        List<BigQueryStep> steps =
        [
            .. Withdraw(dialect, state.Former, state.Marked.Select(view => view.Table.Name).Where(name => !targets.Contains(name))),
        ];
        List<ViewMark> marks = [];
        (string, string) label = (BigQueryCatalog.PolicyLabel, BigQueryCatalog.LabelOf(request.Compiled.PolicyId));
        List<BigQueryStep> grants = [];
        foreach ((CompiledView view, BigQueryTable? existing, IReadOnlyList<string> readers) in state.Targets)
        {
            IReadOnlyList<string> recorded = existing?.Table.Mark?.Grants ?? [];
            IReadOnlyList<string> groups = dialect.Settings.UseIamCheckExtension ? view.Groups : [];
            steps.AddRange(readers.Where(group => recorded.Contains(group) && !groups.Contains(group))
                .Select(group => new RunStatement(BigQueryDdl.RevokeSelect(dialect, view.Target, group))));
            // A right that somebody gave before stays his.
            ViewMark mark = new(
                dialect.Full(view.Target),
                request.Compiled.PolicyId,
                version,
                request.Compiled.Hash,
                [.. groups.Where(group => recorded.Contains(group) || !readers.Contains(group))])
            {
                Hidden = state.Hidden,
            };
            string description = CommentMark.Write(mark, existing?.Table.Comment);
            steps.Add(new MakeView(
                existing is null ? BigQueryDdl.CreateView(dialect, view, description, label) : BigQueryDdl.CreateOrReplaceView(dialect, view, description, label),
                view,
                description,
                existing?.ETag));
            grants.AddRange(groups.Where(group => !readers.Contains(group))
                .Select(group => new RunStatement(dialect.GrantSelect(view.Target, group))));
            marks.Add(mark);
        }

        steps.AddRange(state.Missing.Select(missing => new Authorize(BigQueryDdl.Authorize(missing), missing, IsWanted: true)));
        steps.AddRange(grants);
        return new BigQueryPlan(version, steps, marks);
    }

    /// <summary>
    /// The steps that drop views. What a view was authorized for is taken back before: it would hold for whatever is made
    /// under the name soon after.
    /// </summary>
    public static IEnumerable<BigQueryStep> Withdraw(
        BigQueryDialect dialect, IEnumerable<BigQueryAuthorization> authorizations, IEnumerable<QualifiedName> views) =>
        authorizations.Select(former => (BigQueryStep)new Authorize(BigQueryDdl.Deauthorize(former), former, IsWanted: false))
            .Concat(views.Select(view => new DropView(BigQueryDdl.DropView(dialect, view), view)));

    private static void RefuseWhatIsNotPaces(ApplyRequest request, BigQueryTarget target)
    {
        QualifiedName name = target.View.Target;
        if (target.Existing?.Table is not { } existing)
        {
            return;
        }

        if (existing.Kind != WarehouseTable.View)
        {
            throw new PaceException(
                PaceErrorKind.TargetNotPace,
                $"{name} cannot be the policy's view: there is a {existing.Kind} of that name.",
                "Give the policy's target another name.",
                name.ToString());
        }

        if (!request.Force && existing.Mark?.PolicyId != request.Compiled.PolicyId)
        {
            throw new PaceException(
                PaceErrorKind.TargetNotPace,
                existing.Mark is { } mark
                    ? $"View {name} is there, and belongs to policy '{mark.PolicyId}'."
                    : $"View {name} is there, and Pace did not make it.",
                "Give the policy's target another name, or take the view over with -Force.",
                name.ToString());
        }
    }
}
