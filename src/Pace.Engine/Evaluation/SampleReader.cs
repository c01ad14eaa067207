using System.Globalization;
using Pace.Engine.Diagnostics;
using Pace.Engine.Evaluation.Values;
using Pace.Engine.Sql;

namespace Pace.Engine.Evaluation;

/// <summary>
/// Reads tables in hand as canonical values. Every column that is asked for must be there, under exactly its name: a
/// view shows all of a policy's columns, and one that is left out for a slip of the pen would be shown as NULL.
/// </summary>
internal static class SampleReader
{
    /// <summary>The rows, each with the columns asked for, in their order.</summary>
    /// <param name="table">The table.</param>
    /// <param name="columns">The columns, with the types that their values are of.</param>
    /// <param name="what">What the table is called in messages, such as <c>the sample</c>.</param>
    /// <exception cref="PaceException"><see cref="PaceErrorKind.DataInvalid"/>.</exception>
    public static List<object?[]> Read(SampleTable table, IReadOnlyList<(string Name, SqlType Type)> columns, string what)
    {
        int[] places = Places(table, columns, what);
        List<object?[]> rows = new(table.Rows.Count);
        foreach (IReadOnlyList<object?> given in table.Rows)
        {
            if (given.Count != table.Columns.Count)
            {
                throw new PaceException(
                    PaceErrorKind.DataInvalid,
                    string.Create(CultureInfo.InvariantCulture, $"Row {rows.Count + 1} of {what} has {given.Count} values, and there are {table.Columns.Count} columns."),
                    "Give each row a value for each column, or NULL.",
                    what);
            }

            object?[] row = new object?[places.Length];
            for (int at = 0; at < row.Length; at++)
            {
                if (!CanonicalValue.TryRead(columns[at].Type, given[places[at]], out row[at], out string? problem))
                {
                    throw DataErrors.WrongValue(rows.Count + 1, what, columns[at].Name, problem!);
                }
            }

            rows.Add(row);
        }

        return rows;
    }

    private static int[] Places(SampleTable table, IReadOnlyList<(string Name, SqlType Type)> columns, string what)
    {
        Dictionary<string, int> places = new(StringComparer.Ordinal);
        for (int at = 0; at < table.Columns.Count; at++)
        {
            if (!places.TryAdd(table.Columns[at], at) && columns.Any(column => column.Name == table.Columns[at]))
            {
                throw new PaceException(
                    PaceErrorKind.DataInvalid,
                    $"{DataErrors.Capital(what)} has two columns '{table.Columns[at]}'.",
                    "Leave one of them out.",
                    what);
            }
        }

        string[] missing = [.. columns.Select(column => column.Name).Where(name => !places.ContainsKey(name)).Distinct(StringComparer.Ordinal)];
        return missing.Length == 0
            ? [.. columns.Select(column => places[column.Name])]
            : throw DataErrors.MissingColumns(what, missing, table.Columns);
    }
}
