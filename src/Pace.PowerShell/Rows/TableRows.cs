using System.Management.Automation;
using Pace.Engine.Platforms;
using Pace.PowerShell.Errors;

namespace Pace.PowerShell.Rows;

/// <summary>
/// Makes objects of a table's rows as they come, a property a column. The first few are held back for as long as somebody
/// would not notice: with them the columns' widths are known before the first is displayed.
/// </summary>
internal sealed class TableRows
{
    /// <summary>The type's name, for views and for telling such objects apart.</summary>
    public const string TypeName = "Pace.TableRow";

    private const int MostHeld = 100;
    private static readonly TimeSpan Longest = TimeSpan.FromMilliseconds(200);

    private readonly string _title;
    private readonly int _width;
    private readonly Action<object?> _write;
    private readonly long _begin = Environment.TickCount64;
    private readonly List<TableRow> _held = [];
    private RowDisplay? _display;

    /// <summary>For the rows of one table.</summary>
    /// <param name="title">What is shown, and to whom.</param>
    /// <param name="width">How many columns a terminal has.</param>
    /// <param name="write">Takes an object.</param>
    public TableRows(string title, int width, Action<object?> write) => (_title, _width, _write) = (title, width, write);

    /// <summary>How many milliseconds the next row may take; -1 where it may take any time, as none is held back.</summary>
    public int Patience => _held.Count == 0 ? -1 : (int)Math.Max(0, Longest.TotalMilliseconds - (Environment.TickCount64 - _begin));

    /// <summary>Takes the next row, and writes it, now or later.</summary>
    /// <exception cref="CmdletException">Two columns have one name but for its case.</exception>
    public void Add(TableRow row)
    {
        if (_display is not null)
        {
            _write(Make(_display, row));
            return;
        }

        _held.Add(row);
        if (_held.Count >= MostHeld || Patience == 0)
        {
            Flush();
        }
    }

    /// <summary>Writes the rows that are held back.</summary>
    public void Flush()
    {
        if (_held.Count == 0)
        {
            return;
        }

        TableRow[] rows = [.. _held];
        _held.Clear();
        IReadOnlyList<string> columns = rows[0].Columns;
        HashSet<string> names = new(StringComparer.OrdinalIgnoreCase);
        if (columns.FirstOrDefault(column => !names.Add(column)) is { } twice)
        {
            throw new CmdletException(
                PaceErrors.NotSupported,
                $"Two columns are called '{twice}' but for their case, and an object has one property of a name.",
                "Ask the platform itself, or make a view that gives one of them another name.");
        }

        _display = new RowDisplay(_ => _title, columns, rows.Select(row => row.Values), _width);
        foreach (TableRow row in rows)
        {
            _write(Make(_display, row));
        }
    }

    private static PSObject Make(RowDisplay display, TableRow row)
    {
        PSObject result = RowObjects.New(row.Columns.Count);
        result.TypeNames.Insert(0, TypeName);
        for (int column = 0; column < row.Columns.Count; column++)
        {
            result.Properties.Add(display.Property(column, row.Values[column]), preValidated: true);
        }

        return result;
    }
}
