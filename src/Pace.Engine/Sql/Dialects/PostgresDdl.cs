using System.Globalization;
using System.Text;
using Pace.Engine.Compilation;

namespace Pace.Engine.Sql.Dialects;

/// <summary>
/// PostgreSQL's statements about views and their grants, each without its semicolon. A grantee of null is PUBLIC.
/// </summary>
internal static class PostgresDdl
{
    /// <summary>Makes a view where none is; fails where something is.</summary>
    public static string CreateView(CompiledView view) => Create("create view", view);

    /// <summary>
    /// Makes a view, or replaces the query and all options of one whose columns begin with the same names and types.
    /// </summary>
    public static string CreateOrReplaceView(CompiledView view) => Create("create or replace view", view);

    /// <summary>Drops a view; fails where something depends on it.</summary>
    public static string DropView(QualifiedName view) => $"drop view {PostgresText.Name(view)}";

    /// <summary>Lets a role, or everybody, select from a view.</summary>
    public static string GrantSelect(QualifiedName view, string? grantee, bool grantOption = false) =>
        $"grant select on {PostgresText.Name(view)} to {Grantee(grantee)}{(grantOption ? " with grant option" : "")}";

    /// <summary>Lets a role, or everybody, select one column of a view.</summary>
    public static string GrantSelectColumn(QualifiedName view, string column, string? grantee, bool grantOption = false) =>
        $"grant select ({PostgresText.Identifier(column)}) on {PostgresText.Name(view)} to {Grantee(grantee)}"
        + (grantOption ? " with grant option" : "");

    /// <summary>
    /// Takes rights on a view away, those on single columns too, and with them what the grantee passed on.
    /// </summary>
    /// <param name="view">The view.</param>
    /// <param name="privileges">PostgreSQL's words for the rights, such as <c>INSERT</c>.</param>
    /// <param name="grantee">From whom.</param>
    public static string Revoke(QualifiedName view, IEnumerable<string> privileges, string? grantee) =>
        $"revoke {string.Join(", ", privileges.Select(Privilege))} on {PostgresText.Name(view)}"
        + $" from {Grantee(grantee)} cascade";

    /// <summary>Leaves a role its right to select and takes away the right to pass it on, with what it passed on.</summary>
    public static string RevokeGrantOption(QualifiedName view, string? grantee) =>
        $"revoke grant option for select on {PostgresText.Name(view)} from {Grantee(grantee)} cascade";

    /// <summary>Gives a view to a role.</summary>
    public static string SetOwner(QualifiedName view, string owner) =>
        $"alter view {PostgresText.Name(view)} owner to {PostgresText.Identifier(owner)}";

    /// <summary>Sets a view's comment.</summary>
    public static string Comment(QualifiedName view, string comment) =>
        $"comment on view {PostgresText.Name(view)} is {PostgresText.Literal(comment)}";

    /// <summary>Sets a column's comment.</summary>
    public static string CommentColumn(QualifiedName view, string column, string comment) =>
        $"comment on column {PostgresText.Name(view)}.{PostgresText.Identifier(column)} is {PostgresText.Literal(comment)}";

    /// <summary>All columns of a table's rows, in no order.</summary>
    /// <param name="table">The table.</param>
    /// <param name="skip">How many to leave out.</param>
    /// <param name="first">How many to give; null: all.</param>
    public static string SelectRows(QualifiedName table, long skip, long? first)
    {
        StringBuilder text = new($"select * from {PostgresText.Name(table)}");
        if (skip > 0)
        {
            text.Append(CultureInfo.InvariantCulture, $" offset {skip}");
        }

        if (first is { } count)
        {
            text.Append(CultureInfo.InvariantCulture, $" limit {count}");
        }

        return text.ToString();
    }

    private static string Create(string create, CompiledView view) =>
        $"{create} {PostgresText.Name(view.Target)}{(view.HidesRows ? "\nwith (security_barrier = true)" : "")} as\n{view.Query}";

    private static string Grantee(string? grantee) => grantee is null ? "public" : PostgresText.Identifier(grantee);

    // The words come from the server's catalog; nothing else than a word gets into a statement.
    private static string Privilege(string privilege) => privilege.Length > 0 && privilege.All(char.IsAsciiLetter)
        ? privilege.ToLowerInvariant()
        : throw new ArgumentException($"'{privilege}' is no privilege.", nameof(privilege));
}
