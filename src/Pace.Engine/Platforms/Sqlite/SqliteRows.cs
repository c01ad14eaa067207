using Pace.Engine.Diagnostics;
using Pace.Engine.Evaluation;
using Pace.Engine.Policies;
using Pace.Engine.Sql;
using Pace.Engine.Sql.Dialects;

namespace Pace.Engine.Platforms.Sqlite;

/// <summary>
/// Rows of a table or view. Those of a view of Pace's have the types that its mark says, or are refused; any other table
/// is shown as it is where a cell is not of its column's type.
/// </summary>
internal static class SqliteRows
{
    /// <summary>Rows as an audience sees them, in the source's order.</summary>
    public static IEnumerable<TableRow> Read(SqliteSession session, RowRequest request)
    {
        SqliteObject table = SqliteCatalog.Find(session, request.Table);
        if (request.Audience is { } audience)
        {
            RefuseUnknown(session, table, audience);
            session.Functions.Audience = audience;
        }

        List<SqliteColumn> columns = SqliteCatalog.ReadColumns(session, table);
        string[] names = [.. columns.Select(column => column.Name)];
        if (table.Mark is { } mark && !names.SequenceEqual(mark.Columns.Select(column => column.Name)))
        {
            // SQLite renames columns in a view's text too, when somebody renames one of the table.
            throw new PaceException(
                PaceErrorKind.PlatformRefused,
                $"View '{table.Name}' has other columns than when policy '{mark.View.PolicyId}' was applied: one was renamed.",
                "Correct the policy's fields, and apply it again.",
                table.Name);
        }

        string query = SqliteDdl.SelectRows(table.Name, request.Page.Skip, request.Page.First);
        string doing = $"Reading '{table.Name}'";
        foreach (object?[] cells in session.Rows(query, doing))
        {
            for (int at = 0; at < cells.Length; at++)
            {
                cells[at] = columns[at].Type is not { } type ? cells[at]
                    : table.Mark is not null ? Show(session, names[at], type, cells[at], doing)
                    : SqliteCell.TryRead(type, cells[at], out object? canonical, out _) ? SqliteCell.Show(type, canonical)
                    : cells[at];
            }

            yield return new TableRow(names, cells);
        }
    }

    /// <summary>A cell of a view as its column's type.</summary>
    /// <exception cref="PaceException"><see cref="PaceErrorKind.DataInvalid"/>.</exception>
    public static object? Show(SqliteSession session, string column, SqlType type, object? cell, string doing) =>
        SqliteCell.TryRead(type, cell, out object? canonical, out string? problem)
            ? SqliteCell.Show(type, canonical)
            : throw new PaceException(
                PaceErrorKind.DataInvalid,
                $"{doing} failed: the value of '{column}' {problem}.",
                "Correct the row, or the type that the policy gives the field.",
                session.File.Id);

    // A view of somebody's own may read one of Pace's.
    private static bool AsksWhoLooks(SqliteSession session, SqliteObject view) => session
        .Query(SqliteDdl.ExplainRows(view.Name), step => step["p4"] as string)
        .Exists(called => called?.StartsWith(SqliteFunction.IsMember + "(", StringComparison.Ordinal) == true);

    // A name that is misspelt would show what everybody else sees, and look like an answer.
    private static void RefuseUnknown(SqliteSession session, SqliteObject table, Audience audience)
    {
        if (table.Kind != SqliteObject.ViewKind)
        {
            throw new PaceException(
                PaceErrorKind.NotSupported,
                $"'{table.Name}' is a table: whoever opens the file sees all of it, principals or not.",
                "Name a view that a policy made, or leave -Principal out.",
                table.Name);
        }

        if (table.Mark is null && !AsksWhoLooks(session, table))
        {
            throw new PaceException(
                PaceErrorKind.NotSupported,
                $"'{table.Name}' is a view that no policy made: it shows everybody the same, principals or not.",
                "Name a view that a policy made, or leave -Principal out.",
                table.Name);
        }

        List<string> known = [.. table.Mark?.View.Grants ?? SqliteCatalog.ReadGroups(session).ToValueList()];
        foreach (string group in audience.Groups.Where(group => !known.Contains(group)))
        {
            // A view may read another one, whose policy knows the group.
            if (!SqliteCatalog.ReadGroups(session).Contains(group))
            {
                string? hint = NearestName.Hint(group, known);
                throw new PaceException(
                    PaceErrorKind.PrincipalNotFound,
                    $"No policy that was applied on '{session.File.Id}' names the group '{group}'" + (hint is null ? "." : "; " + hint),
                    "Correct the name; Get-PaceGroup lists those that are named. Leave -Principal out to see what everybody else sees.",
                    group);
            }
        }
    }
}
