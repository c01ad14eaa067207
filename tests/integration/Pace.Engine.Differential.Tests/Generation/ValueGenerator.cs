using System.Numerics;
using Pace.Engine.Differential.Tests.Cases;
using Pace.Engine.Differential.Tests.Oracle;

namespace Pace.Engine.Differential.Tests.Generation;

/// <summary>Values that are likely to be treated differently.</summary>
/// <param name="dice">Chance.</param>
/// <param name="now">The time that ages are counted from, a full second.</param>
public sealed class ValueGenerator(Dice dice, DateTime now)
{
    private static readonly string[] Texts =
    [
        "", " ", "a", "A", "b", "ab", "aB", "abc", "abcabc", "aab", "ba", "0", "1", "10", "9", "-1", "007", "1.50", "null", "NULL", "true",
        "ann@hotmail.com", "BOB@Example.org", "o'neil", "say \"hi\"", @"back\slash", @"two\\", "100%", "under_score", "a_c", "%", "_", @"\%",
        "line\nbreak", "carriage\r\nreturn", "tab\there", "\n", "trailing ", " leading", "semi;colon", "a,b", "$1", "$", "^a$", "(a)", "a|b",
        "\u00e9", "e\u0301", "\u00c9", "stra\u00dfe", "STRASSE", "\u0130\u0131", "\u212a", "\u00a0", "\u2028", "\u0085", "\u0001", "\u007f",
        "\ufb00", "\uffee", "\U0001F600", "\U0001F600a", "a\U0001F600", "\U0001D4B3", "\U0001F468\u200d\U0001F469", "\u4e2d\u6587", "\u0661", "\uff11",
        "2024-02-29", "1.0", "01", "1e5", "0x1F", "inf", " 12 ", "12abc", "+31 6 1234-5678", "4111 1111 1111 1111", "x_1", "__", "AbC-123", "aaaaaaaaaaaaaaaaaaaa",
    ];

