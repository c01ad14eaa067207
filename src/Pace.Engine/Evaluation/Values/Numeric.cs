using System.Globalization;
using System.Numerics;

namespace Pace.Engine.Evaluation.Values;

/// <summary>
/// An exact decimal number with its scale, as PostgreSQL's numeric has it: 1.10 and 1.1 are equal and print otherwise.
/// </summary>
/// <param name="Unscaled">The digits as an integer.</param>
/// <param name="Scale">How many of them stand after the decimal point, 0 or more.</param>
public readonly partial record struct Numeric(BigInteger Unscaled, int Scale) : IComparable<Numeric>
{
    // What PostgreSQL's numeric can hold.
    private const int MostDigitsBefore = 131072;
    private const int MostScale = 16383;

    // An exponent beyond this is beyond every number that can be held.
    private const int MostExponent = MostDigitsBefore + MostScale;

    // Digits that a long holds for sure.
    private const int LongDigits = 18;

    private static readonly BigInteger[] PowersOfTen = MakePowers(77);

    /// <summary>Zero, with scale 0.</summary>
    public static Numeric Zero { get; } = new(BigInteger.Zero, 0);

    /// <summary>Below zero -1, zero 0, above 1.</summary>
    public int Sign => Unscaled.Sign;

    /// <summary>Reads a number as PostgreSQL reads one: sign, digits, a point, an exponent; no blanks around it.</summary>
    /// <exception cref="FormatException">It is none, or has more digits than a numeric holds.</exception>
    public static Numeric Parse(ReadOnlySpan<char> text) =>
        TryParse(text, out Numeric value) ? value : throw new FormatException("The text is no decimal number.");

    /// <summary>Reads a number as PostgreSQL reads one: sign, digits, a point, an exponent; no blanks around it.</summary>
    public static bool TryParse(ReadOnlySpan<char> text, out Numeric value)
    {
        value = default;
        int start = text is ['+' or '-', ..] ? 1 : 0;
        int at = start;
        int point = -1;
        int digits = 0;
        long small = 0;
        for (; at < text.Length; at++)
        {
            char c = text[at];
            if (char.IsAsciiDigit(c))
            {
                small = digits < LongDigits ? (small * 10) + (c - '0') : small;
                digits++;
            }
            else if (c == '.' && point < 0)
            {
                point = at;
            }
            else
            {
                break;
            }
        }

        int exponent = 0;
        if (digits == 0 || (at < text.Length && !TryExponent(text[at..], out exponent)))
        {
            return false;
        }

        BigInteger unscaled = small;
        if (digits > LongDigits && !TryDigits(text[start..at], point - start, out unscaled))
        {
            return false;
        }

        int scale = (point < 0 ? 0 : at - point - 1) - exponent;
        if (scale < 0)
        {
            unscaled *= PowerOfTen(-scale);
            scale = 0;
        }

        value = new Numeric(start > 0 && text[0] == '-' ? -unscaled : unscaled, scale);
        return value.IsHeld;
    }

    /// <summary>The digits as PostgreSQL prints them: all of the scale's, no exponent.</summary>
    public override string ToString()
    {
        if (Scale == 0)
        {
            return Unscaled >= long.MinValue && Unscaled <= long.MaxValue
                ? ((long)Unscaled).ToString(CultureInfo.InvariantCulture)
                : Unscaled.ToString(CultureInfo.InvariantCulture);
        }

        string digits = BigInteger.Abs(Unscaled).ToString(CultureInfo.InvariantCulture);
        if (digits.Length <= Scale)
        {
            digits = digits.PadLeft(Scale + 1, '0');
        }

        return string.Concat(Sign < 0 ? "-" : "", digits.AsSpan(0, digits.Length - Scale), ".", digits.AsSpan(digits.Length - Scale));
    }

    /// <summary>By value: the scale does not count.</summary>
    public int CompareTo(Numeric other) => Scale == other.Scale
        ? Unscaled.CompareTo(other.Unscaled)
        : Sign != other.Sign
            ? Sign.CompareTo(other.Sign)
            : DigitsAt(Math.Max(Scale, other.Scale)).CompareTo(other.DigitsAt(Math.Max(Scale, other.Scale)));

    /// <summary>By value: the scale does not count.</summary>
    public bool Equals(Numeric other) => CompareTo(other) == 0;

    /// <summary>The same for equal values, whatever their scales.</summary>
    public override int GetHashCode() => TrimScale().Unscaled.GetHashCode();

    /// <summary>Whether the left is the lesser.</summary>
    public static bool operator <(Numeric left, Numeric right) => left.CompareTo(right) < 0;

    /// <summary>Whether the left is the greater.</summary>
    public static bool operator >(Numeric left, Numeric right) => left.CompareTo(right) > 0;

    /// <summary>Whether the left is not the greater.</summary>
    public static bool operator <=(Numeric left, Numeric right) => left.CompareTo(right) <= 0;

    /// <summary>Whether the left is not the lesser.</summary>
    public static bool operator >=(Numeric left, Numeric right) => left.CompareTo(right) >= 0;

    internal static BigInteger PowerOfTen(int exponent) =>
        exponent < PowersOfTen.Length ? PowersOfTen[exponent] : BigInteger.Pow(10, exponent);

    // How many decimal digits a number has that is above zero.
    internal static int CountDigits(BigInteger number)
    {
        int least = (int)((number.GetBitLength() - 1) * 0.30102999566398119);
        return number >= PowerOfTen(least + 1) ? least + 2 : least + 1;
    }

    // Whether PostgreSQL's numeric holds it.
    private bool IsHeld => Scale <= MostScale
        && (Unscaled.GetBitLength() < 3 * MostDigitsBefore || CountDigits(BigInteger.Abs(Unscaled)) - Scale <= MostDigitsBefore);

    private BigInteger DigitsAt(int scale) => scale == Scale ? Unscaled : Unscaled * PowerOfTen(scale - Scale);

    private static bool TryExponent(ReadOnlySpan<char> text, out int exponent)
    {
        exponent = 0;
        int sign = text.Length > 1 && text[1] is '+' or '-' ? 1 : 0;
        ReadOnlySpan<char> digits = text[Math.Min(text.Length, 1 + sign)..];
        if (text[0] is not ('e' or 'E') || digits.IsEmpty)
        {
            return false;
        }

        foreach (char c in digits)
        {
            if (!char.IsAsciiDigit(c) || exponent > MostExponent)
            {
                return false;
            }

            exponent = (exponent * 10) + (c - '0');
        }

        exponent = sign == 1 && text[1] == '-' ? -exponent : exponent;
        return true;
    }

    // Reading takes time that grows faster than the number of digits, so one that cannot be held is not read.
    private static bool TryDigits(ReadOnlySpan<char> text, int point, out BigInteger unscaled)
    {
        string digits = point < 0 ? text.ToString() : string.Concat(text[..point], text[(point + 1)..]);
        ReadOnlySpan<char> significant = digits.AsSpan().TrimStart('0');
        unscaled = BigInteger.Zero;
        return significant.IsEmpty || (significant.Length <= MostExponent
            && BigInteger.TryParse(significant, NumberStyles.None, CultureInfo.InvariantCulture, out unscaled));
    }

    private static BigInteger[] MakePowers(int count)
    {
        BigInteger[] powers = new BigInteger[count];
        powers[0] = BigInteger.One;
        for (int at = 1; at < count; at++)
        {
            powers[at] = powers[at - 1] * 10;
        }

        return powers;
    }
}
