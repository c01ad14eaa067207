using Microsoft.Data.Sqlite;
using Pace.Engine.Diagnostics;
using Pace.Engine.Policies;
using Pace.Engine.Sql;
using Pace.Engine.Sql.Dialects;

namespace Pace.Engine.Platforms.Sqlite;

/// <summary>Something in a file's schema.</summary>
/// <param name="Kind">SQLite's word: table, view, index or trigger.</param>
/// <param name="Name">The name.</param>
/// <param name="Table">The table or view that an index or a trigger belongs to; of others their own name.</param>
/// <param name="Sql">The text that it was made with.</param>
internal sealed record SqliteObject(string Kind, string Name, string Table, string? Sql)
{
    public const string TableKind = "table";
    public const string ViewKind = "view";
    public const string TriggerKind = "trigger";

    /// <summary>Pace's mark, where it is a view of Pace's.</summary>
    public SqliteMark? Mark { get; } = Kind == ViewKind ? SqliteMark.Read(Name, Sql) : null;

    /// <summary>Whether rows can be selected from it.</summary>
    public bool IsSelectable => Kind is TableKind or ViewKind;
}

/// <summary>A column of a table or view.</summary>
/// <param name="Name">The name.</param>
/// <param name="Declaration">The type as it is declared; empty: none.</param>
/// <param name="Type">What that is for a policy; null: no type.</param>
/// <param name="Required">Whether it never holds NULL.</param>
internal sealed record SqliteColumn(string Name, string Declaration, SqlType? Type, bool Required);

/// <summary>Asks what a file holds.</summary>
internal static class SqliteCatalog
{
    // SQLite's own things have names that nothing else can have.
    private const string ObjectsQuery =
        """
        select type, name, tbl_name, sql from main.sqlite_schema
        where type = 'trigger' or name <> '' and name not like 'sqlite\_%' escape '\'
        order by name
        """;

    // Hidden: a virtual table's parameters.
    private const string ColumnsQuery =
        """
        select name, type, "notnull" <> 0 or pk > 0 from pragma_table_xinfo(@table, 'main') where hidden <> 1 order by cid
        """;

    // Tables that a virtual table keeps its content in are nobody's to look at.
    private const string TablesQuery =
        """
        select l.name, l.type, l.ncol, s.sql from pragma_table_list l
        left join main.sqlite_schema s on s.name = l.name and s.type in ('table', 'view')
        where l.schema = 'main' and l.type <> 'shadow' and l.name <> '' and l.name not like 'sqlite\_%' escape '\'
        order by l.name limit @first offset @skip
        """;

    /// <summary>All tables, views, indexes and triggers, by name.</summary>
    public static List<SqliteObject> ReadObjects(SqliteSession session) => session.Query(
        ObjectsQuery,
        row => new SqliteObject(row.GetString(0), row.GetString(1), row.GetString(2), row.IsDBNull(3) ? null : row.GetString(3)));

    /// <summary>The columns of a table or view.</summary>
    public static List<SqliteColumn> ReadColumns(SqliteSession session, SqliteObject table) => session.Query(
        ColumnsQuery,
        row =>
        {
            string name = row.GetString(0);
            string declaration = row.GetString(1);
            SqlType? type = table.Mark is { } mark
                ? mark.Columns.Where(column => column.Name == name).Select(column => column.Type).FirstOrDefault()
                : SqliteTypes.Read(declaration, session.File.IsEmbedded);
            return new SqliteColumn(name, declaration, type, row.GetBoolean(2));
        },
        ("@table", table.Name));

    /// <summary>The columns of a policy's source that it does not list; none where the source is not there.</summary>
    public static ValueList<string> FindUncovered(
        SqliteSession session, IReadOnlyList<SqliteObject> objects, QualifiedName source, DataPolicy policy) =>
        Find(objects, source) is { IsSelectable: true } table
            ? ReadColumns(session, table).Select(column => column.Name)
                .Where(name => !(policy.Source?.Fields ?? []).Any(field => SqliteText.SameName(field.NameParts[0], name))).ToValueList()
            : [];

