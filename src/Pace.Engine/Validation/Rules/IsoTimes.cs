using System.Globalization;

namespace Pace.Engine.Validation.Rules;

/// <summary>Dates and times as ISO 8601 writes them, of the years 0001 to 9999, to the microsecond.</summary>
internal static class IsoTimes
{
    private static readonly string[] TimeFormats =
    [
        "HH:mm", "HH:mm:ss", "HH:mm:ss.f", "HH:mm:ss.ff", "HH:mm:ss.fff", "HH:mm:ss.ffff", "HH:mm:ss.fffff", "HH:mm:ss.ffffff",
    ];

    /// <summary>A day: <c>2024-12-31</c>.</summary>
    public static bool IsDate(ReadOnlySpan<char> text) =>
        DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out _);

    /// <summary>A time of day: <c>23:59</c>, <c>23:59:59.123456</c>.</summary>
    public static bool IsTime(ReadOnlySpan<char> text) =>
        TimeOnly.TryParseExact(text, TimeFormats, CultureInfo.InvariantCulture, DateTimeStyles.None, out _);

    /// <summary>A time of day and an offset.</summary>
    public static bool IsTimeWithOffset(ReadOnlySpan<char> text)
    {
        int cut = OffsetAt(text);
        return cut > 0 && IsTime(text[..cut]) && IsOffset(text[cut..]);
    }

    /// <summary>A day, or a day and a time separated by <c>T</c> or a space.</summary>
    public static bool IsTimestamp(ReadOnlySpan<char> text) =>
        text.Length == 10 ? IsDate(text) : text.Length > 11 && text[10] is 'T' or ' ' && IsDate(text[..10]) && IsTime(text[11..]);

    /// <summary>A day, a time and an offset.</summary>
    public static bool IsInstant(ReadOnlySpan<char> text) =>
        text.Length > 11 && text[10] is 'T' or ' ' && IsDate(text[..10]) && IsTimeWithOffset(text[11..]);

    private static int OffsetAt(ReadOnlySpan<char> text) => text.IndexOfAny('Z', '+', '-');

    // The farthest offset that every platform reads is 14 hours.
    private static bool IsOffset(ReadOnlySpan<char> text) => text switch
    {
        "Z" => true,
        ['+' or '-', char a, char b] => Hours(a, b) is >= 0 and <= 14,
        ['+' or '-', char a, char b, ':', char c, char d] => Hours(a, b) is >= 0 and <= 14 && Hours(c, d) is >= 0 and <= 59
            && (Hours(a, b) < 14 || Hours(c, d) == 0),
        _ => false,
    };

    private static int Hours(char tens, char ones) =>
        char.IsAsciiDigit(tens) && char.IsAsciiDigit(ones) ? ((tens - '0') * 10) + (ones - '0') : -1;
}
