using Pace.Engine.Comparison;
using Pace.Engine.Compilation;
using Pace.Engine.Policies;
using Pace.Engine.Sql;
using Pace.Engine.Sql.Dialects;

namespace Pace.Engine.Platforms.Postgres;

/// <summary>Finds in what the server differs from a policy. Whatever it makes to compare with is rolled back.</summary>
internal sealed class PostgresDrift
{
    private readonly PostgresSession _session;
    private readonly DriftRequest _request;
    private readonly DriftReport _report;

    public PostgresDrift(PostgresSession session, DriftRequest request)
    {
        (_session, _request) = (session, request);
        _report = new DriftReport(request, session.Endpoint.PlatformId);
    }

    private CompiledPolicy Compiled => _request.Compiled;

    /// <summary>All differences.</summary>
    public async Task<IReadOnlyList<PolicyDifference>> FindAsync(CancellationToken cancellation)
    {
        IReadOnlyList<MarkedView> marked = await PostgresCatalog.ReadMarkedAsync(_session, Compiled.PolicyId, cancellation);
        HashSet<QualifiedName> present = await FindPresentAsync(cancellation);
        IReadOnlySet<string> missing = await FindMissingGroupsAsync(present, cancellation);
        string user = await PostgresCatalog.ReadCurrentUserAsync(_session, cancellation);
        Dictionary<string, ValueList<AclEntry>> defaults = new(StringComparer.Ordinal);
        foreach (string schema in Compiled.Views.Select(view => view.Target.Schema!).Distinct())
        {
            defaults.Add(schema, await PostgresCatalog.ReadDefaultAclAsync(_session, schema, cancellation));
        }

        NewView Make(CompiledView view, ValueList<string> hidden) => new(view, new ViewMark(
            view.Target, Compiled.PolicyId, _request.Version, Compiled.Hash,
            view.Groups.Where(group => group != user).ToValueList())
        {
            Owner = user,
            Hidden = hidden,
            Others = PostgresGrants.ByDefault(view.Groups, user, defaults[view.Target.Schema!]),
        }, defaults[view.Target.Schema!]);
        (bool complete, ValueList<string> hidden) = await CompareSourceAsync(marked, present, Make, cancellation);
        foreach (CompiledView view in Compiled.Views)
        {
            await new PostgresViewDrift(_session, Make(view, hidden), missing, _report).FindAsync(complete, cancellation);
        }

        foreach (MarkedView view in marked.Where(view => view.IsOurs && Compiled.Views.All(target => target.Target != view.Name)))
        {
            _report.Add(
                DifferenceKind.ViewLeft,
                "a view with the policy's mark that is none of its targets",
                view.Name.ToString(),
                null,
                $"version {view.Mark.Version}",
                "Drop it: it goes on showing what an older version said.",
                PostgresDdl.DropView(view.Name));
        }

        return _report.Found;
    }

    private async Task<HashSet<QualifiedName>> FindPresentAsync(CancellationToken cancellation)
    {
        HashSet<QualifiedName> present = [];
        foreach (CompiledView view in Compiled.Views)
        {
            if (await PostgresCatalog.FindRelationAsync(_session, view.Target, cancellation) is { Kind: PostgresCatalog.View })
            {
                present.Add(view.Target);
            }
        }

        return present;
    }

    private async Task<IReadOnlySet<string>> FindMissingGroupsAsync(HashSet<QualifiedName> present, CancellationToken cancellation)
    {
        List<string> groups = [.. Compiled.Views.SelectMany(view => view.Groups).Distinct()];
        IReadOnlyDictionary<string, bool> roles = await PostgresCatalog.FindRolesAsync(_session, groups, cancellation);
        HashSet<string> missing = [.. groups.Where(group => !roles.ContainsKey(group))];
        foreach (string group in missing)
        {
            List<CompiledView> views = [.. Compiled.Views.Where(view => view.Groups.Contains(group))];
            _report.Add(
                DifferenceKind.PrincipalDropped,
                $"there is no group '{group}'",
                string.Join(", ", views.Select(view => view.Target)),
                group,
                null,
                "Make the group again, or take it out of the policy and store it.",
                [
                    PostgresMendingDdl.CreateGroup(group),
                    .. views.Where(view => present.Contains(view.Target)).Select(view => PostgresDdl.GrantSelect(view.Target, group)),
                ]);
        }

        return missing;
    }

    private async Task<(bool Complete, ValueList<string> Hidden)> CompareSourceAsync(
        IReadOnlyList<MarkedView> marked,
        HashSet<QualifiedName> present,
        Func<CompiledView, ValueList<string>, NewView> make,
        CancellationToken cancellation)
    {
        QualifiedName source = Compiled.Source;
        if (await PostgresCatalog.FindRelationAsync(_session, source, cancellation) is not { } relation
            || !PostgresTables.IsSelectable(relation))
        {
            _report.Add(
                DifferenceKind.SourceMissing,
                "the policy's table is not there",
                source.ToString(),
                source.ToString(),
                null,
                "Restore the table, or withdraw the policy with Remove-PaceDataPolicy -DropView.");
            return (false, []);
        }

        ValueList<Field> fields = _request.Policy.Source?.Fields ?? [];
        List<PresentColumn> columns = [.. (await PostgresColumn.ReadAsync(_session, relation.Oid, cancellation)).Select(column =>
            new PresentColumn(
                column.Name,
                column.Type,
                type => PostgresColumnCheck.Agree(type, column.Type) || PostgresColumnCheck.Agree(type, column.BaseType)))];
        // The newest mark of ours says what was left out when it was written.
        ValueList<string>? hidden = marked.Where(view => view.IsOurs).MaxBy(view => view.Mark.Version)?.Mark.Hidden;
        ValueList<string> left = hidden ?? columns.Select(column => column.Name)
            .Where(name => fields.All(field => field.NameParts[0] != name)).ToValueList();
        List<NewView> views = [.. Compiled.Views.Where(view => present.Contains(view.Target)).Select(view => make(view, left))];
        bool complete = ColumnDrift.Find(
            fields, columns, string.Equals, hidden, source.ToString(), new Statements(source, views), _report);
        return (complete, left);
    }

    private sealed class Statements(QualifiedName table, IReadOnlyList<NewView> views) : IColumnStatements
    {
        public string? Add(string column, SqlType type) => Try(() => PostgresMendingDdl.AddColumn(table, column, type));

        public string? Rename(string column, string name) => Try(() => PostgresMendingDdl.RenameColumn(table, column, name));

        // No column changes its type below a view: the views step aside meanwhile.
        public string[] SetType(string column, SqlType type) => Try(() => PostgresMendingDdl.SetColumnType(table, column, type)) is { } set
            ?
            [
                .. views.Select(view => PostgresDdl.DropView(view.View.Target)),
                set,
                .. views.SelectMany(view => view.Statements(null)),
            ]
            : [];

        // A type or name that cannot be written is told without a statement.
        private static string? Try(Func<string> write)
        {
            try
            {
                return write();
            }
            catch (ArgumentException)
            {
                return null;
            }
        }
    }
}
