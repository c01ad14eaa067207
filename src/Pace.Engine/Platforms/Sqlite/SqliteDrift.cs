using Pace.Engine.Comparison;
using Pace.Engine.Compilation;
using Pace.Engine.Policies;
using Pace.Engine.Sql;
using Pace.Engine.Sql.Dialects;

namespace Pace.Engine.Platforms.Sqlite;

/// <summary>
/// Finds in what a file differs from a policy. SQLite keeps the text of a view as it was given, so that the text tells;
/// a file has neither owners nor rights.
/// </summary>
internal sealed class SqliteDrift
{
    private readonly SqliteSession _session;
    private readonly DriftRequest _request;
    private readonly DriftReport _report;
    private readonly List<SqliteObject> _objects;

    public SqliteDrift(SqliteSession session, DriftRequest request)
    {
        (_session, _request) = (session, request);
        _report = new DriftReport(request, session.File.Id);
        _objects = SqliteCatalog.ReadObjects(session);
    }

    private CompiledPolicy Compiled => _request.Compiled;

    /// <summary>All differences.</summary>
    public IReadOnlyList<PolicyDifference> Find()
    {
        List<SqliteObject> own = [.. _objects.Where(found => found.Mark?.View.PolicyId == Compiled.PolicyId)];
        ValueList<string>? hidden = own.MaxBy(view => view.Mark!.View.Version)?.Mark!.View.Hidden;
        CompareSource(hidden);
        hidden ??= SqliteCatalog.FindUncovered(_session, _objects, Compiled.Source, _request.Policy);
        for (int at = 0; at < Compiled.Views.Count; at++)
        {
            CompareView(Compiled.Views[at], SqliteMark.Of(_request.Policy, Compiled, at, _request.Version, hidden));
        }

        foreach (SqliteObject view in own.Where(view => !Compiled.Views.Any(target => SqliteText.SameName(target.Target.Name, view.Name))))
        {
            _report.Add(
                DifferenceKind.ViewLeft,
                "a view with the policy's mark that is none of its targets",
                view.Name,
                null,
                $"version {view.Mark!.View.Version}",
                "Drop it: it goes on showing what an older version said.",
                SqliteDdl.DropView(view.Name));
        }

        return _report.Found;
    }

    private void CompareSource(ValueList<string>? hidden)
    {
        if (SqliteCatalog.Find(_objects, Compiled.Source) is not { IsSelectable: true } source)
        {
            _report.Add(
                DifferenceKind.SourceMissing,
                "the policy's table is not there",
                Compiled.Source.ToString(),
                Compiled.Source.ToString(),
                null,
                "Restore the table, or withdraw the policy with Remove-PaceDataPolicy -DropView.");
            return;
        }

        List<PresentColumn> columns = [.. SqliteCatalog.ReadColumns(_session, source).Select(column => new PresentColumn(
            column.Name,
            column.Declaration.Length > 0 ? column.Declaration : "no type",
            // A column without a type, or a policy's type that is none, says nothing.
            type => column.Type is not { } actual || !SqlType.TryParse(type, out SqlType declared) || SqliteChecker.Agree(declared, actual)))];
        ColumnDrift.Find(
            _request.Policy.Source?.Fields ?? [], columns, SqliteText.SameName, hidden, source.Name, new Statements(source.Name), _report);
    }

    private void CompareView(CompiledView view, SqliteMark expected)
    {
        string where = view.Target.Name;
        string statement = SqliteDdl.CreateView(view, expected.Write());
        SqliteObject? existing = SqliteCatalog.Find(_objects, view.Target);
        if (existing is null)
        {
            _report.Add(
                DifferenceKind.ViewDropped,
                "the view is not there",
                where,
                $"version {_request.Version}",
                null,
                "Make it again: run the SQL, or Publish-PaceDataPolicy -Force.",
                statement);
            return;
        }

        if (existing.Kind != SqliteObject.ViewKind)
        {
            _report.Add(
                DifferenceKind.ViewReplaced,
                $"there is a {existing.Kind} of the view's name",
                where,
                "view",
                existing.Kind,
                "Rename or drop what took the name, then publish the policy.");
            return;
        }

        if (SqliteMendingDdl.IsTextOf(existing.Sql, statement))
        {
            return;
        }

        string[] anew = [SqliteDdl.DropView(existing.Name), statement, .. Triggers(existing)];
        SqliteMark? mark = existing.Mark is { } found && found.View.PolicyId == Compiled.PolicyId ? found : null;
        if (mark is null)
        {
            _report.Add(
                DifferenceKind.MarkRemoved,
                "the view does not have the policy's mark",
                where,
                $"policy {Compiled.PolicyId}, version {_request.Version}",
                existing.Mark is { } other ? $"policy {other.View.PolicyId}, version {other.View.Version}" : null,
                "Without its mark the view is not Pace's: run the SQL, or take it over with Publish-PaceDataPolicy -Force.",
                anew);
        }
        else if (mark.View.Version != _request.Version || mark.View.Hash != Compiled.Hash)
        {
            string content = mark.View.Version == _request.Version ? " with other content" : "";
            _report.Add(
                DifferenceKind.VersionDiffers,
                "the view has the mark of another version",
                where,
                $"version {_request.Version}",
                $"version {mark.View.Version}{content}",
                "Publish the stored version, or get the other with Get-PaceDataPolicy -History.",
                anew);
        }

        // Below its mark, whatever that says.
        if (mark is null ? !Ends(existing.Sql, view.Query) : existing.Sql is { } sql && !SqliteMendingDdl.IsTextOf(sql, SqliteDdl.CreateView(view, SqliteDdl.FindMark(existing.Name, sql))))
        {
            _report.Add(
                DifferenceKind.ViewChanged,
                "the view shows something else",
                where,
                view.Query,
                existing.Sql,
                "Bring the view back: run the SQL, or Publish-PaceDataPolicy -Force; or take the change into the policy.",
                anew);
        }
    }

    private static bool Ends(string? sql, string query) => sql is not null && sql.EndsWith("\n" + query, StringComparison.Ordinal);

    // What somebody hung on the view goes with it.
    private IEnumerable<string> Triggers(SqliteObject view) => _objects
        .Where(found => found.Kind == SqliteObject.TriggerKind && SqliteText.SameName(found.Table, view.Name))
        .Select(trigger => trigger.Sql).OfType<string>();

    // SQLite changes no type of a column.
    private sealed class Statements(string table) : IColumnStatements
    {
        public string? Add(string column, SqlType type) => SqliteMendingDdl.AddColumn(table, column, type);

        public string? Rename(string column, string name) => SqliteMendingDdl.RenameColumn(table, column, name);

        public string[] SetType(string column, SqlType type) => [];
    }
}
