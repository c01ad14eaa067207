using Microsoft.Data.Sqlite;
using Pace.Engine.Diagnostics;
using Pace.Engine.Policies;
using Pace.Engine.Sql;
using Pace.Engine.Sql.Dialects;

namespace Pace.Engine.Platforms.Sqlite;

/// <summary>Makes and fills tables, each in one transaction: whatever happens, there is the old table or the new one.</summary>
internal sealed class SqliteImporter(SqliteFile file, TableImport import)
{
    private const int RowsBetweenReports = 10_000;

    private readonly string _name = import.Name.ToString();

    /// <summary>Imports.</summary>
    public ImportedTable Run(CancellationToken cancellation)
    {
        Validate();
        // The first row before the lock: nobody waits until somebody's pipeline begins to give rows.
        using IEnumerator<IReadOnlyList<object?>> rows = import.Rows.GetEnumerator();
        bool hasRow = rows.MoveNext();
        using SqliteSession session = file.Write(cancellation);
        List<SqliteObject> objects = SqliteCatalog.ReadObjects(session);
        SqliteObject? existing = SqliteCatalog.Find(objects, import.Name);
        Refuse(existing);
        bool creates = existing is null || import.Mode == ImportMode.Replace;
        ValueList<ImportColumn> columns = creates ? import.Columns : Match(session, existing!);
        SqliteDependants dependants = SqliteDependants.Before(session, objects);
        if (existing is not null && creates)
        {
            session.Run(SqliteDdl.DropTable(existing.Name), Doing);
        }

        string table = creates ? import.Name.Name : existing!.Name;
        if (creates)
        {
            session.Run(
                SqliteDdl.CreateTable(
                    SqliteText.MainSchema, table, columns.Select(column => (column.Name, SqliteTypes.Declare(column.Type), column.Nullable))),
                Doing);
            dependants.RefuseBroken(session, _name, "would no longer work, because it reads columns that the new table does not have");
        }

        long count = Fill(session, table, columns, rows, hasRow, cancellation);
        session.Commit(Doing);
        return new ImportedTable(new QualifiedName([table]), count, creates, columns);
    }

    private string Doing => $"Importing table '{_name}'";

    private long Fill(
        SqliteSession session,
        string table,
        ValueList<ImportColumn> columns,
        IEnumerator<IReadOnlyList<object?>> rows,
        bool hasRow,
        CancellationToken cancellation)
    {
        using SqliteInsert insert = session.Insert(
            SqliteDdl.Insert(SqliteText.MainSchema, table, [.. columns.Select(column => column.Name)]));
        long count = 0;
        for (; hasRow; hasRow = rows.MoveNext())
        {
            cancellation.ThrowIfCancellationRequested();
            count++;
            IReadOnlyList<object?> row = rows.Current;
            if (row.Count != columns.Count)
            {
                throw Invalid($"row {count} has {row.Count} values, and there are {columns.Count} columns", "Give as many values as columns.");
            }

            for (int at = 0; at < columns.Count; at++)
            {
                insert.Set(at, Store(columns[at], row[at], count));
            }

            Insert(session, insert, count);
            if (count % RowsBetweenReports == 0)
            {
                import.Progress?.Report(count);
            }
        }

        import.Progress?.Report(count);
        return count;
    }

    private object? Store(ImportColumn column, object? value, long row)
    {
        if (!SqliteCell.TryStore(column.Type, value, out object? stored, out string? problem))
        {
            throw Invalid($"row {row}: column '{column.Name}' {problem}", "Correct the row, or give the column another type.");
        }

        return stored is null && !column.Nullable
            ? throw Invalid($"row {row}: column '{column.Name}' is empty, and it may not hold NULL", "Correct the row, or let the column hold NULL.")
            : stored;
    }

    // A table that the user made otherwise may have rules of its own.
    private void Insert(SqliteSession session, SqliteInsert insert, long row)
    {
        try
        {
            insert.Run();
        }
        catch (SqliteException error) when (error.SqliteErrorCode == SQLitePCL.raw.SQLITE_CONSTRAINT)
        {
            throw Invalid($"row {row}: {SqliteErrors.Text(error)}", "Correct the row: the table does not take it.");
        }
        catch (SqliteException error)
        {
            throw session.Tell(error, Doing);
        }
    }

    private void Validate()
    {
        if (SqliteText.ProblemOfName(import.Name) is { } problem)
        {
            throw Invalid($"the name cannot be used: {problem}", "Give the table another name.");
        }

        if (import.Columns.Count == 0)
        {
            throw Invalid("there are no columns", "Give the table a column.");
        }

        HashSet<string> seen = [];
        foreach (ImportColumn column in import.Columns)
        {
            if (SqliteText.ProblemOfColumn(column.Name) is { } wrong)
            {
                throw Invalid($"the column '{column.Name}' cannot be used: {wrong}", "Give the column another name.");
            }

            if (!seen.Add(SqliteText.Fold(column.Name)))
            {
                throw Invalid($"the column '{column.Name}' is there twice; case does not count", "Give one of them another name.");
            }
        }
    }

    private void Refuse(SqliteObject? existing)
    {
        if (existing is null)
        {
            return;
        }

        if (existing.Kind != SqliteObject.TableKind)
        {
            throw new PaceException(
                PaceErrorKind.TargetNotPace,
                existing.Mark is { } mark
                    ? $"'{_name}' is the view of policy '{mark.View.PolicyId}', and no table can take its name."
                    : $"There is {(existing.Kind == "index" ? "an" : "a")} {existing.Kind} '{_name}', and no table can take its name.",
                "Give the table another name.",
                _name);
        }

        if (import.Mode == ImportMode.Create)
        {
            throw new PaceException(
                PaceErrorKind.TargetNotPace,
                $"There is a table '{_name}' already.",
                "Give the table another name, replace it, or add rows to it.",
                _name);
        }
    }

    // The table's own columns for those of the import, in the order of the import.
    private ValueList<ImportColumn> Match(SqliteSession session, SqliteObject table)
    {
        List<SqliteColumn> columns = SqliteCatalog.ReadColumns(session, table);
        return import.Columns.Select(given =>
        {
            SqliteColumn column = columns.Find(known => SqliteText.SameName(known.Name, given.Name))
                ?? throw Invalid(
                    $"the table has no column '{given.Name}'"
                        + (NearestName.Hint(given.Name, columns.Select(known => known.Name)) is { } hint ? "; " + hint : ""),
                    "Name the columns as the table does, or replace the table.");
            return new ImportColumn(column.Name, column.Type ?? given.Type, !column.Required);
        }).ToValueList();
    }

    private PaceException Invalid(string problem, string remedy) =>
        new(PaceErrorKind.DataInvalid, $"{Doing} failed: {problem}. Nothing was changed.", remedy, _name);
}
