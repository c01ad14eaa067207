namespace Pace.Engine.Sql;

/// <content>Types that BigQuery writes with angle brackets: <c>array&lt;string&gt;</c>, <c>struct&lt;city string&gt;</c>.</content>
public sealed partial record SqlType
{
    // A type in a type in a type; deeper than anybody's.
    private const int MostDepth = 15;

    // Null: no type of that form, and so another's to read.
    private static SqlType? TryParseBracketed(string text, int depth = 0)
    {
        string trimmed = text.Trim();
        int open = trimmed.IndexOf('<', StringComparison.Ordinal);
        if (open < 0 || !trimmed.EndsWith('>') || depth > MostDepth)
        {
            return null;
        }

        string inner = trimmed[(open + 1)..^1];
        switch (trimmed[..open].Trim().ToLowerInvariant())
        {
            case "array":
                // Written as others write it, so that each platform has one form to read. BigQuery has none of arrays.
                return IsType(inner, depth) && !(TryParse(inner, out SqlType element) && element.Kind == SqlTypeKind.Array) ? new SqlType(SqlTypeKind.Array, [inner.Trim() + "[]"], []) : null;
            case "struct" or "record":
                return Fields(inner).All(field => IsType(field, depth) || (NameEnd(field) is var end and > 0 && IsType(field[end..], depth)))
                    ? Of(SqlTypeKind.Struct)
                    : null;
            default:
                return null;
        }
    }

    private static bool IsType(string text, int depth) =>
        TryParseBracketed(text, depth + 1) is not null || (!text.Contains('<', StringComparison.Ordinal) && TryParse(text, out _));

    // Where a field's name ends: names are words there.
    private static int NameEnd(string field)
    {
        int start = field.Length - field.TrimStart().Length;
        int end = start;
        while (end < field.Length && (char.IsAsciiLetterOrDigit(field[end]) || field[end] == '_'))
        {
            end++;
        }

        return end > start && end < field.Length && char.IsWhiteSpace(field[end]) ? end : 0;
    }

    // Parted at commas that stand in no bracket.
    private static IEnumerable<string> Fields(string text)
    {
        int depth = 0;
        int start = 0;
        for (int at = 0; at < text.Length; at++)
        {
            depth += text[at] is '<' or '(' ? 1 : text[at] is '>' or ')' ? -1 : 0;
            if (text[at] == ',' && depth == 0)
            {
                yield return text[start..at];
                start = at + 1;
            }
        }

        yield return text[start..];
    }
}
