using Pace.Engine.Comparison;
using Pace.Engine.Compilation;
using Pace.Engine.Policies;
using Pace.Engine.Sql;

namespace Pace.Engine.Platforms.Warehouse;

/// <summary>A view as it stands on the platform.</summary>
/// <param name="Table">The view, or what has its name.</param>
/// <param name="Definition">Its text; null: the login may not see it.</param>
internal sealed record PresentView(WarehouseTable Table, string? Definition)
{
    /// <summary>The role that it belongs to; null where the platform has none.</summary>
    public string? Owner { get; init; }

    /// <summary>What is wrong with its options; null: nothing.</summary>
    public string? OptionsProblem { get; init; }

    /// <summary>Who may select from it; null where grants are not the platform's to tell.</summary>
    public IReadOnlyList<string>? Readers { get; init; }

    /// <summary>The datasets that it reads and is not authorized on.</summary>
    public IReadOnlyList<string> Unauthorized { get; init; } = [];
}

/// <summary>A platform's statements for mending.</summary>
internal interface IMendingStatements
{
    /// <summary>Makes a view anew, with a mark.</summary>
    string Make(CompiledView view, ViewMark mark, string? comment);

    /// <summary>Drops a view.</summary>
    string Drop(QualifiedName view);

    /// <summary>Lets a group select.</summary>
    string Grant(QualifiedName view, string group);

    /// <summary>Takes that away.</summary>
    string Revoke(QualifiedName view, string group);
}

/// <summary>Finds in what a warehouse differs from a policy that should be in force.</summary>
internal sealed class WarehouseDrift(IWarehouse warehouse, DriftRequest request, IMendingStatements statements)
{
    private readonly DriftReport _report = new(request, warehouse.Id);

    /// <summary>All differences.</summary>
    /// <param name="source">The policy's table; null: it is not there.</param>
    /// <param name="present">What stands under the names of the policy's views, in their order; null: nothing.</param>
    /// <param name="marked">The views that have the policy's mark, by full names.</param>
    public IReadOnlyList<PolicyDifference> Find(
        WarehouseTable? source, IReadOnlyList<PresentView?> present, IReadOnlyList<(QualifiedName Name, ViewMark Mark)> marked)
    {
        ValueList<string>? hidden = marked.Count == 0 ? null : marked.MaxBy(view => view.Mark.Version).Mark.Hidden;
        CompareSource(source, hidden);
        ValueList<CompiledView> views = request.Compiled.Views;
        HashSet<QualifiedName> targets = [];
        for (int at = 0; at < views.Count; at++)
        {
            CompareView(views[at], present[at], hidden ?? (source is null ? [] : Hidden(source, request.Policy)));
            targets.Add(views[at].Target);
        }

        HashSet<QualifiedName> full = [.. targets, .. present.OfType<PresentView>().Select(view => view.Table.Name)];
        foreach ((QualifiedName name, ViewMark mark) in marked.Where(view => !full.Contains(view.Name)))
        {
            _report.Add(
                DifferenceKind.ViewLeft, "a view with the policy's mark that is none of its targets", name.ToString(), null, $"version {mark.Version}",
                "Drop it: it goes on showing what an older version said.", statements.Drop(name));
        }

        return _report.Found;
    }

    /// <summary>The columns of a table that a policy does not list.</summary>
    public static ValueList<string> Hidden(WarehouseTable source, DataPolicy policy)
    {
        HashSet<string> listed = [.. (policy.Source?.Fields ?? []).Select(field => field.NameParts[0])];
        return source.Columns.Where(column => column.NameParts.Count == 1 && !listed.Contains(column.Name)).Select(column => column.Name).ToValueList();
    }

    private void CompareSource(WarehouseTable? source, ValueList<string>? hidden)
    {
        string name = request.Compiled.Source.ToString();
        if (source is null)
        {
            _report.Add(
                DifferenceKind.SourceMissing, "the policy's table is not there", name, name, null,
                "Restore the table, or withdraw the policy with Remove-PaceDataPolicy -DropView.");
            return;
        }

        // Of a column with fields the policy lists the fields: its own type is not said.
        List<Field> fields =
        [
            .. (request.Policy.Source?.Fields ?? [])
                .Select(field => field.NameParts.Count == 1 ? field : new Field { NameParts = [field.NameParts[0]] })
                .DistinctBy(field => field.Name),
        ];
        List<PresentColumn> columns =
        [
            .. source.Columns.Where(column => column.NameParts.Count == 1).Select(column => new PresentColumn(
                column.Name, column.Type, type => type.Length == 0 || WarehouseColumnCheck.Agree(warehouse.Dialect, type, column.Type))),
        ];
        ColumnDrift.Find(fields, columns, string.Equals, hidden, name, new NoStatements(), _report);
    }

