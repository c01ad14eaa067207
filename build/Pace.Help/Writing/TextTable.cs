namespace Pace.Help.Writing;

/// <summary>A table as text: columns side by side, long cells on several lines, a rule under the head.</summary>
/// <param name="rows">The cells, the head first.</param>
/// <param name="width">The width that there is.</param>
internal sealed class TextTable(IReadOnlyList<string[]> rows, int width)
{
    private const int Gap = 2;
    private const int Least = 8;

    public IEnumerable<string> Lines()
    {
        int[] widths = Widths();
        for (int row = 0; row < rows.Count; row++)
        {
            foreach (string line in Row(rows[row], widths))
            {
                yield return line;
            }

            if (row == 0)
            {
                yield return string.Join(new string(' ', Gap), widths.Select(size => new string('-', size)));
            }
        }
    }

    // Every column as wide as it wants to be. Where that is too much, the widest gives up a column at a time: first what
    // its words do not need, and only then words are broken.
    private int[] Widths()
    {
        int[] widths = Each(cell => cell.Length);
        int[] words = Each(cell => cell.Split(' ').Max(word => word.Length));
        while (widths.Sum() + (Gap * (widths.Length - 1)) > width)
        {
            int[] wide = [.. Enumerable.Range(0, widths.Length).Where(column => widths[column] > words[column])];
            int[] any = wide.Length > 0 ? wide : [.. Enumerable.Range(0, widths.Length)];
            int widest = any.MaxBy(column => widths[column]);
            if (widths[widest] <= Least)
            {
                break;
            }

            widths[widest]--;
        }

        return widths;
    }

    private int[] Each(Func<string, int> size) =>
        [.. Enumerable.Range(0, rows[0].Length).Select(column => Math.Max(1, rows.Max(row => column < row.Length ? size(row[column]) : 0)))];

    private static IEnumerable<string> Row(string[] cells, int[] widths)
    {
        List<string>[] lines = [.. cells.Select((cell, column) => TextWrap.Wrap(cell, widths[column], widths[column]).ToList())];
        for (int at = 0; at < lines.Max(cell => cell.Count); at++)
        {
            IEnumerable<string> parts = lines.Select((cell, column) => (at < cell.Count ? cell[at] : "").PadRight(widths[column]));
            yield return string.Join(new string(' ', Gap), parts).TrimEnd();
        }
    }
}
