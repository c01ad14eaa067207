using Pace.Engine.Comparison;
using Pace.Engine.Compilation;
using Pace.Engine.Policies;
using Pace.Engine.Sql.Dialects;

namespace Pace.Engine.Platforms.Postgres;

/// <summary>In what one view differs from what its policy says.</summary>
/// <param name="session">The connection.</param>
/// <param name="view">The view as it should be.</param>
/// <param name="expected">The mark that it should have; owner and grants are those of a view that is made now.</param>
/// <param name="missing">The policy's groups that the server does not have.</param>
/// <param name="report">Where to.</param>
internal sealed class PostgresViewDrift(
    PostgresSession session, CompiledView view, ViewMark expected, IReadOnlySet<string> missing, DriftReport report)
{
    private const string OptionsQuery =
        "select o.option from pg_catalog.pg_class c cross join lateral pg_catalog.unnest(c.reloptions) o (option) where c.oid = $1 order by 1";

    private const string SecurityBarrier = "security_barrier";

    private string Where => view.Target.ToString();

    /// <summary>The statements that make a view with its grants and its mark.</summary>
    public static IEnumerable<string> Make(CompiledView view, ViewMark mark) =>
    [
        PostgresDdl.CreateView(view),
        .. mark.Grants.Select(group => PostgresDdl.GrantSelect(view.Target, group)),
        PostgresDdl.Comment(view.Target, PostgresMark.Write(mark, null)),
    ];

    /// <summary>Adds what differs.</summary>
    /// <param name="comparable">Whether the source has all that the view reads.</param>
    /// <param name="cancellation">Ends it.</param>
    public async Task FindAsync(bool comparable, CancellationToken cancellation)
    {
        ExistingRelation? existing = await PostgresCatalog.FindExistingAsync(session, view.Target, cancellation);
        if (existing is null)
        {
            report.Add(
                DifferenceKind.ViewDropped,
                "the view is not there",
                Where,
                $"version {expected.Version}",
                null,
                "Make it again: run the SQL, or Publish-PaceDataPolicy -Force.",
                [.. Make(view, expected)]);
            return;
        }

        if (existing.Kind != PostgresCatalog.View)
        {
            report.Add(
                DifferenceKind.ViewReplaced,
                $"there is a {existing.Kind} of the view's name",
                Where,
                "view",
                existing.Kind,
                "Rename or drop what took the name, then publish the policy.");
            return;
        }

        // In this order each statement finds what it needs: what makes a view anew leaves nothing of its rights.
        bool anew = comparable && await CompareQueryAsync(existing, cancellation);
        await CompareOptionsAsync(cancellation);
        ViewMark? mark = PostgresMark.Read(view.Target, existing.Comment);
        CompareMark(mark?.PolicyId == expected.PolicyId ? mark : null, existing);
        CompareOwner(mark, existing);
        new PostgresGrantDrift(view, missing, report).Find(existing.Owner, anew ? [] : existing.Acl);
        await CompareUsageAsync(cancellation);
    }

    // True when the view must be dropped and made again, with all its rights.
    private async Task<bool> CompareQueryAsync(ExistingRelation existing, CancellationToken cancellation)
    {
        const string remedy = "Bring the view back: run the SQL, or Publish-PaceDataPolicy -Force; or take the change into the policy.";
        (ViewDefinition? wanted, string? complaint) = await PostgresViewDefinition.OfQueryAsync(session, view.Query, cancellation);
        if (wanted is null)
        {
            // A query may not fit another type of a column, which was told already.
            if (report.Found.Any(difference => difference.Kind == DifferenceKind.ColumnRetyped))
            {
                return false;
            }

            report.Add(
                DifferenceKind.ViewRefused,
                "the server no longer accepts the view's query",
                Where,
                view.Query,
                complaint,
                "Bring back what the view reads or calls; Test-PaceDataPolicy says where in the policy that is.");
            return false;
        }

        ViewDefinition actual = await PostgresViewDefinition.OfViewAsync(session, view.Target, cancellation);
        if (actual.Text == wanted.Text)
        {
            return false;
        }

        bool inPlace = existing.Columns.Count <= wanted.Columns.Count
            && existing.Columns.Select(column => column.Shape).SequenceEqual(wanted.Columns.Take(existing.Columns.Count));
        report.Add(
            DifferenceKind.ViewChanged,
            ViewDefinition.Describe(wanted, actual),
            Where,
            wanted.Text,
            actual.Text,
            remedy,
            inPlace
                ? [PostgresDdl.CreateOrReplaceView(view)]
                : [PostgresDdl.DropView(view.Target), PostgresDdl.CreateView(view), PostgresDdl.Comment(view.Target, PostgresMark.Write(expected, existing.Comment))]);
        return !inPlace;
    }

    private async Task CompareOptionsAsync(CancellationToken cancellation)
    {
        CatalogRelation? relation = await PostgresCatalog.FindRelationAsync(session, view.Target, cancellation);
        Dictionary<string, string> options = (await session.QueryAsync(OptionsQuery, row => row.GetString(0), cancellation, relation!.Oid))
            .Select(option => option.Split('=', 2)).ToDictionary(option => option[0], option => option.Length > 1 ? option[1] : "true");
        bool hasBarrier = options.Remove(SecurityBarrier, out string? barrier) && barrier is "true" or "on" or "yes" or "1";
        // A barrier where none is needed costs time and protects no less: it is told all the same, as the view's own.
        if (hasBarrier != view.HidesRows)
        {
            report.Add(
                DifferenceKind.OptionsChanged,
                view.HidesRows ? "the security barrier is off, so that hidden rows can be made out" : "the security barrier is on",
                Where,
                $"{SecurityBarrier}={(view.HidesRows ? "true" : "false")}",
                $"{SecurityBarrier}={(hasBarrier ? "true" : "false")}",
                "Set the option back.",
                view.HidesRows ? PostgresMendingDdl.SetSecurityBarrier(view.Target) : PostgresMendingDdl.ResetOptions(view.Target, [SecurityBarrier]));
        }

        foreach ((string name, string value) in options.OrderBy(option => option.Key, StringComparer.Ordinal))
        {
            report.Add(
                DifferenceKind.OptionsChanged,
                $"option {name} is set",
                Where,
                null,
                $"{name}={value}",
                "Set the option back.",
                PostgresMendingDdl.ResetOptions(view.Target, [name]));
        }
    }

    private void CompareMark(ViewMark? mark, ExistingRelation existing)
    {
        ViewMark wanted = expected with
        {
            Grants = mark?.Grants ?? view.Groups.Where(group => group != existing.Owner).ToValueList(),
            Owner = mark is null ? existing.Owner : mark.Owner,
            Hidden = mark?.Hidden ?? expected.Hidden,
        };
        string comment = PostgresDdl.Comment(view.Target, PostgresMark.Write(wanted, existing.Comment));
        if (mark is null)
        {
            ViewMark? other = PostgresMark.Read(view.Target, existing.Comment);
            report.Add(
                DifferenceKind.MarkRemoved,
                "the view does not have the policy's mark",
                Where,
                $"policy {expected.PolicyId}, version {expected.Version}",
                other is null ? null : $"policy {other.PolicyId}, version {other.Version}",
                "Without its mark the view is not Pace's: run the SQL, or take it over with Publish-PaceDataPolicy -Force.",
                comment);
        }
        else if (mark.Version != expected.Version || mark.Hash != expected.Hash)
        {
            string content = mark.Version == expected.Version ? " with other content" : "";
            report.Add(
                DifferenceKind.VersionDiffers,
                "the view has the mark of another version",
                Where,
                $"version {expected.Version}",
                $"version {mark.Version}{content}",
                "Publish the stored version, or get the other with Get-PaceDataPolicy -History.",
                comment);
        }
    }

    private void CompareOwner(ViewMark? mark, ExistingRelation existing)
    {
        if (mark?.Owner is { } owner && owner != existing.Owner)
        {
            report.Add(
                DifferenceKind.OwnerChanged,
                $"the view belongs to '{existing.Owner}'",
                Where,
                owner,
                existing.Owner,
                "Give it back, or keep the new owner with Publish-PaceDataPolicy -Force.",
                PostgresDdl.SetOwner(view.Target, owner));
        }
    }

    private async Task CompareUsageAsync(CancellationToken cancellation)
    {
        string schema = view.Target.Schema!;
        foreach (string group in await PostgresCatalog.FindRolesWithoutUsageAsync(session, schema, view.Groups, cancellation))
        {
            report.Warn(
                DifferenceKind.UsageRevoked,
                $"group '{group}' may not use schema '{schema}'",
                Where,
                $"usage of {schema}",
                null,
                "Let the group use the schema.",
                PostgresMendingDdl.GrantUsage(schema, group));
        }
    }
}
