using System.Numerics;
using Pace.Engine.Differential.Tests.Cases;

namespace Pace.Engine.Differential.Tests.Oracle;

/// <summary>
/// Values as the plain evaluator has them: null, <see cref="BigInteger"/> for integers, <see cref="Exact"/>, double,
/// string, bool, <see cref="DateOnly"/>, <see cref="DateTime"/>, <see cref="DateTimeOffset"/> in UTC.
/// </summary>
public static class Values
{
    /// <summary>A value of one type as one of a wider type.</summary>
    public static object? Widen(object? value, Kind to) => (value, to) switch
    {
        (BigInteger integer, Kind.Numeric) => Exact.Of(integer),
        (BigInteger integer, Kind.Double) => (double)(long)integer,
        (Exact number, Kind.Double) => number.ToDouble(),
        (DateOnly day, Kind.Timestamp) => day.ToDateTime(TimeOnly.MinValue),
        _ => value,
    };

    /// <summary>Compares two values that are not null, after both were made one type.</summary>
    public static int Compare(object left, object right) => (left, right) switch
    {
        (BigInteger a, BigInteger b) => a.CompareTo(b),
        (Exact a, Exact b) => Exact.Compare(a, b),
        (double a, double b) => a < b ? -1 : a > b ? 1 : 0,
        (string a, string b) => CompareText(a, b),
        (bool a, bool b) => a.CompareTo(b),
        (DateOnly a, DateOnly b) => a.CompareTo(b),
        (DateTime a, DateTime b) => a.CompareTo(b),
        (DateTimeOffset a, DateTimeOffset b) => a.CompareTo(b),
        _ => throw new InvalidOperationException($"{left.GetType().Name} and {right.GetType().Name} have no order."),
    };

    /// <summary>Compares two values of kinds that have a common one.</summary>
    public static int Compare(object left, Kind leftKind, object right, Kind rightKind)
    {
        Kind common = Kinds.Common(leftKind, rightKind);
        return Compare(Widen(left, common)!, Widen(right, common)!);
    }

    /// <summary>The code points of a text.</summary>
    public static int[] CodePoints(string text) => [.. text.EnumerateRunes().Select(rune => rune.Value)];

    /// <summary>Whether an integer is within its type.</summary>
    public static bool Fits(BigInteger value, Kind kind) => kind switch
    {
        Kind.SmallInt => value >= short.MinValue && value <= short.MaxValue,
        Kind.Integer => value >= int.MinValue && value <= int.MaxValue,
        _ => value >= long.MinValue && value <= long.MaxValue,
    };

    /// <summary>The .NET value that every platform is to give for a value of a type.</summary>
    public static object? Give(object? value, Kind kind) => (value, kind) switch
    {
        (BigInteger integer, Kind.SmallInt) => (short)integer,
        (BigInteger integer, Kind.Integer) => (int)integer,
        (BigInteger integer, Kind.BigInt) => (long)integer,
        // A decimal has 96 bits and 28 places. What does not fit stays text.
        (Exact number, _) => BigInteger.Abs(number.Digits) < BigInteger.One << 96 && number.Scale <= 28 ? Decimal(number) : number.ToString(),
        _ => value,
    };

    // Under collation C texts stand in the order of their code points.
    private static int CompareText(string left, string right)
    {
        int[] a = CodePoints(left);
        int[] b = CodePoints(right);
        for (int at = 0; at < a.Length && at < b.Length; at++)
        {
            if (a[at] != b[at])
            {
                return a[at].CompareTo(b[at]);
            }
        }

        return a.Length.CompareTo(b.Length);
    }

    private static decimal Decimal(Exact number)
    {
        BigInteger digits = BigInteger.Abs(number.Digits);
        return new decimal(
            (int)(uint)(digits & uint.MaxValue), (int)(uint)((digits >> 32) & uint.MaxValue), (int)(uint)(digits >> 64),
            number.Digits.Sign < 0, (byte)number.Scale);
    }
}
