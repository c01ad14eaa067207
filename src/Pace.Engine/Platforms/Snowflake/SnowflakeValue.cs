using System.Globalization;

namespace Pace.Engine.Platforms.Snowflake;

/// <summary>
/// Reads values as the SQL API writes them: days and seconds since 1970 for dates and times, hexadecimal for bytes. What
/// .NET has no exact value for stays text.
/// https://docs.snowflake.com/en/developer-guide/sql-api/handling-responses#getting-the-data-from-the-results
/// </summary>
internal static class SnowflakeValue
{
    private const int NoOffset = 1440;
    private const long NanosecondsPerSecond = 1_000_000_000;

    /// <summary>A value of a column.</summary>
    public static object? Read(SnowflakeColumn column, string? text) => text is null ? null : column.Type switch
    {
        "fixed" => Number(text),
        "real" => double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double number) ? number : Special(text),
        "boolean" => text is "true" or "1" ? true : text is "false" or "0" ? false : text,
        "date" => Date(text),
        "time" => Time(text),
        "timestamp_ntz" => Moment(text, ticks => new DateTime(ticks, DateTimeKind.Unspecified)),
        "timestamp_ltz" => Moment(text, ticks => new DateTimeOffset(ticks, TimeSpan.Zero)),
        "timestamp_tz" => Zoned(text),
        "binary" => Bytes(text),
        _ => text,
    };

    private static object Number(string text) =>
        long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long whole) ? whole
        : decimal.TryParse(text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out decimal exact)
            && exact.ToString(CultureInfo.InvariantCulture) == text ? exact
        : text;

    private static object Special(string text) => text.ToLowerInvariant() switch
    {
        "inf" => double.PositiveInfinity,
        "-inf" => double.NegativeInfinity,
        _ => text,
    };

    private static object Date(string text)
    {
        if (!long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long days))
        {
            return text;
        }

        long number = DateOnly.FromDateTime(DateTime.UnixEpoch).DayNumber + days;
        return number >= 0 && number <= DateOnly.MaxValue.DayNumber ? DateOnly.FromDayNumber((int)number) : text;
    }

    private static object Time(string text) => Nanoseconds(text) is { } time && time >= 0 && time < 86400 * NanosecondsPerSecond
        ? new TimeOnly((long)(time / 100)).ToString("HH:mm:ss", CultureInfo.InvariantCulture) + Fraction((long)(time % NanosecondsPerSecond))
        : text;

    private static object Zoned(string text)
    {
        string[] parts = text.Split(' ');
        return parts.Length == 2 && int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out int offset)
            && offset is >= 0 and <= 2 * NoOffset
            ? Moment(parts[0], ticks => new DateTimeOffset(ticks, TimeSpan.Zero))
            : text;
    }

    private static object Moment(string text, Func<long, object> make)
    {
        if (Nanoseconds(text) is not { } time)
        {
            return text;
        }

        Int128 ticks = DateTime.UnixEpoch.Ticks + (time >= 0 ? time / 100 : -((-time + 99) / 100));
        if (ticks < 0 || ticks > DateTime.MaxValue.Ticks)
        {
            return text;
        }

        long fraction = (long)(((time % NanosecondsPerSecond) + NanosecondsPerSecond) % NanosecondsPerSecond);
        return fraction % 100 == 0
            ? make((long)ticks)
            : new DateTime((long)ticks, DateTimeKind.Unspecified).ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture) + Fraction(fraction);
    }

    // Seconds with up to nine decimal places.
    private static Int128? Nanoseconds(string text)
    {
        bool negative = text.StartsWith('-');
        string[] parts = (negative ? text[1..] : text).Split('.');
        string fraction = parts.Length == 2 ? parts[1] : "";
        if (parts.Length > 2 || fraction.Length > 9
            || !long.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out long seconds)
            || !long.TryParse(fraction.PadRight(9, '0'), NumberStyles.None, CultureInfo.InvariantCulture, out long nanoseconds))
        {
            return null;
        }

        Int128 all = ((Int128)seconds * NanosecondsPerSecond) + nanoseconds;
        return negative ? -all : all;
    }

    private static string Fraction(long nanoseconds) =>
        nanoseconds == 0 ? "" : "." + nanoseconds.ToString("D9", CultureInfo.InvariantCulture).TrimEnd('0');

    private static object Bytes(string text)
    {
        try
        {
            return Convert.FromHexString(text);
        }
        catch (FormatException)
        {
            return text;
        }
    }
}
