using System.Numerics;

namespace Pace.Engine.Evaluation.Values;

/// <content>Computing with the scales that PostgreSQL gives to results.</content>
public readonly partial record struct Numeric
{
    // PostgreSQL computes a quotient to 16 significant digits at least, and counts digits in groups of four.
    private const int LeastSignificantDigits = 16;
    private const int GroupDigits = 4;
    private const int MostQuotientScale = 1000;
    private const int MostRoundingScale = 2000;

    /// <summary>The sum, with the greater of the two scales.</summary>
    public static Numeric operator +(Numeric left, Numeric right)
    {
        int scale = Math.Max(left.Scale, right.Scale);
        return new Numeric(left.DigitsAt(scale) + right.DigitsAt(scale), scale).Checked();
    }

    /// <summary>The difference, with the greater of the two scales.</summary>
    public static Numeric operator -(Numeric left, Numeric right)
    {
        int scale = Math.Max(left.Scale, right.Scale);
        return new Numeric(left.DigitsAt(scale) - right.DigitsAt(scale), scale).Checked();
    }

    /// <summary>The product, with both scales together.</summary>
    public static Numeric operator *(Numeric left, Numeric right)
    {
        Numeric product = new(left.Unscaled * right.Unscaled, left.Scale + right.Scale);
        return (product.Scale > MostScale ? product.Round(MostScale) : product).Checked();
    }

    /// <summary>The number with the other sign.</summary>
    public static Numeric operator -(Numeric value) => new(-value.Unscaled, value.Scale);

    /// <summary>The number without its sign.</summary>
    public Numeric Abs() => new(BigInteger.Abs(Unscaled), Scale);

    /// <summary>What is left when a divisor is taken off as often as it goes, with the sign of the dividend.</summary>
    public static Numeric Mod(Numeric dividend, Numeric divisor)
    {
        int scale = Math.Max(dividend.Scale, divisor.Scale);
        return new Numeric(BigInteger.Remainder(dividend.DigitsAt(scale), divisor.DigitsAt(scale)), scale);
    }

    /// <summary>
    /// Rounded to a number of decimal places, halves away from zero. A negative precision rounds to tens, hundreds and
    /// so on. The scale is the precision, or 0.
    /// </summary>
    public Numeric Round(int precision)
    {
        precision = Math.Clamp(precision, -MostRoundingScale, MostRoundingScale);
        if (precision >= Scale)
        {
            return new Numeric(DigitsAt(precision), precision);
        }

        BigInteger rounded = DivideHalfAway(Unscaled, PowerOfTen(Scale - precision));
        return precision >= 0
            ? new Numeric(rounded, precision)
            : new Numeric(rounded * PowerOfTen(-precision), 0).Checked();
    }

    /// <summary>Without zeros at the end of its decimal places.</summary>
    public Numeric TrimScale()
    {
        if (Scale == 0)
        {
            return this;
        }

        if (Unscaled.IsZero)
        {
            return Zero;
        }

        BigInteger digits = Unscaled;
        int scale = Scale;
        if (digits >= long.MinValue && digits <= long.MaxValue)
        {
            long small = (long)digits;
            for (; scale > 0 && small % 10 == 0; scale--)
            {
                small /= 10;
            }

            return new Numeric(small, scale);
        }

        while (scale > 0)
        {
            BigInteger quotient = BigInteger.DivRem(digits, 10, out BigInteger rest);
            if (!rest.IsZero)
            {
                break;
            }

            digits = quotient;
            scale--;
        }

        return new Numeric(digits, scale);
    }

    /// <summary>
    /// The quotient as PostgreSQL's division gives it, which is how it makes averages: rounded, halves away from zero,
    /// to as many decimal places as both numbers have and 16 significant digits need.
    /// </summary>
    public static Numeric DivideForAverage(Numeric dividend, Numeric divisor)
    {
        int weight = dividend.FirstGroup(out int first) - divisor.FirstGroup(out int divisorFirst);
        weight -= first <= divisorFirst ? 1 : 0;
        int scale = Math.Max(LeastSignificantDigits - (weight * GroupDigits), Math.Max(dividend.Scale, divisor.Scale));
        scale = Math.Clamp(scale, 0, MostQuotientScale);

        // dividend / divisor * 10^scale, as one division of integers.
        int shift = scale - dividend.Scale + divisor.Scale;
        BigInteger over = shift >= 0 ? dividend.Unscaled * PowerOfTen(shift) : dividend.Unscaled;
        BigInteger under = shift >= 0 ? divisor.Unscaled : divisor.Unscaled * PowerOfTen(-shift);
        return new Numeric(DivideHalfAway(over, under), scale).Checked();
    }

    // The first group of four digits that is not zero, and its weight: the number is about first * 10000^weight.
    private int FirstGroup(out int first)
    {
        first = 0;
        if (Unscaled.IsZero)
        {
            return 0;
        }

        BigInteger digits = BigInteger.Abs(Unscaled);
        int highest = CountDigits(digits) - 1 - Scale;
        int weight = highest >= 0 ? highest / GroupDigits : -((GroupDigits - 1 - highest) / GroupDigits);
        int drop = Scale + (weight * GroupDigits);
        first = (int)(drop >= 0 ? digits / PowerOfTen(drop) : digits * PowerOfTen(-drop));
        return weight;
    }

    private static BigInteger DivideHalfAway(BigInteger dividend, BigInteger divisor)
    {
        BigInteger quotient = BigInteger.DivRem(dividend, divisor, out BigInteger rest);
        return BigInteger.Abs(rest) * 2 >= BigInteger.Abs(divisor) ? quotient + (dividend.Sign * divisor.Sign) : quotient;
    }

    private Numeric Checked() => IsHeld ? this : throw new ValueException("is outside the range of numeric");
}
