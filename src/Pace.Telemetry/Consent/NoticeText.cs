using System.Globalization;

namespace Pace.Telemetry.Consent;

/// <summary>What the notice says, in lines of at most 80 columns.</summary>
internal static class NoticeText
{
    private const int Columns = 80;
    private const string Off = "Off: Disable-PaceTelemetry.";

    /// <summary>The notice.</summary>
    /// <param name="file">The telemetry file, as it is shown.</param>
    /// <param name="host">The host that counts are sent to; null where nobody agreed to sending any.</param>
    /// <param name="cliUploads">Whether the CLI sends the file to its own maker.</param>
    public static string Make(string file, string? host, bool cliUploads)
    {
        string counts = "Pace counts which of its cmdlets run and fail, in ";
        string first = $"{counts}{Fit(file, Columns - counts.Length - 1)}.";
        string consent = host is not null ? $"Counts go to {Fit(host, Columns - 15 - Off.Length)}."
            : cliUploads ? "Pace does not send it unless you agree."
            : "It is not sent unless you agree.";
        string cli = cliUploads ? $"\nThe pace CLI sends it to its maker unless {CliUpload.Remedy}." : "";
        return $"{first}\n{consent} {Off}{cli}";
    }

    // The end of a path says more than its middle, and the file's name most.
    private static string Fit(string text, int columns)
    {
        string shown = string.Concat(text.Select(static c => char.IsControl(c) ? '?' : c));
        if (Width(shown) <= columns) return shown;
        const string Ellipsis = "...";
        int start = 0;
        TextElementEnumerator elements = StringInfo.GetTextElementEnumerator(shown);
        while (elements.MoveNext() && Width(shown.AsSpan(start)) + Ellipsis.Length > columns)
            start = elements.ElementIndex + elements.GetTextElement().Length;
        return Ellipsis + shown[start..];
    }

    // Two columns for whatever may be wide: a line that is too short is still a line.
    private static int Width(ReadOnlySpan<char> text)
    {
        int width = 0;
        foreach (char c in text) width += c < '\u1100' ? 1 : 2;
        return width;
    }
}
