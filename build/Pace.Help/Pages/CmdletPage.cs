using Markdig.Syntax;
using Markdig.Syntax.Inlines;
using Pace.Help.Cmdlets;

namespace Pace.Help.Pages;

/// <summary>A cmdlet's page: what somebody wrote about it, held against what the assembly says.</summary>
internal sealed record CmdletPage
{
    // The width of a terminal, less what Get-Help puts before each line.
    private const int CodeWidth = 76;

    private static readonly (string Title, bool Required)[] Order =
    [
        ("Synopsis", true), ("Description", true), ("Examples", true), ("Parameters", false), ("Inputs", true), ("Outputs", true),
        ("Notes", false), ("Links", true),
    ];

    public required string Synopsis { get; init; }

    public required IReadOnlyList<string> Description { get; init; }

    public required IReadOnlyList<Example> Examples { get; init; }

    /// <summary>The text of each parameter by its name.</summary>
    public required IReadOnlyDictionary<string, IReadOnlyList<string>> Parameters { get; init; }

    public required IReadOnlyList<TypeText> Inputs { get; init; }

    public required IReadOnlyList<TypeText> Outputs { get; init; }

    public required IReadOnlyList<string> Notes { get; init; }

    public required IReadOnlyList<PageLink> Links { get; init; }

    public static CmdletPage Parse(PageText page, CmdletInfo cmdlet)
    {
        Dictionary<string, (Section Head, List<Section> Parts)> sections = Split(page);
        CmdletPage parsed = new()
        {
            Synopsis = Single(page, Text("Synopsis"), sections.GetValueOrDefault("Synopsis").Head),
            Description = Text("Description"),
            Examples = [.. Parts("Examples").Select(part => ParseExample(page, part))],
            Parameters = Parts("Parameters").DistinctBy(part => part.Title)
                .ToDictionary(part => part.Title.TrimStart('-'), part => Filled(page, part), StringComparer.Ordinal),
            Inputs = [.. Parts("Inputs").Select(part => new TypeText(part.Title, Filled(page, part)))],
            Outputs = [.. Parts("Outputs").Select(part => new TypeText(part.Title, Filled(page, part)))],
            Notes = Text("Notes"),
            Links = [.. ParseLinks(page, sections.GetValueOrDefault("Links").Head)],
        };
        Compare(page, cmdlet, sections, parsed);
        return parsed;

        List<Section> Parts(string title) => sections.TryGetValue(title, out var found) ? found.Parts : [];

        IReadOnlyList<string> Text(string title) => sections.TryGetValue(title, out var found) ? page.Paragraphs(found.Head.Blocks) : [];
    }

    private static Dictionary<string, (Section Head, List<Section> Parts)> Split(PageText page)
    {
        Dictionary<string, (Section Head, List<Section> Parts)> found = new(StringComparer.Ordinal);
        List<Section>? parts = null;
        int at = -1;
        foreach (Section section in page.Sections)
        {
            if (section.Level == 3)
            {
                parts?.Add(section);
                continue;
            }

            int place = Array.FindIndex(Order, item => item.Title == section.Title);
            if (place < 0)
            {
                page.Problem(section.Line, $"no heading '{section.Title}' is known; a page has {string.Join(", ", Order.Select(item => item.Title))}");
            }
            else if (place <= at)
            {
                page.Problem(section.Line, $"'{section.Title}' stands in the wrong place; the order is {string.Join(", ", Order.Select(item => item.Title))}");
            }

            at = Math.Max(at, place);
            parts = [];
            found.TryAdd(section.Title, (section, parts));
            bool hasParts = section.Title is "Examples" or "Parameters" or "Inputs" or "Outputs";
            if (hasParts && section.Blocks.Count > 0)
            {
                page.Problem(section.Blocks[0].Line + 1, $"under '{section.Title}' comes a heading of the third level first");
            }
        }

        foreach ((string title, _) in Order.Where(item => item.Required && !found.ContainsKey(item.Title)))
        {
            page.Problem(1, $"the section '{title}' is missing");
        }

        foreach ((string title, (Section head, List<Section> under)) in found)
        {
            bool empty = head.Blocks.Count == 0 && under.Count == 0;
            if (empty)
            {
                page.Problem(head.Line, $"the section '{title}' is empty");
            }
        }

        return found;
    }

    private static string Single(PageText page, IReadOnlyList<string> paragraphs, Section? section)
    {
        if (section is not null && paragraphs.Count != 1)
        {
            page.Problem(section.Line, "a synopsis is one paragraph");
        }

        return paragraphs is [string first, ..] ? first : "";
    }

    private static IReadOnlyList<string> Filled(PageText page, Section section)
    {
        IReadOnlyList<string> text = page.Paragraphs(section.Blocks);
        if (text.Count == 0)
        {
            page.Problem(section.Line, $"there is no text under '{section.Title}'");
        }

        return text;
    }

