using Pace.Engine.Comparison;
using Pace.Engine.Compilation;
using Pace.Engine.Policies;
using Pace.Engine.Sql.Dialects;

namespace Pace.Engine.Platforms.Postgres;

/// <summary>A view as it should be, with what making it takes.</summary>
/// <param name="View">The view.</param>
/// <param name="Mark">The mark that it gets; owner and grants are those of a view that is made now.</param>
/// <param name="Defaults">The rights that it begins with.</param>
internal sealed record NewView(CompiledView View, ViewMark Mark, ValueList<AclEntry> Defaults)
{
    /// <summary>The statements that make it with its grants and its mark.</summary>
    /// <param name="comment">The comment that the mark is put into.</param>
    public IEnumerable<string> Statements(string? comment) =>
    [
        PostgresDdl.CreateView(View),
        .. Defaults.Where(entry => entry.Grantee != Mark.Owner && entry.Privilege != "SELECT").GroupBy(entry => entry.Grantee)
            .Select(entries => PostgresDdl.Revoke(View.Target, entries.Select(entry => entry.Privilege).Distinct().Order(StringComparer.Ordinal), entries.Key)),
        .. Mark.Grants.Select(group => PostgresDdl.GrantSelect(View.Target, group)),
        PostgresDdl.Comment(View.Target, CommentMark.Write(Mark, comment)),
    ];
}

/// <summary>In what one view differs from what its policy says.</summary>
/// <param name="session">The connection.</param>
/// <param name="made">The view as it should be.</param>
/// <param name="missing">The policy's groups that the server does not have.</param>
/// <param name="report">Where to.</param>
internal sealed class PostgresViewDrift(
    PostgresSession session, NewView made, IReadOnlySet<string> missing, DriftReport report)
{
    private readonly CompiledView _view = made.View;
    private readonly ViewMark _expected = made.Mark;

    private const string OptionsQuery =
        "select o.option from pg_catalog.pg_class c cross join lateral pg_catalog.unnest(c.reloptions) o (option) where c.oid = $1 order by 1";

    private const string SecurityBarrier = "security_barrier";

    private string Where => _view.Target.ToString();

    /// <summary>Adds what differs.</summary>
    /// <param name="comparable">Whether the source has all that the view reads.</param>
    /// <param name="cancellation">Ends it.</param>
    public async Task FindAsync(bool comparable, CancellationToken cancellation)
    {
        ExistingRelation? existing = await PostgresCatalog.FindExistingAsync(session, _view.Target, cancellation);
        if (existing is null)
        {
            report.Add(
                DifferenceKind.ViewDropped,
                "the view is not there",
                Where,
                $"version {_expected.Version}",
                null,
                "Make it again: run the SQL, or Publish-PaceDataPolicy -Force.",
                [.. made.Statements(null)]);
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

        // In this order, in which a view that must be made anew is made first.
        if (comparable)
        {
            await CompareQueryAsync(existing, cancellation);
        }

        await CompareOptionsAsync(cancellation);
        ViewMark? mark = CommentMark.Read(_view.Target, existing.Comment);
        mark = mark?.PolicyId == _expected.PolicyId ? mark : null;
        CompareMark(mark, existing);
        CompareOwner(mark, existing);
        new PostgresGrantDrift(_view, missing, mark?.Others ?? _expected.Others, report).Find(existing.Owner, existing.Acl);
        await CompareUsageAsync(cancellation);
    }

    private async Task CompareQueryAsync(ExistingRelation existing, CancellationToken cancellation)
    {
        const string remedy = "Bring the view back: run the SQL, or Publish-PaceDataPolicy -Force; or take the change into the policy.";
        (ViewDefinition? wanted, string? complaint) = await PostgresViewDefinition.OfQueryAsync(session, _view.Query, cancellation);
        if (wanted is null)
        {
            // A query may not fit another type of a column, which was told already.
            if (report.Found.Any(difference => difference.Kind == DifferenceKind.ColumnRetyped))
            {
                return;
            }

            report.Add(
                DifferenceKind.ViewRefused,
                "the server no longer accepts the view's query",
                Where,
                _view.Query,
                complaint,
                "Bring back what the view reads or calls; Test-PaceDataPolicy says where in the policy that is.");
            return;
        }

        ViewDefinition actual = await PostgresViewDefinition.OfViewAsync(session, _view.Target, cancellation);
        if (actual.Text == wanted.Text)
        {
            return;
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
                ? [PostgresDdl.CreateOrReplaceView(_view)]
                : [PostgresDdl.DropView(_view.Target), .. made.Statements(existing.Comment)]);
    }

    private async Task CompareOptionsAsync(CancellationToken cancellation)
    {
        CatalogRelation? relation = await PostgresCatalog.FindRelationAsync(session, _view.Target, cancellation);
        Dictionary<string, string> options = (await session.QueryAsync(OptionsQuery, row => row.GetString(0), cancellation, relation!.Oid))
            .Select(option => option.Split('=', 2)).ToDictionary(option => option[0], option => option.Length > 1 ? option[1] : "true");
        bool hasBarrier = options.Remove(SecurityBarrier, out string? barrier) && barrier is "true" or "on" or "yes" or "1";
        // A barrier where none is needed costs time and protects no less: it is told all the same, as the view's own.
        if (hasBarrier != _view.HidesRows)
        {
            report.Add(
                DifferenceKind.OptionsChanged,
                _view.HidesRows ? "the security barrier is off, so that hidden rows can be made out" : "the security barrier is on",
                Where,
                $"{SecurityBarrier}={(_view.HidesRows ? "true" : "false")}",
                $"{SecurityBarrier}={(hasBarrier ? "true" : "false")}",
                "Set the option back.",
                _view.HidesRows ? PostgresMendingDdl.SetSecurityBarrier(_view.Target) : PostgresMendingDdl.ResetOptions(_view.Target, [SecurityBarrier]));
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
                PostgresMendingDdl.ResetOptions(_view.Target, [name]));
        }
    }

    private void CompareMark(ViewMark? mark, ExistingRelation existing)
    {
        ViewMark wanted = _expected with
        {
            Grants = mark?.Grants ?? _view.Groups.Where(group => group != existing.Owner).ToValueList(),
            Owner = mark is null ? existing.Owner : mark.Owner,
            Hidden = mark?.Hidden ?? _expected.Hidden,
            Others = mark?.Others ?? _expected.Others,
        };
        string comment = PostgresDdl.Comment(_view.Target, CommentMark.Write(wanted, existing.Comment));
        if (mark is null)
        {
            ViewMark? other = CommentMark.Read(_view.Target, existing.Comment);
            report.Add(
                DifferenceKind.MarkRemoved,
                "the view does not have the policy's mark",
                Where,
                $"policy {_expected.PolicyId}, version {_expected.Version}",
                other is null ? null : $"policy {other.PolicyId}, version {other.Version}",
                "Without its mark the view is not Pace's: run the SQL, or take it over with Publish-PaceDataPolicy -Force.",
                comment);
        }
        else if (mark.Version != _expected.Version || mark.Hash != _expected.Hash)
        {
            string content = mark.Version == _expected.Version ? " with other content" : "";
            report.Add(
                DifferenceKind.VersionDiffers,
                "the view has the mark of another version",
                Where,
                $"version {_expected.Version}",
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
                PostgresDdl.SetOwner(_view.Target, owner));
        }
    }

    private async Task CompareUsageAsync(CancellationToken cancellation)
    {
        string schema = _view.Target.Schema!;
        foreach (string group in await PostgresCatalog.FindRolesWithoutUsageAsync(session, schema, _view.Groups, cancellation))
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
