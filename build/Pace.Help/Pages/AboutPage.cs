namespace Pace.Help.Pages;

/// <summary>A topic.</summary>
/// <param name="Page">The page.</param>
/// <param name="Name">Its name, such as <c>about_Pace</c>.</param>
/// <param name="Short">One line that says what it is about: lists of topics show it.</param>
/// <param name="Sections">What follows it.</param>
internal sealed record AboutPage(PageText Page, string Name, string Short, IReadOnlyList<Section> Sections)
{
    // Get-Help takes the fifth line of the text for its list, so that it has to be one.
    private const int ShortWidth = 76;

    public static AboutPage Parse(PageText page, string name)
    {
        if (page.Sections is not [{ Level: 2, Title: "Short description" } first, { Level: 2, Title: "Long description" }, ..])
        {
            page.Problem(page.Sections is [Section start, ..] ? start.Line : 1, "a topic begins with the sections 'Short description' and 'Long description'");
            return new AboutPage(page, name, "", page.Sections);
        }

        if (page.Sections is not [.., { Level: 2, Title: "See also" }])
        {
            page.Problem(page.Sections[^1].Line, "a topic ends with the section 'See also'");
        }

        IReadOnlyList<string> text = page.Paragraphs(first.Blocks);
        if (text.Count != 1 || text[0].Length > ShortWidth)
        {
            page.Problem(first.Line, $"a short description is one paragraph of at most {ShortWidth} columns");
        }

        return new AboutPage(page, name, text is [string line, ..] ? line : "", [.. page.Sections.Skip(1)]);
    }
}