    private void CompareView(CompiledView view, PresentView? present, ValueList<string> hidden)
    {
        string where = view.Target.ToString();
        ViewMark mark = new(
            view.Target, request.Compiled.PolicyId, request.Version, request.Compiled.Hash, present?.Table.Mark?.Grants ?? view.Groups)
        {
            Owner = present?.Table.Mark?.Owner ?? present?.Owner,
            Hidden = present?.Table.Mark?.Hidden ?? hidden,
        };
        string make = statements.Make(view, mark, present?.Table.Comment);
        if (present is null)
        {
            _report.Add(
                DifferenceKind.ViewDropped, "the view is not there", where, $"version {request.Version}", null,
                "Make it again: Publish-PaceDataPolicy -Force, or run the SQL.", make);
            return;
        }

        if (present.Table.Kind != WarehouseTable.View)
        {
            _report.Add(
                DifferenceKind.ViewReplaced, $"there is a {present.Table.Kind} of the view's name", where, "view", present.Table.Kind,
                "Rename or drop what took the name, then publish the policy.");
            return;
        }

        CompareMark(view, present, where, make);
        if (present.Definition is { } definition && !definition.TrimEnd(' ', '\n', ';').EndsWith(view.Query, StringComparison.Ordinal))
        {
            _report.Add(
                DifferenceKind.ViewChanged, "the view shows something else", where, view.Query, definition,
                "Bring the view back: Publish-PaceDataPolicy -Force, or run the SQL; or take the change into the policy.", make);
        }

        if (present.OptionsProblem is { } problem)
        {
            _report.Add(DifferenceKind.OptionsChanged, problem, where, null, null, "Make the view anew with Publish-PaceDataPolicy -Force.", make);
        }

        CompareReaders(view, present, where);
    }

    private void CompareMark(CompiledView view, PresentView present, string where, string make)
    {
        ViewMark? mark = present.Table.Mark is { } found && found.PolicyId == request.Compiled.PolicyId ? found : null;
        if (mark is null)
        {
            _report.Add(
                DifferenceKind.MarkRemoved, "the view does not have the policy's mark", where,
                $"policy {request.Compiled.PolicyId}, version {request.Version}",
                present.Table.Mark is { } other ? $"policy {other.PolicyId}, version {other.Version}" : null,
                "Without its mark the view is not Pace's: take it over with Publish-PaceDataPolicy -Force.", make);
        }
        else if (mark.Version != request.Version || mark.Hash != request.Compiled.Hash)
        {
            _report.Add(
                DifferenceKind.VersionDiffers, "the view has the mark of another version", where, $"version {request.Version}",
                $"version {mark.Version}{(mark.Version == request.Version ? " with other content" : "")}",
                "Publish the stored version, or get the other with Get-PaceDataPolicy -History.", make);
        }

        if (mark?.Owner is { } owner && present.Owner is { } now && owner != now)
        {
            _report.Add(
                DifferenceKind.OwnerChanged, "the view belongs to another role", view.Target.ToString(), owner, now,
                $"Give it back to '{owner}', or set role: {now} in the platform's entry.");
        }
    }

    private void CompareReaders(CompiledView view, PresentView present, string where)
    {
        foreach (string dataset in present.Unauthorized)
        {
            _report.Add(
                DifferenceKind.UsageRevoked, $"the view is not authorized on dataset '{dataset}', and shows its readers nothing", where,
                "authorized", null, "Authorize it, or Publish-PaceDataPolicy -Force.");
        }

        if (present.Readers is not { } readers)
        {
            return;
        }

        foreach (string group in view.Groups.Where(group => group != present.Owner && !readers.Contains(group)))
        {
            _report.Add(
                DifferenceKind.GrantRevoked, $"group '{group}' may not select from the view", where, $"{group} may select", null,
                "Grant it again.", statements.Grant(view.Target, group));
        }

        foreach (string reader in readers.Where(reader => reader != present.Owner && !view.Groups.Contains(reader)))
        {
            _report.Warn(
                DifferenceKind.GrantGiven, $"'{reader}' may select from the view, and the policy does not name it", where, null, $"{reader} may select",
                "Revoke it, or name the group in the policy; what is shown to it is the policy's last branch.", statements.Revoke(view.Target, reader));
        }
    }

    // What stands in a warehouse's table is too much to be written anew for a column's sake.
    private sealed class NoStatements : IColumnStatements
    {
        public string? Add(string column, SqlType type) => null;

        public string? Rename(string column, string name) => null;

        public string[] SetType(string column, SqlType type) => [];
    }
}
