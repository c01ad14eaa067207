namespace Pace.Engine.Sql.Dialects;

/// <summary>PostgreSQL's statements that bring back what somebody changed, each without its semicolon.</summary>
internal static class PostgresMendingDdl
{
    /// <summary>Makes a view that only this session sees, and only until it ends.</summary>
    public static string CreateTemporaryView(string name, string query) =>
        $"create temporary view {PostgresText.Identifier(name)} as\n{query}";

    /// <summary>Adds a column.</summary>
    public static string AddColumn(QualifiedName table, string column, SqlType type) =>
        $"alter table {PostgresText.Name(table)} add column {PostgresText.Identifier(column)} {PostgresWriter.Type(type)}";

    /// <summary>Gives a column another name.</summary>
    public static string RenameColumn(QualifiedName table, string column, string name) =>
        $"alter table {PostgresText.Name(table)} rename column {PostgresText.Identifier(column)} to {PostgresText.Identifier(name)}";

    /// <summary>Gives a column another type; fails where a value has no cast to it, or a view reads the column.</summary>
    public static string SetColumnType(QualifiedName table, string column, SqlType type) =>
        $"alter table {PostgresText.Name(table)} alter column {PostgresText.Identifier(column)} type {PostgresWriter.Type(type)}"
        + $" using {PostgresText.Identifier(column)}::{PostgresWriter.Type(type)}";

    /// <summary>Switches a view's security barrier on.</summary>
    public static string SetSecurityBarrier(QualifiedName view) =>
        $"alter view {PostgresText.Name(view)} set (security_barrier = true)";

    /// <summary>Sets options of a view back to what they are without being set.</summary>
    /// <param name="view">The view.</param>
    /// <param name="options">The options' names, as the server's catalog has them.</param>
    public static string ResetOptions(QualifiedName view, IEnumerable<string> options) =>
        $"alter view {PostgresText.Name(view)} reset ({string.Join(", ", options.Select(PostgresText.Identifier))})";

    /// <summary>Makes a group.</summary>
    public static string CreateGroup(string group) => $"create role {PostgresText.Identifier(group)} nologin";

    /// <summary>Lets a group reach what is in a schema.</summary>
    public static string GrantUsage(string schema, string group) =>
        $"grant usage on schema {PostgresText.Identifier(schema)} to {PostgresText.Identifier(group)}";
}
