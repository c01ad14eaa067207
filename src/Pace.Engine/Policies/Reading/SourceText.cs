using Pace.Engine.Diagnostics;

namespace Pace.Engine.Policies.Reading;

/// <summary>A text with its lines, for turning offsets into positions. Lines end with LF, CR LF or CR.</summary>
internal sealed class SourceText
{
    private readonly List<int> _starts = [0];

    public SourceText(string text)
    {
        Text = text;
        ReadOnlySpan<char> rest = text;
        int at = 0;
        while (rest[at..].IndexOfAny('\n', '\r') is >= 0 and int found)
        {
            at += found + 1;
            if (text[at - 1] == '\r' && at < text.Length && text[at] == '\n')
            {
                at++;
            }

            _starts.Add(at);
        }
    }

    public string Text { get; }

    /// <summary>The position of what stands from one offset up to another, at most up to the end of its line.</summary>
    public TextPosition At(int start, int end)
    {
        start = Math.Clamp(start, 0, Text.Length);
        int line = LineIndex(start);
        int lineEnd = Math.Max(start, LineEnd(line));
        int stop = Math.Clamp(end, start, lineEnd);
        while (end > lineEnd && stop > start && Text[stop - 1] is ' ' or '\t')
        {
            stop--;
        }

        return new TextPosition(line + 1, start - _starts[line] + 1, stop - start);
    }

    /// <summary>The text of a line (from 1), without its end; null when there is no such line.</summary>
    public string? Line(int line) =>
        line < 1 || line > _starts.Count ? null : Text[_starts[line - 1]..LineEnd(line - 1)];

    /// <summary>The offset at which the line around an offset begins.</summary>
    public int LineStart(int offset) => _starts[LineIndex(offset)];

    /// <summary>The offset of the first tab that indents a line, on the line around an offset or after it.</summary>
    public int? IndentingTab(int offset)
    {
        for (int line = LineIndex(Math.Min(offset, Text.Length)); line < _starts.Count; line++)
        {
            ReadOnlySpan<char> rest = Text.AsSpan(_starts[line]);
            int indent = rest.IndexOfAnyExcept(" \t-?:");
            int tab = (indent < 0 ? rest : rest[..indent]).IndexOf('\t');
            if (tab >= 0)
            {
                return _starts[line] + tab;
            }
        }

        return null;
    }

    private int LineIndex(int offset)
    {
        int found = _starts.BinarySearch(offset);
        return found >= 0 ? found : ~found - 1;
    }

    private int LineEnd(int line)
    {
        int end = line + 1 < _starts.Count ? _starts[line + 1] : Text.Length;
        while (end > _starts[line] && Text[end - 1] is '\n' or '\r')
        {
            end--;
        }

        return end;
    }
}
