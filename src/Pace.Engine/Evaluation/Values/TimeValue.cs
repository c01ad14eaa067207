using Pace.Engine.Sql;

namespace Pace.Engine.Evaluation.Values;

/// <summary>Reads dates and times, to the microsecond and within the years 1 to 9999.</summary>
internal static class TimeValue
{
    private const string OutsideYears = "is outside the years 1 to 9999";
    private const int MicrosecondsPerSecond = 1_000_000;
    private const int MicrosecondDigits = 6;

    // What PostgreSQL counts its times from, and so rounds them on both sides of.
    private static readonly DateTime Epoch = new(2000, 1, 1);

    public static bool TryDate(object value, out object? canonical, out string? problem)
    {
        canonical = null;
        DateTime? time = value switch
        {
            DateOnly date => date.ToDateTime(TimeOnly.MinValue),
            // The day that it shows: converting a local midnight would give the day before.
            DateTime shown => shown,
            DateTimeOffset shown => shown.DateTime,
            string text => TimeText.TryRead(TextValue.Trim(text), out TimeText read) ? read.Local : null,
            _ => null,
        };
        problem = time is not { } day ? "is no date such as 2024-12-31"
            : day.TimeOfDay != TimeSpan.Zero ? "has a time of day, which a date has not"
            : null;
        canonical = problem is null ? value is DateOnly ? value : DateOnly.FromDateTime(time!.Value) : null;
        return problem is null;
    }

    public static bool TryTimestamp(SqlType type, object value, out object? canonical, out string? problem)
    {
        canonical = null;
        if (!TryUtc(type, value, wantsZone: false, out DateTime utc, out problem))
        {
            return false;
        }

        canonical = value is DateTime { Kind: DateTimeKind.Unspecified } given && given == utc ? value : utc;
        return true;
    }

    public static bool TryInstant(SqlType type, object value, out object? canonical, out string? problem)
    {
        canonical = null;
        if (!TryUtc(type, value, wantsZone: true, out DateTime utc, out problem))
        {
            return false;
        }

        canonical = new DateTimeOffset(utc, TimeSpan.Zero);
        return true;
    }

    private static bool TryUtc(SqlType type, object value, bool wantsZone, out DateTime utc, out string? problem)
    {
        utc = default;
        problem = null;
        switch (value)
        {
            case DateTime time:
                utc = time.Kind == DateTimeKind.Local ? time.ToUniversalTime() : time;
                break;
            case DateTimeOffset instant:
                utc = instant.UtcDateTime;
                break;
            case DateOnly date:
                utc = date.ToDateTime(TimeOnly.MinValue);
                break;
            case string text when TimeText.TryRead(TextValue.Trim(text), out TimeText read):
                if (!wantsZone && read.Offset != TimeSpan.Zero)
                {
                    // PostgreSQL would take the time and forget the offset.
                    problem = "has an offset from UTC, and the type has no zone";
                    return false;
                }

                long ticks = read.Local.Ticks - read.Offset.Ticks + (read.Microseconds * TimeSpan.TicksPerMicrosecond);
                return TryFinish(type, ticks, out utc, out problem);
            default:
                problem = wantsZone
                    ? "is no date and time such as 2024-12-31T23:59:59Z"
                    : "is no date and time such as 2024-12-31T23:59:59";
                return false;
        }

        long fraction = utc.Ticks % TimeSpan.TicksPerSecond;
        long rounded = fraction % TimeSpan.TicksPerMicrosecond == 0
            ? utc.Ticks
            : utc.Ticks - fraction + (Microseconds((double)fraction / TimeSpan.TicksPerSecond) * TimeSpan.TicksPerMicrosecond);
        return TryFinish(type, rounded, out utc, out problem);
    }

    // PostgreSQL reads the fraction of a second as a floating-point number, and rounds that.
    internal static long Microseconds(double fraction) =>
        (long)Math.Round(fraction * MicrosecondsPerSecond, MidpointRounding.ToEven);

    // A type such as timestamp(3) has fewer digits; halves go away from the year 2000.
    private static bool TryFinish(SqlType type, long ticks, out DateTime utc, out string? problem)
    {
        if (type.Length is { } digits and < MicrosecondDigits)
        {
            long step = TimeSpan.TicksPerMicrosecond * (long)Math.Pow(10, MicrosecondDigits - digits);
            long apart = ticks - Epoch.Ticks;
            ticks = Epoch.Ticks + (Math.Sign(apart) * ((Math.Abs(apart) + (step / 2)) / step * step));
        }

        bool held = ticks >= DateTime.MinValue.Ticks && ticks <= DateTime.MaxValue.Ticks;
        utc = held ? new DateTime(ticks, DateTimeKind.Unspecified) : default;
        problem = held ? null : OutsideYears;
        return held;
    }
}
