using Pace.Engine.Diagnostics;
using Pace.Engine.Evaluation.Values;
using Pace.Engine.Policies.Language;

namespace Pace.Engine.Tabular;

/// <summary>A table in hand whose columns have types.</summary>
public sealed class TypedTable
{
    private readonly TableSource _source;

    internal TypedTable(TableSource source, IReadOnlyList<TableColumn> columns, long count)
    {
        _source = source;
        Columns = columns;
        Count = count;
    }

    /// <summary>The columns.</summary>
    public IReadOnlyList<TableColumn> Columns { get; }

    /// <summary>How many rows there are.</summary>
    public long Count { get; }

    /// <summary>The rows as canonical values of the columns' types.</summary>
    /// <exception cref="PaceException">
    /// <see cref="PaceErrorKind.DataInvalid"/>, while reading: a value is not of its column's type; the message names
    /// the line, or the number of the object, and the column.
    /// </exception>
    public IEnumerable<IReadOnlyList<object?>> Rows()
    {
        foreach (SourceRow row in _source.Rows())
        {
            object?[] values = new object?[Columns.Count];
            for (int i = 0; i < values.Length; i++)
            {
                values[i] = Read(row, i);
            }

            yield return values;
        }
    }

    private object? Read(SourceRow row, int index)
    {
        TableColumn column = Columns[index];
        object? value = ObjectValue.For(column.SqlType, row.Values[index]);
        // There is no empty number or date: whoever writes one means none.
        value = value is "" && !column.SqlType.IsText ? null : value;
        if (!CanonicalValue.TryRead(column.SqlType, value, out object? canonical, out string? problem))
        {
            throw Wrong(row, index, problem ?? "is not of that type");
        }

        return canonical is not null || column.Nullable ? canonical : throw Wrong(row, index, "is NULL, and the column is declared not null");
    }

    private PaceException Wrong(SourceRow row, int index, string problem)
    {
        TableColumn column = Columns[index];
        return new PaceException(
            PaceErrorKind.DataInvalid,
            $"{_source.Place(row.Number)}: the value of column {Quote.Name(column.Name)} ({column.Type}) {problem}. Nothing was imported.",
            "Correct the value, or give the column another type with -Schema.",
            column.Name);
    }
}
