using System.Globalization;

namespace Pace.Telemetry.Upload;

/// <summary>The header <c>Retry-After</c>: a number of seconds, or a date.</summary>
internal static class RetryAfter
{
    private const int MostDigits = 9;

    /// <summary>How long the endpoint asks to be left alone; null where it does not, or cannot be understood.</summary>
    /// <param name="value">The header.</param>
    /// <param name="serverTime">The answer's own date, so that it does not matter whose clock is wrong; null: the
    /// answer has none.</param>
    /// <param name="now">The time by this machine's clock.</param>
    public static TimeSpan? Read(string? value, string? serverTime, DateTimeOffset now)
    {
        if (value?.Trim() is not { Length: > 0 } text) return null;
        if (text.All(char.IsAsciiDigit))
        {
            // More digits than that are a wish to be left alone for good, which is cut to a day anyway.
            return TimeSpan.FromSeconds(text.Length > MostDigits
                ? int.MaxValue
                : int.Parse(text, NumberStyles.None, CultureInfo.InvariantCulture));
        }

        return Date(text) is { } until && until > (Date(serverTime) ?? now) ? until - (Date(serverTime) ?? now) : null;
    }

    private static DateTimeOffset? Date(string? text) => DateTimeOffset.TryParseExact(
        text, "r", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out DateTimeOffset date) ? date : null;
}
