using System.Globalization;
using Pace.Engine.Compilation;
using Pace.Engine.Diagnostics;
using Pace.Engine.Policies;
using Pace.Engine.Sql;
using Pace.Engine.Sql.Dialects;

namespace Pace.Engine.Platforms.Sqlite;

/// <summary>What only the file knows about a policy. Reads the catalog and lets SQLite parse; changes nothing.</summary>
internal sealed class SqliteChecker
{
    private const string SourcePath = "source.ref.integration_fqn";

    private readonly SqliteSession _session;
    private readonly DataPolicy _policy;
    private readonly CompiledPolicy _compiled;
    private readonly DiagnosticBag _problems;
    private readonly List<SqliteObject> _objects;

    public SqliteChecker(SqliteSession session, DataPolicy policy, CompiledPolicy compiled)
    {
        (_session, _policy, _compiled) = (session, policy, compiled);
        _problems = new DiagnosticBag(policy.Origin);
        _objects = SqliteCatalog.ReadObjects(session);
    }

    /// <summary>All problems, by position.</summary>
    public IReadOnlyList<Diagnostic> Run()
    {
        if (SqliteEncoding.Problem(_session) is { } encoding)
        {
            _problems.Add(DiagnosticCodes.RefusedByPlatform, SourcePath, encoding, "copy the tables into a file of UTF-8");
        }

        bool complete = CheckSource();
        foreach (CompiledView view in _compiled.Views)
        {
            complete &= CheckTokenSources(view);
            CheckTarget(view);
        }

        // Where something that the views read is missing, SQLite's message would only repeat it.
        if (complete)
        {
            foreach (CompiledView view in _compiled.Views)
            {
                if (_session.FindComplaint(view.Query) is { } complaint)
                {
                    _problems.Add(DiagnosticCodes.RefusedByPlatform, view.Path, $"view '{view.Target}': SQLite says: {complaint}");
                }
            }
        }

        return _problems.Sorted();
    }

    private bool CheckSource()
    {
        if (SqliteCatalog.Find(_objects, _compiled.Source) is not { } source || !source.IsSelectable)
        {
            _problems.Add(
                DiagnosticCodes.SourceNotFound,
                SourcePath,
                $"there is no table or view '{_compiled.Source}' on the platform",
                SqliteCatalog.Hint(_objects, _compiled.Source));
            return false;
        }

        return CheckColumns(source, SqliteCatalog.ReadColumns(_session, source));
    }

    private bool CheckColumns(SqliteObject source, List<SqliteColumn> columns)
    {
        ValueList<Field> fields = _policy.Source!.Fields;
        HashSet<SqliteColumn> covered = [];
        bool complete = true;
        for (int at = 0; at < fields.Count; at++)
        {
            Field field = fields[at];
            string path = string.Create(CultureInfo.InvariantCulture, $"source.fields[{at}]");
            if (columns.Find(known => SqliteText.SameName(known.Name, field.NameParts[0])) is { } column)
            {
                covered.Add(column);
                CheckType(field, column, path);
            }
            else
            {
                complete = false;
                _problems.Add(
                    DiagnosticCodes.ColumnNotFound,
                    path + ".name_parts",
                    $"'{source.Name}' has no column '{field.Name}'",
                    NearestName.Hint(field.Name, columns.Select(known => known.Name)));
            }
        }

        List<string> uncovered = [.. columns.Where(column => !covered.Contains(column)).Select(column => $"'{column.Name}'")];
        if (uncovered.Count > 0)
        {
            _problems.Add(
                DiagnosticCodes.ColumnNotCovered,
                "source.fields",
                $"the views will not show column{(uncovered.Count == 1 ? "" : "s")} {string.Join(", ", uncovered)} of '{source.Name}'");
        }

        return complete;
    }

    // A warning and no more: what stands in the column decides, and is looked at when it is read.
    private void CheckType(Field field, SqliteColumn column, string path)
    {
        if (column.Type is { } actual && SqlType.TryParse(field.Type, out SqlType declared) && !Agree(declared, actual))
        {
            _problems.Add(
                DiagnosticCodes.ColumnTypeDiffers,
                path + ".type",
                $"column '{column.Name}' is declared {column.Declaration}, and the policy says {field.Type}",
                $"write type: {SqliteTypes.Write(actual)}");
        }
    }

    /// <summary>Whether two types hold values of one kind.</summary>
    internal static bool Agree(SqlType declared, SqlType actual) =>
        declared.Kind == actual.Kind
        || (declared.IsText && actual.IsText)
        || (declared.IsInteger && actual.IsInteger)
        || (declared.Kind is SqlTypeKind.Real or SqlTypeKind.Double && actual.Kind is SqlTypeKind.Real or SqlTypeKind.Double);

    private bool CheckTokenSources(CompiledView view)
    {
        bool complete = true;
        foreach (TokenSource token in view.TokenSources)
        {
            if (SqliteCatalog.Find(_objects, token.Table) is not { IsSelectable: true } table)
            {
                _problems.Add(
                    DiagnosticCodes.TokenSourceNotFound,
                    token.Path,
                    $"there is no token table '{token.Table}' on the platform",
                    SqliteCatalog.Hint(_objects, token.Table));
                complete = false;
                continue;
            }

            List<string> names = [.. SqliteCatalog.ReadColumns(_session, table).Select(column => column.Name)];
            foreach (string column in new[] { token.TokenColumn, token.ValueColumn }
                .Where(column => !names.Exists(name => SqliteText.SameName(name, column))))
            {
                _problems.Add(
                    DiagnosticCodes.TokenSourceNotFound,
                    token.Path,
                    $"token table '{token.Table}' has no column '{column}'",
                    NearestName.Hint(column, names));
                complete = false;
            }
        }

        return complete;
    }

    private void CheckTarget(CompiledView view)
    {
        if (SqliteCatalog.Find(_objects, view.Target) is not { } existing)
        {
            return;
        }

        string path = view.Path + ".target.ref.integration_fqn";
        if (existing.Kind != SqliteObject.ViewKind)
        {
            _problems.Add(
                DiagnosticCodes.TargetTaken,
                path,
                $"there is {(existing.Kind == "index" ? "an" : "a")} {existing.Kind} '{view.Target}' on the platform",
                "give the view another name");
        }
        else if (existing.Mark?.View.PolicyId != _compiled.PolicyId)
        {
            _problems.Add(
                DiagnosticCodes.TargetTaken,
                path,
                existing.Mark is null
                    ? $"there is a view '{view.Target}' on the platform that Pace did not make"
                    : $"view '{view.Target}' belongs to policy '{existing.Mark.View.PolicyId}'");
        }
    }
}
