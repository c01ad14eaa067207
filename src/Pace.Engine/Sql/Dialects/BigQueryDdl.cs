using System.Globalization;
using System.Text;
using Pace.Engine.Compilation;

namespace Pace.Engine.Sql.Dialects;

/// <summary>
/// BigQuery's statements about views, their grants and their rows. Views are made through requests, which change query and
/// description together and keep what was granted; their statements are what those amount to, for people to read.
/// </summary>
internal static class BigQueryDdl
{
    /// <summary>Makes a view with its description where none is.</summary>
    public static string CreateView(BigQueryDialect dialect, CompiledView view, string description, (string Key, string Value) label) =>
        Create("create view", dialect, view, description, label);

    /// <summary>Replaces query and description of a view.</summary>
    public static string CreateOrReplaceView(BigQueryDialect dialect, CompiledView view, string description, (string Key, string Value) label) =>
        Create("create or replace view", dialect, view, description, label);

    /// <summary>Drops a view.</summary>
    public static string DropView(BigQueryDialect dialect, QualifiedName view) => $"drop view {Name(dialect, view)}";

    /// <summary>Takes the right to read a view away from a group of IAM.</summary>
    public static string RevokeSelect(BigQueryDialect dialect, QualifiedName view, string group) =>
        $"revoke `roles/bigquery.dataViewer` on view {Name(dialect, view)} from {BigQueryText.Literal("group:" + group)}";

    /// <summary>Lets a view read a dataset for its readers; there is no statement for it.</summary>
    public static string Authorize(BigQueryAuthorization authorization) =>
        $"-- authorize the view {BigQueryText.Name(authorization.View)} on the dataset {BigQueryText.Name(authorization.Dataset)}";

    /// <summary>Ends that.</summary>
    public static string Deauthorize(BigQueryAuthorization authorization) =>
        $"-- end the authorization of the view {BigQueryText.Name(authorization.View)} on the dataset {BigQueryText.Name(authorization.Dataset)}";

    /// <summary>The groups that somebody is in.</summary>
    public static string SelectGroups(BigQueryDialect dialect, QualifiedName table) =>
        $"select distinct userGroup from {Name(dialect, table)} where userGroup is not null order by userGroup";

    /// <summary>All columns of a table's rows, in no order.</summary>
    public static string SelectRows(BigQueryDialect dialect, QualifiedName table, long skip, long? first)
    {
        StringBuilder text = new($"select * from {Name(dialect, table)}");
        if (first is not null || skip > 0)
        {
            text.Append(CultureInfo.InvariantCulture, $" limit {first ?? long.MaxValue} offset {skip}");
        }

        return text.ToString();
    }

    private static string Create(
        string create, BigQueryDialect dialect, CompiledView view, string description, (string Key, string Value) label) =>
        $"{create} {Name(dialect, view.Target)} options (description = {BigQueryText.Literal(description)},"
        + $" labels = [({BigQueryText.Literal(label.Key)}, {BigQueryText.Literal(label.Value)})]) as\n{view.Query}";

    private static string Name(BigQueryDialect dialect, QualifiedName name) => BigQueryText.Name(dialect.Full(name));
}
