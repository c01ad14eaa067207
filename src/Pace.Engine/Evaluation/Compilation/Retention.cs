using Pace.Engine.Sql;

namespace Pace.Engine.Evaluation.Compilation;

/// <summary>Judges whether a date is less than a number of days of 24 hours ago. Times without a zone are UTC.</summary>
internal static class Retention
{
    public static Judge Judge(int field, SqlType type, long days, DateTimeOffset now)
    {
        // A platform's clock has microseconds. What lies before the first year is before every value.
        long limit = now.UtcTicks - (now.UtcTicks % TimeSpan.TicksPerMicrosecond) - (days * TimeSpan.TicksPerDay);
        return type.Kind switch
        {
            SqlTypeKind.Date => row => row[field] is DateOnly date ? date.ToDateTime(TimeOnly.MinValue).Ticks > limit : null,
            SqlTypeKind.Timestamp => row => row[field] is DateTime time ? time.Ticks > limit : null,
            SqlTypeKind.TimestampTz => row => row[field] is DateTimeOffset instant ? instant.UtcTicks > limit : null,
            _ => throw new InvalidOperationException($"{type.Kind} has no age; validation sees to it."),
        };
    }
}