    // Texts that have something in common: in columns of such texts there is much that is nearly equal.
    private static readonly string[][] Themes =
    [
        ["\ufb00", "\uffee", "\ue000", "\U0001F600", "\U0001D4B3", "\U00010000", "a\ufb00", "a\U0001F600", "z", "\u00e9", ""],
        ["a%b", "a_b", @"a\b", "axb", "%", "_", @"\", "ab", "a%", @"\%", @"a\\b", "a#b", "a!b", ""],
        ["a", "A", "b", "B", "\u00e9", "\u00c9", "\u212a", "k", "K", "\u00df", "ss", "\u0131", "i", "I"],
        ["", " ", "  ", "\n", "\r\n", "\t", " a", "a ", "a", "\u00a0", "\u2028", "a\nb", "a\n"],
        ["1", "1.0", "01", "1e0", "10", "2", "-1", "+1", " 1", "9", "0x1"],
    ];

    private static readonly string[] Letters = ["a", "b", "c", "A", "B", "1", "2", "@", ".", "-", "_", " ", "\n", "\u00e9", "\U0001F600"];

    private static readonly string[] Numbers =
    [
        "0", "1", "-1", "0.5", "-0.5", "2.5", "3.5", "-2.5", "0.005", "1.005", "0.05", "0.95", "99.995", "-99.995", "10", "100", "12.34", "-12.34",
        "1234567890.123456789", "0.0001", "0.00001", "9999.9999", "10000", "99999999", "9999999999999999999999999999", "-9999999999999999999999999999",
        "0.9999999999999999999999999999", "12345678901234.56789012345678", "0.0000000000000000000000000001", "79228162514264337593543950335", "9007199254740992", "9007199254740993", "0.30000000000000004",
    ];

    private static readonly double[] Doubles =
    [
        0, -0.0, 1, -1, 0.1, -0.1, 0.2, 0.3, 1.5, 2.5, -2.5, 1e15, 1e16, 123456789.123456789, 1.0 / 3, -1e-7, 1e-5, 1e22, 1e23, 5e-324, 2.2250738585072014E-308,
        1.7976931348623157E+308, -1.7976931348623157E+308, 9007199254740993, 9.2e18, 4.35, 0.285, 1.005, 1e100, 1e-100, 123456.7890625, 9007199254740992, 0.30000000000000004, -2147483648,
    ];

    /// <summary>A value of a type.</summary>
    /// <param name="type">The type.</param>
    /// <param name="tame">
    /// Only values that floating-point numbers hold and add exactly, in any order, and that do not overflow.
    /// </param>
    public object Value(ColumnType type, bool tame = false) => type.Kind switch
    {
        Kind.SmallInt or Kind.Integer or Kind.BigInt => tame ? new BigInteger(dice.Between(-50, 50)) : Integer(type.Kind),
        Kind.Numeric => Fit(tame ? new Exact(dice.Between(-4000, 4000) * 125, 3) : Numeric(type), type),
        Kind.Double => tame ? dice.Between(-8000, 8000) / 8.0 : dice.Pick(Doubles),
        Kind.VarChar or Kind.Text => Cut(Text(), type),
        Kind.Boolean => dice.OneIn(2),
        Kind.Date => Day(),
        Kind.Timestamp => Time(),
        _ => new DateTimeOffset(Time(), TimeSpan.Zero),
    };

    /// <summary>Texts for a column; of a theme in some.</summary>
    public IReadOnlyList<object> TextPool(ColumnType type, int count)
    {
        string[]? theme = dice.OneIn(3) ? dice.Pick(Themes) : null;
        return Dice.List(count, () => (object)Cut(theme is null ? Text() : dice.Pick(theme), type));
    }

    public string Text() => dice.Below(10) switch
    {
        < 5 => dice.Pick(Texts),
        < 7 => string.Concat(Dice.List(dice.Between(1, 6), () => dice.Pick(Letters))),
        7 => string.Concat(Dice.List(dice.Between(1, 4), () => dice.Pick(Letters[..5]))),
        8 => dice.Pick(Texts) + dice.Pick(Texts),
        _ => dice.OneIn(5) ? string.Concat(Dice.List(dice.Between(30, 200), () => dice.Pick(Letters))) : dice.Pick(Texts),
    };

    private BigInteger Integer(Kind kind)
    {
        (long least, long most) = kind switch
        {
            Kind.SmallInt => (short.MinValue, short.MaxValue),
            Kind.Integer => (int.MinValue, int.MaxValue),
            _ => (long.MinValue, long.MaxValue),
        };
        BigInteger value = dice.Below(8) switch
        {
            0 => least + dice.Below(2),
            1 => most - dice.Below(2),
            2 => (long)dice.Bits() >> dice.Below(48),
            3 => 0,
            4 when kind == Kind.BigInt => 9007199254740992 + dice.Below(3),
            _ => dice.Between(-120, 120),
        };
        return Values.Fits(value, kind) ? value : dice.Between(-30_000, 30_000);
    }

    private Exact Numeric(ColumnType type) => dice.Below(6) switch
    {
        < 3 => Exact.Parse(dice.Pick(Numbers)),
        3 => new Exact(dice.Between(-1_000_000, 1_000_000), type.Length is null ? dice.Below(6) : type.Scale),
        4 => new Exact(new BigInteger(dice.Bits()) * dice.Between(-1_000_000, 1_000_000), dice.Below(20)),
        _ => Exact.Of(dice.Between(-20, 20)),
    };

    // As the type keeps it: its scale, and no more digits than it has.
    private static Exact Fit(Exact number, ColumnType type)
    {
        if (type.Length is not { } precision)
        {
            BigInteger most = Exact.Power(28);
            return BigInteger.Abs(number.Digits) < most ? number : new Exact(BigInteger.Remainder(number.Digits, most), number.Scale);
        }

        Exact fitting = number.Round(type.Scale);
        return new Exact(BigInteger.Remainder(fitting.Digits, Exact.Power(precision)), type.Scale);
    }

    // No longer than the type, counted in characters.
    private static string Cut(string text, ColumnType type) =>
        type.Length is { } length ? string.Concat(text.EnumerateRunes().Take(length)) : text;

    private DateOnly Day() => dice.Below(8) switch
    {
        0 => new DateOnly(dice.Pick([1904, 2000, 2024, 4]), 2, 29),
        1 => dice.Pick([DateOnly.MinValue, DateOnly.MaxValue, new DateOnly(1, 12, 31), new DateOnly(9999, 1, 1)]),
        2 => dice.Pick([new DateOnly(1970, 1, 1), new DateOnly(1969, 12, 31), new DateOnly(1582, 10, 10), new DateOnly(1900, 3, 1)]),
        < 6 => DateOnly.FromDateTime(now.AddDays(dice.Between(-45, 5))),
        _ => new DateOnly(dice.Between(1950, 2100), dice.Between(1, 12), dice.Between(1, 28)),
    };

    // Near enough to the limit of some days that a mistake in zones or units shows, too far for the time that a test takes.
    private DateTime Time()
    {
        long microseconds = dice.OneIn(3) ? 0 : dice.Between(0, 999_999);
        DateTime time = dice.Below(3) == 0
            ? now.AddDays(-dice.Between(0, 40)).AddMinutes((dice.OneIn(2) ? 1 : -1) * dice.Between(45, 180))
            : Day().ToDateTime(new TimeOnly(dice.Between(0, 23), dice.Between(0, 59), dice.Between(0, 59)));
        return DateTime.SpecifyKind(time, DateTimeKind.Unspecified).AddTicks(microseconds * TimeSpan.TicksPerMicrosecond);
    }
}
