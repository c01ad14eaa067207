using Pace.Engine.Diagnostics;
using Pace.Engine.Evaluation;

namespace Pace.Engine.Tabular;

/// <summary>A CSV file as a table.</summary>
public static class CsvTable
{
    /// <summary>
    /// A whole file in memory, for evaluation: each value the text of its field, an empty field without quotes null.
    /// </summary>
    /// <param name="path">The file.</param>
    /// <param name="options">How it is written; null: <see cref="CsvOptions.Default"/>.</param>
    /// <param name="cancellation">Stops the reading.</param>
    /// <exception cref="PaceException"><see cref="PaceErrorKind.DataInvalid"/>: it is no CSV; names file and line.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static SampleTable ReadSample(string path, CsvOptions? options = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(path);
        using CsvFile file = CsvFile.Open(path, options);
        List<IReadOnlyList<object?>> rows = [];
        foreach (SourceRow row in file.Rows())
        {
            cancellation.ThrowIfCancellationRequested();
            rows.Add(row.Values);
        }

        return new SampleTable(file.Columns, rows);
    }
}
