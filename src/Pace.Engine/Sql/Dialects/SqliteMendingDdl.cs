namespace Pace.Engine.Sql.Dialects;

/// <summary>SQLite's statements that bring back what somebody changed, each without its semicolon.</summary>
internal static class SqliteMendingDdl
{
    private const string Create = "create view ";

    /// <summary>Adds a column.</summary>
    public static string AddColumn(string table, string column, SqlType type) =>
        $"alter table {SqliteText.NameIn(SqliteText.MainSchema, table)} add column {SqliteText.Identifier(column)} {SqliteTypes.Write(type)}";

    /// <summary>Gives a column another name, in the views that read it too.</summary>
    public static string RenameColumn(string table, string column, string name) =>
        $"alter table {SqliteText.NameIn(SqliteText.MainSchema, table)} rename column {SqliteText.Identifier(column)} to {SqliteText.Identifier(name)}";

    /// <summary>Whether the text that SQLite keeps of a view is that of a statement which made it.</summary>
    public static bool IsTextOf(string? kept, string statement) =>
        kept is not null && kept.Length == statement.Length
        && kept.StartsWith(Create, StringComparison.OrdinalIgnoreCase)
        && string.Equals(kept[Create.Length..], statement[Create.Length..], StringComparison.Ordinal);
}
