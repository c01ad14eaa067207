using System.Globalization;
using System.Text;

namespace Pace.Engine.Sql.Dialects;

/// <summary>PostgreSQL's statements for looking at rows in a transaction that is rolled back.</summary>
internal static class PostgresEvaluationSql
{
    /// <summary>
    /// What is set for the transaction: texts of values that can be read, and one time zone, so that an evaluation
    /// shows the same on each machine.
    /// </summary>
    public static IReadOnlyList<string> Settings { get; } =
    [
        "set local datestyle = 'ISO, YMD'",
        "set local intervalstyle = 'postgres'",
        "set local timezone = 'UTC'",
        "set local bytea_output = 'hex'",
        "set local extra_float_digits = 1",
    ];

    /// <summary>Marks a place to go back to.</summary>
    public const string Savepoint = "savepoint pace_attempt";

    /// <summary>Goes back to the place that was marked last.</summary>
    public const string BackToSavepoint = "rollback to savepoint pace_attempt";

    /// <summary>Makes a table for rows in hand. Also gives where in the statement each column's type stands.</summary>
    public static (string Text, IReadOnlyList<int> Types) CreateTable(
        QualifiedName table, string rowNumber, IEnumerable<(string Name, SqlType Type)> columns)
    {
        StringBuilder text = new($"create temporary table {PostgresText.Name(table)} ({PostgresText.Identifier(rowNumber)} bigint");
        List<int> types = [];
        foreach ((string name, SqlType type) in columns)
        {
            text.Append(CultureInfo.InvariantCulture, $", {PostgresText.Identifier(name)} ");
            types.Add(text.Length);
            text.Append(PostgresWriter.Type(type));
        }

        return (text.Append(") on commit drop").ToString(), types);
    }

    /// <summary>Makes a table of a source's first rows.</summary>
    public static string CreateTableFrom(QualifiedName table, string rowNumber, QualifiedName source, IEnumerable<string> columns, long first)
    {
        string names = string.Concat(columns.Select(column => ", " + PostgresText.Identifier(column)));
        return $"create temporary table {PostgresText.Name(table)} on commit drop as"
            + $" select pg_catalog.row_number() over () as {PostgresText.Identifier(rowNumber)}{names}"
            + $" from {PostgresText.Name(source)} limit {first.ToString(CultureInfo.InvariantCulture)}";
    }

    /// <summary>Reads rows from the client as text, with PostgreSQL's own input of each column's type.</summary>
    public static string CopyIn(QualifiedName table, IEnumerable<string> columns) =>
        $"copy {PostgresText.Name(table)} ({string.Join(", ", columns.Select(PostgresText.Identifier))}) from stdin";

    /// <summary>Makes a view of a query.</summary>
    public static string CreateView(QualifiedName view, string query) => $"create temporary view {PostgresText.Name(view)} as\n{query}";
}
