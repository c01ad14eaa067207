using System.Globalization;
using System.Text;

namespace Pace.Engine.Sql.Dialects;

/// <summary>What Snowflake's and BigQuery's texts in quotes have in common: backslashes escape.</summary>
internal static class WarehouseText
{
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>
    /// A text as it stands between quotes: backslashes and the quote itself with a backslash, and what a screen does not
    /// show as it is by its number.
    /// </summary>
    /// <exception cref="ArgumentException">No platform can hold that text.</exception>
    public static string Escaped(string text, char quote)
    {
        if (ProblemOfText(text) is { } problem)
        {
            throw new ArgumentException($"The text cannot be written: {problem}.", nameof(text));
        }

        StringBuilder escaped = new(text.Length);
        foreach (char character in text)
        {
            _ = character switch
            {
                '\\' => escaped.Append(@"\\"),
                '\n' => escaped.Append(@"\n"),
                '\r' => escaped.Append(@"\r"),
                '\t' => escaped.Append(@"\t"),
                _ when character == quote => escaped.Append('\\').Append(quote),
                _ when char.IsControl(character) || char.GetUnicodeCategory(character) is UnicodeCategory.Format
                    or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator =>
                    escaped.Append(CultureInfo.InvariantCulture, $@"\u{(int)character:x4}"),
                _ => escaped.Append(character),
            };
        }

        return escaped.ToString();
    }

    /// <summary>What makes a text unusable, as the rest of a sentence; null when nothing does.</summary>
    public static string? ProblemOfText(string text)
    {
        if (text.Contains('\0', StringComparison.Ordinal))
        {
            return "it holds a NUL character";
        }

        try
        {
            _ = Strict.GetByteCount(text);
            return null;
        }
        catch (EncoderFallbackException)
        {
            return "it holds half of a surrogate pair";
        }
    }

    /// <summary>How many bytes of UTF-8 a text has.</summary>
    public static int Bytes(string text) => Encoding.UTF8.GetByteCount(text);
}
