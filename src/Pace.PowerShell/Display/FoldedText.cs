using System.Management.Automation.Host;
using Pace.PowerShell.Rows;

namespace Pace.PowerShell.Display;

/// <summary>
/// Sentences that a terminal would break within a word, broken between words. PowerShell does that for some of what it
/// shows and not for errors at the prompt.
/// </summary>
internal static class FoldedText
{
    /// <summary>The text, folded where a person looks at it; as it is for everybody else, who may search it.</summary>
    /// <param name="host">The host.</param>
    /// <param name="text">The text.</param>
    /// <param name="before">How many columns stand before its first line.</param>
    /// <param name="indent">By how much more than its first line the rest of a sentence is indented.</param>
    /// <param name="spare">How many columns at the end stay free: PowerShell's views fold what fills the last one.</param>
    public static string For(PSHost host, string text, int before = 0, int indent = 0, int spare = 0) =>
        SeenHost.Is(host) ? Fold(text, TerminalWidth.Of(host) - spare, before, indent) : text;

    /// <summary>The text in lines of at most so many columns, but for words that are longer.</summary>
    public static string Fold(string text, int width, int before = 0, int indent = 0)
    {
        List<string> lines = [];
        foreach (string line in text.Split('\n'))
        {
            string rest = line.TrimEnd('\r');
            int own = rest.Length - rest.TrimStart(' ').Length;
            // What is a list already goes on below its item.
            string margin = new(' ', own + (own > 0 ? 2 : 0) + indent);
            int room = width - (lines.Count == 0 ? before : 0);
            while (rest.Length > room && Break(rest, room) is { } at)
            {
                lines.Add(rest[..at].TrimEnd(' '));
                rest = margin + rest[at..].TrimStart(' ');
                room = width;
            }

            lines.Add(rest);
        }

        return string.Join('\n', lines);
    }

    // The last space that leaves a line of the room, else the first one after; none within what indents the line.
    private static int? Break(string line, int room)
    {
        int start = line.Length - line.TrimStart(' ').Length;
        int at = room > 0 ? line.LastIndexOf(' ', Math.Min(room, line.Length - 1)) : -1;
        if (at <= start)
        {
            at = line.IndexOf(' ', start);
        }

        return at > start ? at : null;
    }
}
