using Pace.Engine.Policies;
using Pace.Engine.Sql;

namespace Pace.Engine.Platforms.Sqlite;

/// <summary>A table that is to be made in a SQLite file, or filled, from rows in hand.</summary>
/// <param name="Name">The table's name: <c>name</c> or <c>main.name</c>.</param>
/// <param name="Columns">The columns, in the order in which rows give their values. At least one.</param>
/// <param name="Rows">
/// The rows, as many values each as there are columns: canonical values or of whatever .NET type, text of a CSV file
/// included; the column's type says what they are read as. Read once, one after the other, on another thread than the
/// caller's.
/// </param>
/// <param name="Mode">What is to be done where the table is there already.</param>
public sealed record TableImport(
    QualifiedName Name,
    ValueList<ImportColumn> Columns,
    IEnumerable<IReadOnlyList<object?>> Rows,
    ImportMode Mode = ImportMode.Create)
{
    /// <summary>Is told now and then how many rows were written; null: nobody.</summary>
    public IProgress<long>? Progress { get; init; }
}

/// <summary>A column of a table that is imported.</summary>
/// <param name="Name">The name.</param>
/// <param name="Type">The type, with its length or precision; values that do not fit are refused.</param>
/// <param name="Nullable">Whether NULL may stand in it.</param>
public sealed record ImportColumn(string Name, SqlType Type, bool Nullable = true);

/// <summary>What an import does where the table is there already.</summary>
public enum ImportMode
{
    /// <summary>Fails.</summary>
    Create,

    /// <summary>Drops the table and makes it anew. Views of policies stay where the columns that they read stay.</summary>
    Replace,

    /// <summary>
    /// Adds rows to it; makes it where it is not there. Columns are matched by name, and values are converted to the
    /// table's types; those that the import does not give are NULL or their default.
    /// </summary>
    Append,
}

/// <summary>What an import did.</summary>
/// <param name="Name">The table.</param>
/// <param name="Rows">How many rows were written.</param>
/// <param name="Created">Whether the table was made, or made anew.</param>
/// <param name="Columns">The table's columns, as it has them now.</param>
public sealed record ImportedTable(QualifiedName Name, long Rows, bool Created, ValueList<ImportColumn> Columns);
