namespace Pace.Engine.Differential.Tests.Oracle;

/// <summary>LIKE: % is any text, _ one character, and what stands behind the escape character is itself.</summary>
public static class LikeMatch
{
    /// <summary>Whether a text matches; null where the pattern ends with an escape character, which is an error if it is reached.</summary>
    public static bool? Matches(string text, string pattern, string? escape)
    {
        int? mark = escape switch { null => '\\', "" => null, _ => Values.CodePoints(escape)[0] };
        List<(bool IsAny, bool IsOne, int Character)> parts = [];
        int[] points = Values.CodePoints(pattern);
        for (int at = 0; at < points.Length; at++)
        {
            if (points[at] == mark)
            {
                if (++at == points.Length)
                {
                    return null;
                }

                parts.Add((false, false, points[at]));
            }
            else
            {
                parts.Add((points[at] == '%', points[at] == '_', points[at]));
            }
        }

        // Which beginnings of the text the parts so far match.
        int[] characters = Values.CodePoints(text);
        bool[] reached = new bool[characters.Length + 1];
        reached[0] = true;
        foreach ((bool isAny, bool isOne, int character) in parts)
        {
            bool[] next = new bool[reached.Length];
            for (int at = 0; at < reached.Length; at++)
            {
                next[at] = isAny
                    ? reached[at] || (at > 0 && next[at - 1])
                    : at > 0 && reached[at - 1] && (isOne || characters[at - 1] == character);
            }

            reached = next;
        }

        return reached[^1];
    }
}