    private static Example ParseExample(PageText page, Section section)
    {
        List<FencedCodeBlock> code = [.. section.Blocks.TakeWhile(block => block is FencedCodeBlock).Cast<FencedCodeBlock>()];
        bool isCode = code.Count is 1 or 2 && code[0].Info == "powershell" && code.Skip(1).All(block => block.Info == "output");
        if (!isCode)
        {
            page.Problem(section.Line, "an example begins with a block ```powershell, which one ```output may follow");
        }

        foreach (FencedCodeBlock block in code)
        {
            int number = block.Line + 1;
            if (!PageText.Lines(block).Any())
            {
                page.Problem(number, "the block is empty");
            }

            foreach (string line in PageText.Lines(block))
            {
                number++;
                if (line.Length > CodeWidth)
                {
                    page.Problem(number, $"the line is {line.Length} columns wide; Get-Help has room for {CodeWidth}");
                }
            }
        }

        IReadOnlyList<string> remarks = page.Paragraphs(section.Blocks.Skip(code.Count));
        if (remarks.Count == 0)
        {
            page.Problem(section.Line, "after its code an example says in a sentence what it does");
        }

        return new Example(section.Title, string.Join("\n\n", code.Select(block => string.Join('\n', PageText.Lines(block)))), remarks);
    }

    private static IEnumerable<PageLink> ParseLinks(PageText page, Section? section)
    {
        foreach (Block block in section?.Blocks ?? [])
        {
            List<LinkInline> links = [.. block.Descendants<LinkInline>()];
            bool isList = block is ListBlock list && list.Count == links.Count;
            if (!isList)
            {
                page.Problem(block.Line + 1, "links are a list with one link an item");
            }

            foreach (LinkInline link in links)
            {
                string text = string.Concat(link.Descendants<LiteralInline>().Select(literal => literal.Content.ToString()));
                yield return new PageLink(text, link.Url!.StartsWith("https://", StringComparison.Ordinal) ? link.Url : "");
            }
        }
    }

    private static void Compare(PageText page, CmdletInfo cmdlet, Dictionary<string, (Section Head, List<Section> Parts)> sections, CmdletPage parsed)
    {
        List<string> own = [.. cmdlet.Parameters.Where(parameter => parameter.CommonText is null).Select(parameter => parameter.Name)];
        (Section? head, List<Section>? parts) = sections.GetValueOrDefault("Parameters");
        foreach (string missing in own.Except(parsed.Parameters.Keys))
        {
            page.Problem(head?.Line ?? 1, $"the parameter -{missing} of {cmdlet.Name} has no text: write '### -{missing}' under Parameters");
        }

        HashSet<string> seen = [];
        foreach (Section part in parts ?? [])
        {
            if (!part.Title.StartsWith('-') || !own.Contains(part.Title[1..]))
            {
                page.Problem(part.Line, $"{cmdlet.Name} has no parameter '{part.Title}'");
            }
            else if (!seen.Add(part.Title))
            {
                page.Problem(part.Line, $"the parameter {part.Title} stands here twice");
            }
        }

        CompareTypes(page, "Outputs", sections.GetValueOrDefault("Outputs").Head, parsed.Outputs, cmdlet.Outputs);
        bool takesInput = cmdlet.Parameters.Any(parameter => parameter.Uses.Values.Any(use => use.ByValue || use.ByPropertyName));
        if (takesInput == parsed.Inputs.Any(input => input.Name == "None"))
        {
            page.Problem(
                sections.GetValueOrDefault("Inputs").Head?.Line ?? 1,
                takesInput ? $"{cmdlet.Name} takes objects from the pipeline: say which" : $"{cmdlet.Name} takes nothing from the pipeline: write '### None'");
        }
    }

    private static void CompareTypes(PageText page, string title, Section? section, IReadOnlyList<TypeText> written, IReadOnlyList<string> real)
    {
        IReadOnlyList<string> wanted = real.Count > 0 ? real : ["None"];
        if (!written.Select(item => item.Name).Order(StringComparer.Ordinal).SequenceEqual(wanted.Order(StringComparer.Ordinal)))
        {
            page.Problem(section?.Line ?? 1, $"under {title} stand headings for {string.Join(", ", wanted)}, and no others");
        }
    }
}

/// <summary>An example.</summary>
/// <param name="Title">What it shows.</param>
/// <param name="Code">The commands, and after an empty line what they give.</param>
/// <param name="Remarks">What it does, a paragraph each.</param>
internal sealed record Example(string Title, string Code, IReadOnlyList<string> Remarks);

/// <summary>A type that goes in or comes out.</summary>
internal sealed record TypeText(string Name, IReadOnlyList<string> Text);

/// <summary>A link.</summary>
/// <param name="Text">What it is called: a cmdlet, a topic.</param>
/// <param name="Address">Its address on the web; empty for what Get-Help has itself.</param>
internal sealed record PageLink(string Text, string Address);
