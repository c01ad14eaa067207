using System.Globalization;
using System.Text;
using Pace.Engine.Compilation;

namespace Pace.Engine.Sql.Dialects;

/// <summary>Snowflake's statements about views, their grants and their rows, each without its semicolon.</summary>
internal static class SnowflakeDdl
{
    /// <summary>Makes a view with its comment where none is; fails where something is.</summary>
    public static string CreateView(SnowflakeDialect dialect, CompiledView view, string comment) =>
        $"create secure view {Name(dialect, view.Target)} comment = {SnowflakeText.Literal(comment)} as\n{view.Query}";

    /// <summary>
    /// Makes a view, or replaces query and comment of one together: whoever reads it meets the old one or the new one.
    /// What was granted on it stays.
    /// </summary>
    public static string CreateOrReplaceView(SnowflakeDialect dialect, CompiledView view, string comment) =>
        $"create or replace secure view {Name(dialect, view.Target)} copy grants comment = {SnowflakeText.Literal(comment)} as\n{view.Query}";

    /// <summary>Drops a view, and with it what was granted on it.</summary>
    public static string DropView(SnowflakeDialect dialect, QualifiedName view) => $"drop view {Name(dialect, view)}";

    /// <summary>Takes the right to select away from a role, and from those to whom it passed the right on.</summary>
    public static string RevokeSelect(SnowflakeDialect dialect, QualifiedName view, string role) =>
        $"revoke select on view {Name(dialect, view)} from role {SnowflakeText.Identifier(role)} cascade";

    /// <summary>Who may do what with a view.</summary>
    public static string ShowGrants(SnowflakeDialect dialect, QualifiedName view) => $"show grants on view {Name(dialect, view)}";

    /// <summary>The roles of the account, in order of their names, those after a name.</summary>
    /// <param name="first">How many, at most 10000.</param>
    /// <param name="after">The last name of the part before; null: from the first.</param>
    public static string ShowRoles(int first, string? after) => string.Create(
        CultureInfo.InvariantCulture, $"show roles limit {first}{(after is null ? "" : " from " + SnowflakeText.Literal(after))}");

    /// <summary>The tags of a table's columns, inherited ones too.</summary>
    public static string ColumnTags(SnowflakeDialect dialect, QualifiedName table) =>
        "select tag_name, column_name from table(information_schema.tag_references_all_columns("
        + $"{SnowflakeText.Literal(Name(dialect, table))}, 'table')) where column_name is not null order by column_name, tag_name";

    /// <summary>Has a query read, and not run.</summary>
    public static string Explain(string query) => $"{ExplainLine}\n{query}";

    /// <summary>The line that stands before the query then.</summary>
    private const string ExplainLine = "explain using text";

    /// <summary>All columns of a table's rows, in no order.</summary>
    public static string SelectRows(SnowflakeDialect dialect, QualifiedName table, long skip, long? first)
    {
        StringBuilder text = new($"select * from {Name(dialect, table)}");
        if (first is not null || skip > 0)
        {
            text.Append(CultureInfo.InvariantCulture, $" limit {first?.ToString(CultureInfo.InvariantCulture) ?? "null"} offset {skip}");
        }

        return text.ToString();
    }

    private static string Name(SnowflakeDialect dialect, QualifiedName name) => SnowflakeText.Name(dialect.Full(name));
}