    /// <summary>The tables and views, as lists show them.</summary>
    public static List<TableInfo> ReadTables(SqliteSession session, Page page)
    {
        List<TableInfo> tables = session.Query(TablesQuery, row => ReadTable(session, row), ("@first", page.First ?? -1), ("@skip", page.Skip));
        return [.. tables.Select(table => table.Kind == SqliteObject.ViewKind
            ? table with { Columns = CountColumns(session, table.Name) }
            : table with { Rows = Count(session, table.Name) })];
    }

    /// <summary>The groups that the policies name whose views are there.</summary>
    public static List<string> ReadGroups(SqliteSession session) =>
    [
        .. ReadObjects(session).SelectMany(view => view.Mark?.View.Grants ?? []).Distinct(StringComparer.Ordinal)
            .Order(Evaluation.Values.TextOrder.Instance),
    ];

    /// <summary>
    /// The table or view of a name, with <c>main.</c> before it or without. Case counts only where two differ in it, as
    /// SQLite has it.
    /// </summary>
    /// <exception cref="PaceException"><see cref="PaceErrorKind.ResourceNotFound"/>.</exception>
    public static SqliteObject Find(SqliteSession session, string text)
    {
        if (!QualifiedName.TryParse(text, out QualifiedName name, out string problem))
        {
            throw new PaceException(
                PaceErrorKind.ResourceNotFound,
                $"'{text}' is no name of a table: {problem}.",
                "Write the table's name; quote one that holds a dot: \"my.table\".",
                text);
        }

        List<SqliteObject> objects = ReadObjects(session);
        return Find(objects, name) is { IsSelectable: true } found
            ? found
            : throw NotFound(session, $"table or view '{text}'", Hint(objects, name), text);
    }

    /// <summary>The table, view or index of a name; null where there is none.</summary>
    public static SqliteObject? Find(IReadOnlyList<SqliteObject> objects, QualifiedName name) =>
        name.Parts.Count == 1 || (name.Parts.Count == 2 && SqliteText.SameName(name.Schema!, SqliteText.MainSchema))
            ? objects.FirstOrDefault(found => found.Kind != SqliteObject.TriggerKind && SqliteText.SameName(found.Name, name.Name))
            : null;

    /// <summary>The name of a table or view that somebody may have meant.</summary>
    public static string? Hint(IReadOnlyList<SqliteObject> objects, QualifiedName name) => NearestName.Hint(
        name.Name, objects.Where(found => found.IsSelectable).Select(found => new QualifiedName([found.Name]).ToString()));

    /// <summary>The error about something that is not there.</summary>
    public static PaceException NotFound(SqliteSession session, string what, string? hint, string target) => new(
        PaceErrorKind.ResourceNotFound,
        $"There is no {what} on processing platform '{session.File.Id}'" + (hint is null ? "." : "; " + hint),
        "Correct the name as the file spells it; Get-PaceTable lists what is there.",
        target);

    private static TableInfo ReadTable(SqliteSession session, SqliteDataReader row)
    {
        string name = row.GetString(0);
        string kind = row.GetString(1) == "virtual" ? "virtual table" : row.GetString(1);
        SqliteMark? mark = kind == SqliteObject.ViewKind && !row.IsDBNull(3) ? SqliteMark.Read(name, row.GetString(3)) : null;
        return new TableInfo(
            session.File.Id,
            new QualifiedName([name]).ToString(),
            SqliteText.MainSchema,
            name,
            kind,
            row.GetInt32(2),
            null,
            mark?.View.PolicyId,
            null);
    }

    // SQLite does not know the columns of a view that cannot be read.
    private static int CountColumns(SqliteSession session, string view) =>
        session.FindComplaint(SqliteDdl.SelectRows(view, 0, null)) is null
            ? ReadColumns(session, new SqliteObject(SqliteObject.ViewKind, view, view, null)).Count
            : 0;

    // A virtual table whose module is not there cannot be counted.
    private static long? Count(SqliteSession session, string table)
    {
        string query = SqliteDdl.CountRows(table);
        return session.FindComplaint(query) is null ? session.Query(query, row => row.GetInt64(0))[0] : null;
    }
}
