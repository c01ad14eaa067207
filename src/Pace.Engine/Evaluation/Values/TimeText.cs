using System.Globalization;

namespace Pace.Engine.Evaluation.Values;

/// <summary>
/// A date, or a date and a time, as ISO 8601 and PostgreSQL write it: <c>2024-12-31</c>, <c>2024-12-31T23:59</c>,
/// <c>2024-12-31 23:59:59.123456+02:00</c>.
/// </summary>
/// <param name="Local">The date and time to the second, without regard to the offset.</param>
/// <param name="Microseconds">The fraction of the second, rounded: up to a whole one.</param>
/// <param name="Offset">The offset from UTC; zero where none is given.</param>
internal readonly record struct TimeText(DateTime Local, long Microseconds, TimeSpan Offset)
{
    // The farthest offset that PostgreSQL reads is under 16 hours.
    private const int MostOffsetHours = 15;

    public static bool TryRead(ReadOnlySpan<char> text, out TimeText result)
    {
        result = default;
        if (text.Length < 10 || text[4] != '-' || text[7] != '-'
            || !TryDigits(text[..4], out int year) || !TryDigits(text[5..7], out int month) || !TryDigits(text[8..10], out int day)
            || year == 0 || month is 0 or > 12 || day == 0 || day > DateTime.DaysInMonth(year, month))
        {
            return false;
        }

        DateTime date = new(year, month, day);
        if (text.Length == 10)
        {
            result = new TimeText(date, 0, TimeSpan.Zero);
            return true;
        }

        if (text[10] is not ('T' or 't' or ' ') || !TryTime(text[11..], out TimeSpan time, out long microseconds, out ReadOnlySpan<char> rest)
            || !TryOffset(rest, out TimeSpan offset))
        {
            return false;
        }

        result = new TimeText(date + time, microseconds, offset);
        return true;
    }

    private static bool TryTime(ReadOnlySpan<char> text, out TimeSpan time, out long microseconds, out ReadOnlySpan<char> rest)
    {
        time = default;
        microseconds = 0;
        rest = default;
        if (text.Length < 5 || text[2] != ':' || !TryDigits(text[..2], out int hour) || !TryDigits(text[3..5], out int minute)
            || hour > 23 || minute > 59)
        {
            return false;
        }

        rest = text[5..];
        int second = 0;
        if (rest is [':', _, _, ..])
        {
            if (!TryDigits(rest[1..3], out second) || second > 59)
            {
                return false;
            }

            rest = rest[3..];
            if (rest is ['.', ..])
            {
                int end = rest[1..].IndexOfAnyExceptInRange('0', '9') + 1;
                ReadOnlySpan<char> fraction = end == 0 ? rest : rest[..end];
                if (fraction.Length == 1)
                {
                    return false;
                }

                microseconds = TimeValue.Microseconds(double.Parse(fraction, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture));
                rest = rest[fraction.Length..];
            }
        }

        time = new TimeSpan(hour, minute, second);
        return true;
    }

    // Z, +02, +0230 or +02:30, perhaps after a blank.
    private static bool TryOffset(ReadOnlySpan<char> text, out TimeSpan offset)
    {
        offset = TimeSpan.Zero;
        text = text is [' ', ..] ? text[1..] : text;
        if (text is [] or ['Z'] or ['z'])
        {
            return true;
        }

        int hours = 0;
        int minutes = 0;
        bool read = text switch
        {
            ['+' or '-', _, _] => TryDigits(text[1..3], out hours),
            ['+' or '-', _, _, _, _] => TryDigits(text[1..3], out hours) && TryDigits(text[3..5], out minutes),
            ['+' or '-', _, _, ':', _, _] => TryDigits(text[1..3], out hours) && TryDigits(text[4..6], out minutes),
            _ => false,
        };
        offset = new TimeSpan(hours, minutes, 0);
        offset = text[0] == '-' ? -offset : offset;
        return read && hours <= MostOffsetHours && minutes < 60;
    }

    private static bool TryDigits(ReadOnlySpan<char> text, out int number)
    {
        number = 0;
        foreach (char c in text)
        {
            if (!char.IsAsciiDigit(c))
            {
                return false;
            }

            number = (number * 10) + (c - '0');
        }

        return true;
    }
}
