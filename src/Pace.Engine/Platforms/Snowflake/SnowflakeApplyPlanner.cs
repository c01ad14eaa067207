using Pace.Engine.Compilation;
using Pace.Engine.Diagnostics;
using Pace.Engine.Platforms.Warehouse;
using Pace.Engine.Policies;
using Pace.Engine.Sql;
using Pace.Engine.Sql.Dialects;

namespace Pace.Engine.Platforms.Snowflake;

/// <summary>A policy's view, and what stands under its name.</summary>
/// <param name="View">The view that is wanted.</param>
/// <param name="Existing">What is there; null: nothing.</param>
/// <param name="Selectors">The roles that may select from it.</param>
internal sealed record SnowflakeTarget(CompiledView View, SnowflakeRelation? Existing, IReadOnlyList<string> Selectors);

/// <summary>What is on the platform.</summary>
/// <param name="Role">The role in force.</param>
/// <param name="Targets">The policy's views.</param>
/// <param name="Marked">The views that have the policy's mark.</param>
internal sealed record SnowflakeState(
    string Role, IReadOnlyList<SnowflakeTarget> Targets, IReadOnlyList<SnowflakeMarkedView> Marked)
{
    /// <summary>The source's columns that the policy does not list.</summary>
    public ValueList<string> Hidden { get; init; } = [];
}

/// <summary>What applying a policy does.</summary>
/// <param name="Version">The version in the marks.</param>
/// <param name="Statements">The statements, in order.</param>
/// <param name="Marks">The marks that the views have then.</param>
/// <param name="Warnings">What is worth knowing.</param>
internal sealed record SnowflakePlan(
    int Version, IReadOnlyList<string> Statements, IReadOnlyList<ViewMark> Marks, IReadOnlyList<string> Warnings);

/// <summary>
/// Decides what applying a policy does. Snowflake commits each statement by itself, so their order is what keeps data safe
/// wherever they end: rights that the policy no longer gives are taken away while the old view is still there; then one
/// statement puts query and mark in the place of the old ones; rights that are new are given last. At any moment the mark
/// names every role that has its right from Pace, so that the next apply takes it away where it should.
/// </summary>
internal static class SnowflakeApplyPlanner
{
    /// <summary>The plan.</summary>
    /// <exception cref="PaceException">
    /// <see cref="PaceErrorKind.VersionConflict"/> or <see cref="PaceErrorKind.TargetNotPace"/>.
    /// </exception>
    public static SnowflakePlan Plan(SnowflakeDialect dialect, ApplyRequest request, SnowflakeState state)
    {
        string policyId = request.Compiled.PolicyId;
        int version = AppliedVersion.Decide(request, state.Marked.Where(view => view.Owner == state.Role).Select(view => view.Mark));
        foreach (SnowflakeTarget target in state.Targets)
        {
            RefuseWhatIsNotPaces(request, state, target);
        }

        List<string> statements = [];
        List<string> warnings = [];
        List<ViewMark> marks = [];
        HashSet<QualifiedName> targets = [.. state.Targets.Select(target => dialect.Full(target.View.Target))];
        foreach (SnowflakeMarkedView former in state.Marked.Where(view => !targets.Contains(dialect.Full(view.Mark.Target))))
        {
            if (former.Owner == state.Role)
            {
                statements.Add(SnowflakeDdl.DropView(dialect, former.Mark.Target));
            }
            else
            {
                warnings.Add($"View {former.Mark.Target} has the mark of policy '{policyId}', but belongs to '{former.Owner}'; it was left alone.");
            }
        }

        foreach (SnowflakeTarget target in state.Targets)
        {
            QualifiedName name = target.View.Target;
            HashSet<string> recorded = [.. target.Existing?.Table.Mark?.Grants ?? []];
            List<string> groups = [.. target.View.Groups.Where(group => group != state.Role)];
            statements.AddRange(target.Selectors.Where(role => recorded.Contains(role) && !groups.Contains(role))
                .Select(role => SnowflakeDdl.RevokeSelect(dialect, name, role)));
            // A right that the owner gave before stays his.
            ViewMark mark = new(
                name,
                policyId,
                version,
                request.Compiled.Hash,
                [.. groups.Where(group => recorded.Contains(group) || !target.Selectors.Contains(group))])
            {
                Owner = state.Role,
                Hidden = state.Hidden,
            };
            string comment = CommentMark.Write(mark, target.Existing?.Table.Comment);
            statements.Add(target.Existing is null
                ? SnowflakeDdl.CreateView(dialect, target.View, comment)
                : SnowflakeDdl.CreateOrReplaceView(dialect, target.View, comment));
            statements.AddRange(groups.Where(group => !target.Selectors.Contains(group)).Select(group => dialect.GrantSelect(name, group)));
            marks.Add(mark);
        }

        return new SnowflakePlan(version, statements, marks, warnings);
    }

    private static void RefuseWhatIsNotPaces(ApplyRequest request, SnowflakeState state, SnowflakeTarget target)
    {
        QualifiedName name = target.View.Target;
        if (target.Existing is not { } existing)
        {
            return;
        }

        if (existing.Table.Kind != WarehouseTable.View)
        {
            throw Refusal(name, $"{name} cannot be the policy's view: there is a {existing.Table.Kind} of that name.", "Give the policy's target another name.");
        }

        string otherwise = "Give the policy's target another name, or take the view over with -Force.";
        if (request.Force)
        {
            return;
        }

        if (existing.Table.Mark is not { } mark)
        {
            throw Refusal(name, $"View {name} is there, and Pace did not make it.", otherwise);
        }

        if (mark.PolicyId != request.Compiled.PolicyId)
        {
            throw Refusal(name, $"View {name} is there, and belongs to policy '{mark.PolicyId}'.", otherwise);
        }

        if (existing.Owner != state.Role)
        {
            throw Refusal(
                name,
                $"View {name} has the mark of policy '{mark.PolicyId}', but belongs to role '{existing.Owner}', and role '{state.Role}' is in force.",
                $"Set role: {existing.Owner} in the platform's entry, or take the view over with -Force.");
        }
    }

    private static PaceException Refusal(QualifiedName name, string message, string remedy) =>
        new(PaceErrorKind.TargetNotPace, message, remedy, name.ToString());
}
