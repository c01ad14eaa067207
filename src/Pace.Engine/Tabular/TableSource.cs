using System.Globalization;
using Pace.Engine.Diagnostics;
using Pace.Engine.Sql;

namespace Pace.Engine.Tabular;

/// <summary>A table in hand: rows that can be read more than once, one after the other, in little memory.</summary>
public abstract class TableSource : IDisposable
{
    /// <summary>The columns' names, in order; no two alike.</summary>
    public abstract IReadOnlyList<string> Columns { get; }

    /// <summary>What rows are counted in: <c>line</c> or <c>object</c>.</summary>
    internal abstract string Unit { get; }

    /// <summary>How far a reading has come, from 0 to 1; may be asked from another thread.</summary>
    public abstract double Progress { get; }

    /// <summary>A CSV file. Closed by <see cref="Dispose()"/>.</summary>
    /// <param name="path">The file.</param>
    /// <param name="options">How it is written; null: <see cref="CsvOptions.Default"/>.</param>
    /// <exception cref="PaceException"><see cref="PaceErrorKind.DataInvalid"/>: it is no CSV; names file and line.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static TableSource OpenCsv(string path, CsvOptions? options = null) => new CsvSource(CsvFile.Open(path, options));

    /// <summary>
    /// Reads all rows and gives the table with a type for each column: the one declared, else the narrowest that holds
    /// every value exactly.
    /// </summary>
    /// <param name="declared">What was said of columns.</param>
    /// <param name="cancellation">Stops the reading.</param>
    /// <exception cref="PaceException">
    /// <see cref="PaceErrorKind.DataInvalid"/>: the rows are no table, or a column's values have no type in common.
    /// </exception>
    public TypedTable Infer(IReadOnlyList<ColumnDeclaration> declared, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(declared);
        ColumnDeclaration.Check(declared, Columns);
        Dictionary<string, ColumnDeclaration> said = declared.ToDictionary(column => column.Name, StringComparer.OrdinalIgnoreCase);
        (IReadOnlyList<ColumnInference> found, long rows) = Look(cancellation);
        List<TableColumn> columns = [];
        for (int i = 0; i < Columns.Count; i++)
        {
            columns.Add(Column(Columns[i], found[i], said.GetValueOrDefault(Columns[i])));
        }

        return new TypedTable(this, columns, rows);
    }

    /// <summary>The rows from the first, each with its line or number. One enumeration at a time.</summary>
    internal abstract IEnumerable<SourceRow> Rows();

    /// <summary>Looks at the values of all rows.</summary>
    private protected abstract (IReadOnlyList<ColumnInference> Columns, long Rows) Look(CancellationToken cancellation);

    /// <summary>The type of a column of which nothing was said.</summary>
    private protected abstract SqlType TypeOf(string column, ColumnInference found);

    /// <summary>A row's place, for the beginning of a message.</summary>
    internal abstract string Place(long number);

    /// <summary>Closes what is open.</summary>
    public void Dispose()
    {
        Dispose(true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Closes what is open.</summary>
    protected abstract void Dispose(bool disposing);

    private TableColumn Column(string name, ColumnInference found, ColumnDeclaration? declaration)
    {
        SqlType type = declaration?.Type ?? TypeOf(name, found);
        long nulls = found.Nulls + (type.IsText ? 0 : found.Empties);
        // Of an empty table nothing is known.
        bool nullable = declaration?.Nullable ?? (nulls > 0 || found.Values + found.Empties == 0);
        string? reason = declaration is null ? found.Note(Unit) : null;
        bool counts = nulls > 0 && found.Values + found.Empties > 0;
        string? count = counts ? string.Create(CultureInfo.InvariantCulture, $"{nulls} NULL") : null;
        return new TableColumn(name, type, nullable, nulls, (count, reason) is ({ }, { }) ? $"{count}; {reason}" : count ?? reason);
    }
}

/// <summary>A row of a table in hand.</summary>
/// <param name="Number">Its line or number, from 1.</param>
/// <param name="Values">As many values as there are columns, NULL as null.</param>
internal readonly record struct SourceRow(long Number, IReadOnlyList<object?> Values);
