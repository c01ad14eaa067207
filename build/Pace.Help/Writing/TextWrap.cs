namespace Pace.Help.Writing;

/// <summary>Breaks text between words.</summary>
internal static class TextWrap
{
    /// <summary>The lines of a text; what is longer than a line stands alone, and is broken within.</summary>
    /// <param name="text">The text, words separated by spaces.</param>
    /// <param name="first">The width of the first line.</param>
    /// <param name="others">The width of the others.</param>
    public static IEnumerable<string> Wrap(string text, int first, int others)
    {
        string line = "";
        int width = first;
        foreach (string word in text.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            string rest = word;
            if (line.Length > 0 && line.Length + 1 + rest.Length > width)
            {
                yield return line;
                (line, width) = ("", others);
            }

            while (rest.Length > width)
            {
                yield return rest[..width];
                (rest, width) = (rest[width..], others);
            }

            line = line.Length == 0 ? rest : line + " " + rest;
        }

        yield return line;
    }
}
