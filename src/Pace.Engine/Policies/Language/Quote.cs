using System.Globalization;
using System.Text;

namespace Pace.Engine.Policies.Language;

/// <summary>Texts of a document as messages show them: on one line, not too long, no control characters.</summary>
internal static class Quote
{
    private const int MaxLength = 60;

    /// <summary>In single quotes.</summary>
    public static string Name(string text) => $"'{Plain(text)}'";

    /// <summary>In double quotes, as the document should have it.</summary>
    public static string Text(string text) =>
        $"\"{Plain(text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal))}\"";

    private static string Plain(string text)
    {
        StringBuilder plain = new();
        foreach (char c in text.AsSpan(0, Math.Min(text.Length, MaxLength)))
        {
            _ = char.GetUnicodeCategory(c) is UnicodeCategory.Control or UnicodeCategory.Format
                or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator or UnicodeCategory.Surrogate
                ? plain.Append(CultureInfo.InvariantCulture, $"\\u{(int)c:x4}")
                : plain.Append(c);
        }

        return text.Length > MaxLength ? plain.Append("...").ToString() : plain.ToString();
    }
}
