using Markdig;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;

namespace Pace.Help.Pages;

/// <summary>A page as the list of its sections, each a heading and what stands under it.</summary>
internal sealed class PageText
{
    private static readonly MarkdownPipeline Pipeline = new MarkdownPipelineBuilder().UsePipeTables().Build();

    private readonly PageProblems _problems;

    private PageText(string file, PageProblems problems, string title, IReadOnlyList<Section> sections)
    {
        (File, _problems, Title, Sections) = (file, problems, title, sections);
    }

    /// <summary>The path.</summary>
    public string File { get; }

    /// <summary>The heading of the first level.</summary>
    public string Title { get; }

    /// <summary>The sections in order, those of the second level with those of the third among them.</summary>
    public IReadOnlyList<Section> Sections { get; }

    public static PageText Read(string file, PageProblems problems)
    {
        MarkdownDocument document = Markdown.Parse(System.IO.File.ReadAllText(file), Pipeline);
        string title = "";
        List<Section> sections = [];
        PlainText plain = new(file, problems);
        foreach (Block block in document)
        {
            // Comments are for who writes a page and for the test that runs its examples.
            if (block is HtmlBlock { Type: HtmlBlockType.Comment })
            {
                continue;
            }

            if (block is HeadingBlock heading)
            {
                string text = plain.Of(heading.Inline!);
                if (heading.Level == 1 && title.Length == 0 && sections.Count == 0)
                {
                    title = text;
                }
                else if (heading.Level is 2 or 3)
                {
                    sections.Add(new Section(heading.Level, text, heading.Line + 1, []));
                }
                else
                {
                    problems.Add(file, heading.Line + 1, "a page has one heading of the first level, then headings of the second and third");
                }
            }
            else if (sections.Count > 0)
            {
                sections[^1].Blocks.Add(block);
            }
            else if (block is not LinkReferenceDefinitionGroup)
            {
                problems.Add(file, block.Line + 1, "text stands before the first section");
            }
        }

        string name = Path.GetFileNameWithoutExtension(file);
        if (title != name)
        {
            problems.Add(file, 1, $"the page begins with the heading '# {name}'");
        }

        PageText page = new(file, problems, title, sections);
        page.CheckLinks(document);
        return page;
    }

    /// <summary>The text of blocks, a paragraph each; lists become paragraphs with a dash.</summary>
    public IReadOnlyList<string> Paragraphs(IEnumerable<Block> blocks)
    {
        PlainText plain = new(File, _problems);
        List<string> found = [];
        foreach (Block block in blocks)
        {
            switch (block)
            {
                case ParagraphBlock paragraph:
                    found.Add(plain.Of(paragraph.Inline!));
                    break;
                case ListBlock list:
                    found.AddRange(list.Cast<ListItemBlock>().Select(item => "- " + string.Join(" ", Paragraphs(item))));
                    break;
                default:
                    Problem(block.Line + 1, "here stand paragraphs and lists only");
                    break;
            }
        }

        return found;
    }

    /// <param name="line">The line, from 1.</param>
    /// <param name="message">What is wrong and what is wanted.</param>
    public void Problem(int line, string message) => _problems.Add(File, line, message);

    /// <summary>The lines of a block of code.</summary>
    public static IEnumerable<string> Lines(CodeBlock code) => (code.Lines.Lines ?? []).Take(code.Lines.Count).Select(line => line.ToString());

    // A link between pages breaks silently when a page is renamed.
    private void CheckLinks(MarkdownDocument document)
    {
        foreach (LinkInline link in document.Descendants<LinkInline>())
        {
            string target = (link.Url ?? "").Split('#')[0];
            bool web = target.StartsWith("https://", StringComparison.Ordinal);
            if (!web && !System.IO.File.Exists(Path.Combine(Path.GetDirectoryName(File)!, target)))
            {
                Problem(link.Line + 1, $"the link leads to '{target}', which is not there");
            }
        }
    }
}

/// <summary>A heading and what stands under it.</summary>
/// <param name="Level">2 or 3.</param>
/// <param name="Title">The heading's text.</param>
/// <param name="Line">Its line, from 1.</param>
/// <param name="Blocks">What follows, up to the next heading.</param>
internal sealed record Section(int Level, string Title, int Line, List<Block> Blocks);
