using System.Globalization;
using System.Numerics;
using System.Runtime.CompilerServices;
using Pace.Engine.Evaluation.Values;
using Pace.Engine.Sql;

namespace Pace.PowerShell.Rows;

/// <summary>
/// A masked value in the .NET type that the property had, where that type holds it exactly; else in the type that a
/// platform gives it.
/// </summary>
internal static class MaskedValue
{
    /// <summary>The value to show.</summary>
    /// <param name="type">The column's type.</param>
    /// <param name="canonical">The masked value; null for NULL.</param>
    /// <param name="original">What stood there.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static object? Of(SqlType type, object? canonical, object? original)
    {
        if (canonical is string && original is string or null)
        {
            return canonical;
        }

        if (canonical is null)
        {
            // Where an empty text stood for NULL, it still does.
            return original is string { Length: 0 } ? original : null;
        }

        if (original is string)
        {
            return Text(canonical);
        }

        object value = CanonicalValue.Write(type, canonical)!;
        return original switch
        {
            null => value,
            _ when original.GetType() == value.GetType() && original is not (DateTime or DateTimeOffset) => value,
            DateTime given => Time(value, given.Kind) ?? value,
            DateTimeOffset given => Instant(value, given.Offset) ?? value,
            DateOnly => value is DateTime { TimeOfDay.Ticks: 0 } midnight ? DateOnly.FromDateTime(midnight) : value,
            _ => Number(value, original) ?? value,
        };
    }

    /// <summary>A value as PostgreSQL writes it as text.</summary>
    internal static string Text(object value) => value switch
    {
        long integer => integer.ToString(CultureInfo.InvariantCulture),
        bool boolean => boolean ? "true" : "false",
        DateOnly date => date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        DateTime time => time.ToString("yyyy-MM-dd HH:mm:ss.FFFFFF", CultureInfo.InvariantCulture),
        DateTimeOffset instant => instant.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss.FFFFFF", CultureInfo.InvariantCulture) + "+00",
        double or float => ((IFormattable)value).ToString("R", CultureInfo.InvariantCulture).Replace('E', 'e'),
        IFormattable formattable => formattable.ToString(null, CultureInfo.InvariantCulture),
        _ => value.ToString() ?? "",
    };

    // The same digits in the type that was given; null where it does not hold them.
    private static object? Number(object value, object original)
    {
        if (value is not (short or int or long or decimal or double or float))
        {
            return null;
        }

        decimal exact;
        try
        {
            exact = value is double or float
                ? decimal.Parse(((IFormattable)value).ToString("R", CultureInfo.InvariantCulture), NumberStyles.Float, CultureInfo.InvariantCulture)
                : Convert.ToDecimal(value, CultureInfo.InvariantCulture);
        }
        catch (OverflowException)
        {
            return null;
        }

        return original switch
        {
            double => (decimal)(double)exact == exact ? (double)exact : null,
            float => (decimal)(float)exact == exact ? (float)exact : null,
            // What a floating-point number lost by becoming a decimal is not told from digits that it never had.
            _ when value is double or float => null,
            decimal => exact,
            _ when decimal.Truncate(exact) != exact => null,
            int => exact is >= int.MinValue and <= int.MaxValue ? (int)exact : null,
            long => exact is >= long.MinValue and <= long.MaxValue ? (long)exact : null,
            short => exact is >= short.MinValue and <= short.MaxValue ? (short)exact : null,
            byte => exact is >= byte.MinValue and <= byte.MaxValue ? (byte)exact : null,
            sbyte => exact is >= sbyte.MinValue and <= sbyte.MaxValue ? (sbyte)exact : null,
            ushort => exact is >= ushort.MinValue and <= ushort.MaxValue ? (ushort)exact : null,
            uint => exact is >= uint.MinValue and <= uint.MaxValue ? (uint)exact : null,
            ulong => exact is >= ulong.MinValue and <= ulong.MaxValue ? (ulong)exact : null,
            BigInteger => (BigInteger)exact,
            _ => null,
        };
    }

    // Times without a zone are UTC, and were read so; a local one was converted, and is again.
    private static object? Time(object value, DateTimeKind kind)
    {
        DateTime? utc = value switch
        {
            DateTime time => time,
            DateTimeOffset instant => instant.UtcDateTime,
            DateOnly date => date.ToDateTime(TimeOnly.MinValue),
            _ => null,
        };
        return (utc, kind) switch
        {
            (null, _) => null,
            ({ } day, DateTimeKind.Local) when value is DateOnly => DateTime.SpecifyKind(day, DateTimeKind.Local),
            ({ } time, DateTimeKind.Local) => DateTime.SpecifyKind(time, DateTimeKind.Utc).ToLocalTime(),
            ({ } time, _) => DateTime.SpecifyKind(time, kind),
        };
    }

    private static object? Instant(object value, TimeSpan offset) => value switch
    {
        DateTimeOffset instant => instant.ToOffset(offset),
        DateTime time => new DateTimeOffset(DateTime.SpecifyKind(time, DateTimeKind.Utc)).ToOffset(offset),
        _ => null,
    };
}
