using System.Text;
using Markdig.Extensions.Tables;
using Markdig.Syntax;
using Pace.Help.Pages;

namespace Pace.Help.Writing;

/// <summary>Writes a topic as plain text, in the shape of PowerShell's own.</summary>
internal sealed class AboutWriter(AboutPage topic, PageProblems problems)
{
    private const int Width = 80;
    private const int Indent = 4;
    private const int CodeIndent = 8;

    // Says of a block of code that it is one long line, which is to be broken wherever the width ends.
    private const string Broken = "broken";

    private readonly PlainText _plain = new(topic.Page.File, problems);
    private readonly StringBuilder _text = new();

    public string Write()
    {
        Heading("TOPIC", 0);
        Line(topic.Name, Indent);
        _text.Append('\n');
        Heading("SHORT DESCRIPTION", 0);
        Line(topic.Short, Indent);
        foreach (Section section in topic.Sections)
        {
            _text.Append('\n');
            Heading(section.Level == 2 ? section.Title.ToUpperInvariant() : section.Title, section.Level == 2 ? 0 : 2);
            for (int at = 0; at < section.Blocks.Count; at++)
            {
                if (at > 0)
                {
                    _text.Append('\n');
                }

                Block(section.Blocks[at], Indent);
            }
        }

        return _text.ToString();
    }

    private void Block(Block block, int indent)
    {
        switch (block)
        {
            case ParagraphBlock paragraph:
                Paragraph(_plain.Of(paragraph.Inline!), indent, indent);
                break;
            case ListBlock list:
                foreach (ListItemBlock item in list.Cast<ListItemBlock>())
                {
                    string mark = list.IsOrdered ? $"{item.Order}. " : "- ";
                    Paragraph(mark + string.Join(" ", topic.Page.Paragraphs(item)), indent, indent + mark.Length);
                }

                break;
            case Table table:
                List<string[]> rows = [.. table.Cast<TableRow>().Select(row => row.Cast<TableCell>().Select(Cell).ToArray())];
                foreach (string line in new TextTable(rows, Width - indent).Lines())
                {
                    Line(line, indent);
                }

                break;
            case FencedCodeBlock code:
                Code(code);
                break;
            default:
                topic.Page.Problem(block.Line + 1, "a topic has paragraphs, lists, tables and blocks of code");
                break;
        }
    }

    private string Cell(TableCell cell) => string.Join(" ", cell.Cast<ParagraphBlock>().Select(paragraph => _plain.Of(paragraph.Inline!)));

    private void Code(FencedCodeBlock code)
    {
        int number = code.Line + 1;
        const int Room = Width - CodeIndent;
        foreach (string line in PageText.Lines(code))
        {
            number++;
            if (line.Length <= Room)
            {
                Line(line, CodeIndent);
            }
            else if (code.Arguments == Broken)
            {
                foreach (char[] part in line.Chunk(Room))
                {
                    Line(new string(part), CodeIndent);
                }
            }
            else
            {
                topic.Page.Problem(number, $"the line is {line.Length} columns wide; a topic has room for {Room}");
            }
        }
    }

    private void Paragraph(string text, int first, int others)
    {
        int at = first;
        foreach (string line in TextWrap.Wrap(text, Width - first, Width - others))
        {
            Line(line, at);
            at = others;
        }
    }

    private void Heading(string text, int indent) => Line(text, indent);

    private void Line(string text, int indent) => _text.Append(text.Length == 0 ? "" : new string(' ', indent)).Append(text).Append('\n');
}
