using System.Text;
using Markdig.Syntax.Inlines;

namespace Pace.Help.Pages;

/// <summary>Makes plain text of what a help system without markup is to show.</summary>
internal sealed class PlainText(string file, PageProblems problems)
{
    /// <summary>The text of a paragraph, a heading or a cell, without line breaks.</summary>
    public string Of(ContainerInline inlines)
    {
        StringBuilder text = new();
        Append(inlines, text);
        return text.ToString().Trim();
    }

    private void Append(ContainerInline inlines, StringBuilder text)
    {
        foreach (Inline inline in inlines)
        {
            switch (inline)
            {
                case LiteralInline literal:
                    text.Append(literal.Content.AsSpan());
                    break;
                case CodeInline code:
                    text.Append(code.Content);
                    break;
                case HtmlEntityInline entity:
                    text.Append(entity.Transcoded.AsSpan());
                    break;
                case AutolinkInline link:
                    text.Append(link.Url);
                    break;
                case LineBreakInline:
                    text.Append(' ');
                    break;
                case EmphasisInline emphasis:
                    Append(emphasis, text);
                    break;
                case LinkInline { IsImage: false } link:
                    Append(link, text);
                    break;
                default:
                    problems.Add(file, inline.Line + 1, $"help shows no {inline.GetType().Name}: write plain text, code, emphasis or links");
                    break;
            }
        }
    }
}
