using System.Globalization;
using System.Text.RegularExpressions;

namespace Pace.Engine.Policies.Language;

/// <summary>Instants as RFC 3339 writes them.</summary>
internal static partial class Timestamps
{
    /// <summary>Reads an instant and turns it to UTC. Digits beyond 100 nanoseconds are cut off.</summary>
    public static bool TryParse(string text, out DateTimeOffset value)
    {
        value = default;
        Match match = text.Length <= 64 ? Rfc3339().Match(text) : Match.Empty;
        if (!match.Success)
        {
            return false;
        }

        int Part(int group) => match.Groups[group].Success
            ? int.Parse(match.Groups[group].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture)
            : 0;
        int month = Part(2);
        if (Part(1) < 1 || month is < 1 or > 12 || Part(3) < 1 || Part(3) > DateTime.DaysInMonth(Part(1), month)
            || Part(4) > 23 || Part(5) > 59 || Part(6) > 59 || Part(9) > 23 || Part(10) > 59)
        {
            return false;
        }

        long ticks = new DateTime(Part(1), month, Part(3), Part(4), Part(5), Part(6), DateTimeKind.Utc).Ticks;
        if (match.Groups[7].Success)
        {
            string fraction = match.Groups[7].Value.PadRight(7, '0')[..7];
            ticks += long.Parse(fraction, NumberStyles.None, CultureInfo.InvariantCulture);
        }

        long offset = (Part(9) * TimeSpan.TicksPerHour) + (Part(10) * TimeSpan.TicksPerMinute);
        ticks -= match.Groups[8].Value == "-" ? -offset : offset;
        if (ticks < DateTime.MinValue.Ticks || ticks > DateTime.MaxValue.Ticks)
        {
            return false;
        }

        value = new DateTimeOffset(ticks, TimeSpan.Zero);
        return true;
    }

    /// <summary>Writes an instant in UTC, with as many digits after the second as it has.</summary>
    public static string Write(DateTimeOffset value) =>
        value.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'", CultureInfo.InvariantCulture);

    [GeneratedRegex(@"\A([0-9]{4})-([0-9]{2})-([0-9]{2})[Tt]([0-9]{2}):([0-9]{2}):([0-9]{2})(?:\.([0-9]{1,9}))?(?:[Zz]|([-+])([0-9]{2}):([0-9]{2}))\z")]
    private static partial Regex Rfc3339();
}
