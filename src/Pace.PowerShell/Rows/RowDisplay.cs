using System.Collections;
using System.ComponentModel;
using System.Globalization;
using System.Management.Automation;

namespace Pace.PowerShell.Rows;

/// <summary>
/// Rows as lines of a table, for the view in Pace.Format.ps1xml: a view of PowerShell's own must name its columns, and
/// these have the columns of whatever policy was evaluated or table was read.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class RowDisplay
{
    private const int Narrowest = 8;

    // Of a list; more do not fit into any column.
    private const int MostItems = 100;

    private readonly Func<PSObject, string> _title;
    private readonly string[] _columns;
    private readonly int[] _widths;
    private readonly bool[] _toTheRight;
    private readonly int _width;

    // PowerShell puts an empty line below what stands above a group, so that the head of a table is not part of that.
    private bool _isHeaded;

    /// <summary>For the rows of one or several tables.</summary>
    /// <param name="title">What a row's table is called, and so tells tables apart.</param>
    /// <param name="columns">The columns.</param>
    /// <param name="rows">The rows of all tables, which have the same widths; or the first of them. What is wider takes what room is left, and is cut then.</param>
    /// <param name="width">How many columns the terminal has.</param>
    internal RowDisplay(Func<PSObject, string> title, IReadOnlyList<string> columns, IEnumerable<IReadOnlyList<object?>> rows, int width)
    {
        _title = title;
        _width = width;
        _columns = [.. columns];
        _widths = [.. columns.Select(column => column.Length)];
        _toTheRight = new bool[_columns.Length];
        foreach (IReadOnlyList<object?> row in rows)
        {
            for (int at = 0; at < _columns.Length; at++)
            {
                _widths[at] = Math.Max(_widths[at], Text(row[at]).Length);
                _toTheRight[at] |= row[at] is short or int or long or decimal or double or float;
            }
        }

        // The widest gives way first.
        while (_widths.Sum() + _widths.Length - 1 > width && _widths.Max() > Narrowest)
        {
            _widths[Array.IndexOf(_widths, _widths.Max())]--;
        }
    }

    /// <summary>A row's property of a column, by the column's place.</summary>
    internal PSNoteProperty Property(int column, object? value) =>
        column == 0 ? new DisplayedProperty(_columns[0], value, this) : new PSNoteProperty(_columns[column], value);

    /// <summary>Who looks, and at which of several views: rows of which this is the same make a table.</summary>
    public static string Title(PSObject row) => Of(row) is { } display ? display._title(row) : "";

    /// <summary>What stands above a table. The next line is the table's first.</summary>
    public static string Above(PSObject row)
    {
        if (Of(row) is { } display)
        {
            display._isHeaded = false;
        }

        return "   " + Title(row);
    }

    /// <summary>A row as a line; before the first of a table the names of the columns.</summary>
    /// <param name="row">The row.</param>
    /// <param name="head">What begins the colour of the names; PowerShell takes it away where no colours are wanted.</param>
    /// <param name="reset">What ends it.</param>
    public static string Line(PSObject row, string head = "", string reset = "")
    {
        if (Of(row) is not { } display)
        {
            return row?.ToString() ?? "";
        }

        string line = display.Grow([.. display._columns.Select(column => row.Properties[column]?.Value)]);
        if (display._isHeaded)
        {
            return line;
        }

        display._isHeaded = true;
        string dashes = display.Line([.. display._columns.Select((column, at) => new string('-', Math.Min(column.Length, display._widths[at])))]);
        return string.Join(Environment.NewLine, head + display.Line(display._columns) + reset, head + dashes + reset, line);
    }

    // Of a long table only the first rows were measured. A column that gets wider pushes the next; a number whose end
    // is cut off would be another number.
    private string Grow(IReadOnlyList<object?> values)
    {
        int room = _width - _widths.Sum() - (_widths.Length - 1);
        for (int at = 0; at < _widths.Length && room > 0; at++)
        {
            int more = Math.Clamp(Text(values[at]).Length - _widths[at], 0, room);
            _widths[at] += more;
            room -= more;
        }

        return Line(values);
    }

    private string Line(IReadOnlyList<object?> values) =>
        string.Join(' ', values.Select((value, at) => Fit(Text(value), _widths[at], _toTheRight[at]))).TrimEnd();

    private static string Fit(string text, int width, bool toTheRight)
    {
        // Not within a character of two parts.
        string cut = text.Length > width ? text[..(char.IsHighSurrogate(text[width - 2]) ? width - 2 : width - 1)] + "…" : text;
        return toTheRight ? cut.PadLeft(width) : cut.PadRight(width);
    }

    private static string Text(object? value)
    {
        string text = value switch
        {
            IFormattable formattable => formattable.ToString(null, CultureInfo.CurrentCulture),
            string given => given,
            IEnumerable several => $"{{{string.Join(", ", several.Cast<object?>().Take(MostItems).Select(Text))}}}",
            _ => value?.ToString() ?? "",
        };
        return text.Any(char.IsControl) ? string.Concat(text.Select(character => char.IsControl(character) ? ' ' : character)) : text;
    }

    // What Select-Object and the like made of a row has lost it.
    private static RowDisplay? Of(PSObject? row) => (row?.Properties.FirstOrDefault() as DisplayedProperty)?.Display;
}
