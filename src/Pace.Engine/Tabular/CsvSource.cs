using System.Globalization;
using Pace.Engine.Sql;

namespace Pace.Engine.Tabular;

/// <summary>A CSV file as a table whose types its texts tell.</summary>
internal sealed class CsvSource(CsvFile file) : TableSource
{
    public override IReadOnlyList<string> Columns => file.Columns;

    public override double Progress => file.Progress;

    internal override string Unit => "line";

    internal override string Place(long number) => string.Create(CultureInfo.InvariantCulture, $"{file.Name}({number})");

    internal override IEnumerable<SourceRow> Rows() => file.Rows();

    private protected override (IReadOnlyList<ColumnInference> Columns, long Rows) Look(CancellationToken cancellation)
    {
        ColumnInference[] columns = [.. Columns.Select(_ => new ColumnInference())];
        long rows = 0;
        foreach (SourceRow row in file.Rows())
        {
            cancellation.ThrowIfCancellationRequested();
            rows++;
            for (int i = 0; i < columns.Length; i++)
            {
                columns[i].Add((string?)row.Values[i], row.Number);
            }
        }

        return (columns, rows);
    }

    private protected override SqlType TypeOf(string column, ColumnInference found) => found.CommonType() ?? SqlType.Of(SqlTypeKind.Text);

    protected override void Dispose(bool disposing) => file.Dispose();
}
