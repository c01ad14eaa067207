using System.Text;
using Pace.Engine.Compilation;

namespace Pace.Engine.Sql.Dialects;

/// <summary>SQLite's statements about views, tables and rows, each without its semicolon.</summary>
internal static class SqliteDdl
{
    private const string MarkBegins = "/* pace: ";
    private const string MarkEnds = " */";

    // For whoever opens the file with another program, and is told that there is no such function.
    private const string Note = "-- Read it with Get-PaceTableRow: the functions pace_... are on Pace's connections only.";

    /// <summary>Makes a view where nothing is; fails where something is.</summary>
    /// <param name="view">The view.</param>
    /// <param name="mark">Pace's mark, which SQLite keeps with the view's text; null: none.</param>
    public static string CreateView(CompiledView view, string? mark) =>
        $"create view {SqliteText.Name(view.Target)} as\n{(mark is null ? "" : Mark(mark) + "\n")}{Note}\n{view.Query}";

    /// <summary>The mark of a view in the text that SQLite keeps of it; null where it does not stand where Pace writes it.</summary>
    public static string? FindMark(string view, string? sql)
    {
        if (sql is null || SqliteText.ProblemOfColumn(view) is not null)
        {
            return null;
        }

        // SQLite keeps what stands behind the words CREATE VIEW.
        string begins = $"CREATE VIEW {SqliteText.Identifier(view)} as\n{MarkBegins}";
        if (!sql.StartsWith(begins, StringComparison.Ordinal))
        {
            return null;
        }

        int ends = sql.IndexOf("*/", begins.Length, StringComparison.Ordinal);
        return ends > 0 && sql.AsSpan(0, ends + 2).EndsWith(MarkEnds, StringComparison.Ordinal)
            ? sql[begins.Length..(ends + 2 - MarkEnds.Length)]
            : null;
    }

    /// <summary>Drops a view. What reads it is left without it.</summary>
    public static string DropView(string view) => $"drop view {SqliteText.NameIn(SqliteText.MainSchema, view)}";

    /// <summary>Drops a table, with its indexes and triggers.</summary>
    public static string DropTable(string table) => $"drop table {SqliteText.NameIn(SqliteText.MainSchema, table)}";

    /// <summary>Makes a table.</summary>
    /// <param name="schema">The schema; <c>temp</c> for one that is the connection's alone.</param>
    /// <param name="table">The name.</param>
    /// <param name="columns">The columns: name, declaration (empty: none), whether NULL may stand in it.</param>
    public static string CreateTable(string schema, string table, IEnumerable<(string Name, string Declaration, bool Nullable)> columns) =>
        $"create table {SqliteText.NameIn(schema, table)} (\n  "
        + string.Join(",\n  ", columns.Select(column =>
            SqliteText.Identifier(column.Name) + (column.Declaration.Length > 0 ? " " + column.Declaration : "") + (column.Nullable ? "" : " not null")))
        + "\n)";

    /// <summary>Writes a row; a parameter for each column, in order.</summary>
    public static string Insert(string schema, string table, IReadOnlyCollection<string> columns) =>
        $"insert into {SqliteText.NameIn(schema, table)} ({string.Join(", ", columns.Select(SqliteText.Identifier))})"
        + $" values ({string.Join(", ", Enumerable.Range(1, columns.Count).Select(at => "?" + SqliteText.Number(at)))})";

    /// <summary>Copies the first rows of a table or view into a table with columns of the same names.</summary>
    public static string CopyRows(string schema, string table, string from, IReadOnlyCollection<string> columns, long first)
    {
        string list = string.Join(", ", columns.Select(SqliteText.Identifier));
        return $"insert into {SqliteText.NameIn(schema, table)} ({list}) select {list}"
            + $" from {SqliteText.NameIn(SqliteText.MainSchema, from)} not indexed limit {SqliteText.Number(first)}";
    }

    /// <summary>The steps of SQLite's own that give a table's or view's rows; each function that is called stands in one's <c>p4</c>.</summary>
    /// <param name="table">The table.</param>
    public static string ExplainRows(string table) => "explain " + SelectRows(table, 0, null);

    /// <summary>All columns of a table's or view's rows, in the table's order.</summary>
    /// <param name="table">The table.</param>
    /// <param name="skip">How many to leave out.</param>
    /// <param name="first">How many to give; null: all.</param>
    public static string SelectRows(string table, long skip, long? first)
    {
        StringBuilder text = new($"select * from {SqliteText.NameIn(SqliteText.MainSchema, table)} not indexed");
        if (first is not null || skip > 0)
        {
            // SQLite has no offset without a limit; below zero means none.
            text.Append(" limit ").Append(SqliteText.Number(first ?? -1));
        }

        if (skip > 0)
        {
            text.Append(" offset ").Append(SqliteText.Number(skip));
        }

        return text.ToString();
    }

    /// <summary>How many rows a table has.</summary>
    public static string CountRows(string table) => $"select count(*) from {SqliteText.NameIn(SqliteText.MainSchema, table)}";

    /// <summary>A statement that fails where a query would, and reads nothing.</summary>
    public static string Explain(string query) => "explain " + query;

    /// <summary>What kinds of values stand in columns of the first rows: SQLite's words, separated by commas.</summary>
    public static string SelectKinds(string table, IEnumerable<string> columns, long first)
    {
        List<string> names = [.. columns.Select(SqliteText.Identifier)];
        return $"select {string.Join(", ", names.Select(name => $"group_concat(distinct typeof({name}))"))} from (select "
            + $"{string.Join(", ", names)} from {SqliteText.NameIn(SqliteText.MainSchema, table)} limit {SqliteText.Number(first)})";
    }

    private static string Mark(string mark) => mark.Contains("*/", StringComparison.Ordinal)
        ? throw new ArgumentException("The mark would end its comment.", nameof(mark))
        : MarkBegins + mark + MarkEnds;
}
