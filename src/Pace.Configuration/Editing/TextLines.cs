namespace Pace.Configuration.Editing;

/// <summary>A text cut into lines that keep their ends, so that untouched lines stay byte for byte.</summary>
internal sealed class TextLines
{
    private readonly List<string> _lines = [];

    /// <summary>Cuts a text.</summary>
    public TextLines(string text)
    {
        for (int start = 0; start < text.Length;)
        {
            int end = text.IndexOf('\n', start);
            int next = end < 0 ? text.Length : end + 1;
            _lines.Add(text[start..next]);
            start = next;
        }

        string? first = _lines.FirstOrDefault(static line => line.EndsWith('\n'));
        LineEnd = first?.EndsWith("\r\n", StringComparison.Ordinal) == true ? "\r\n" : "\n";
    }

    /// <summary>How many lines there are.</summary>
    public int Count => _lines.Count;

    private string LineEnd { get; }

    /// <summary>A line without its end.</summary>
    public string this[int line] => _lines[line].TrimEnd('\r', '\n');

    /// <summary>Replaces a part of a line.</summary>
    public void Replace(int line, int column, int endColumn, string text) =>
        _lines[line] = string.Concat(_lines[line].AsSpan(0, column), text, _lines[line].AsSpan(endColumn));

    /// <summary>Puts lines before a line; the count puts them at the end.</summary>
    public void Insert(int line, IEnumerable<string> content)
    {
        if (line == Count && Count > 0 && !_lines[^1].EndsWith('\n')) _lines[^1] += LineEnd;
        _lines.InsertRange(line, content.Select(text => text + LineEnd));
    }

    /// <summary>Takes lines out, the last one included.</summary>
    public void Remove(int line, int lastLine) => _lines.RemoveRange(line, lastLine - line + 1);

    /// <summary>The last line, from a line backwards, on which anything stands.</summary>
    public int LastWritten(int line)
    {
        while (line > 0 && string.IsNullOrWhiteSpace(_lines[line])) line--;
        return line;
    }

    public override string ToString() => string.Concat(_lines);
}
