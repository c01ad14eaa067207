using Pace.Engine.Diagnostics;

namespace Pace.Engine.Tests.Support;

/// <summary>A document with one part marked by <c>«</c> and <c>»</c>: the place that a message must point to.</summary>
public sealed record MarkedText(string Text, TextPosition Position)
{
    /// <summary>Takes the marks out and counts lines and columns from 1.</summary>
    public static MarkedText Parse(string marked)
    {
        int start = marked.IndexOf('«', StringComparison.Ordinal);
        int end = marked.IndexOf('»', StringComparison.Ordinal) - 1;
        string text = marked.Replace("«", "", StringComparison.Ordinal).Replace("»", "", StringComparison.Ordinal);
        int line = text[..start].Count(c => c == '\n') + 1;
        int column = start - (text[..start].LastIndexOf('\n') + 1) + 1;
        return new MarkedText(text, new TextPosition(line, column, end - start));
    }
}
