using System.Globalization;
using System.Numerics;

namespace Pace.Engine.Differential.Tests.Oracle;

/// <summary>A decimal number with its scale: digits divided by ten to the scale.</summary>
public readonly record struct Exact(BigInteger Digits, int Scale)
{
    public int Sign => Digits.Sign;

    public static Exact Of(BigInteger integer) => new(integer, 0);

    /// <summary>Reads digits with a sign, a point and an exponent.</summary>
    public static Exact Parse(string text)
    {
        int split = text.AsSpan().IndexOfAny('e', 'E');
        int exponent = split < 0 ? 0 : int.Parse(text.AsSpan(split + 1), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);
        string mantissa = split < 0 ? text : text[..split];
        int point = mantissa.IndexOf('.', StringComparison.Ordinal);
        int scale = (point < 0 ? 0 : mantissa.Length - point - 1) - exponent;
        BigInteger digits = BigInteger.Parse(
            mantissa.Replace(".", "", StringComparison.Ordinal), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);
        return scale < 0 ? new Exact(digits * Power(-scale), 0) : new Exact(digits, scale);
    }

    public static Exact operator +(Exact left, Exact right)
    {
        int scale = Math.Max(left.Scale, right.Scale);
        return new Exact(left.At(scale) + right.At(scale), scale);
    }

    public static Exact operator -(Exact number) => new(-number.Digits, number.Scale);

    public static Exact operator -(Exact left, Exact right) => left + -right;

    public static Exact operator *(Exact left, Exact right) => new(left.Digits * right.Digits, left.Scale + right.Scale);

    /// <summary>What is left of a division that gives an integer, with the dividend's sign.</summary>
    public static Exact operator %(Exact left, Exact right)
    {
        int scale = Math.Max(left.Scale, right.Scale);
        return new Exact(BigInteger.Remainder(left.At(scale), right.At(scale)), scale);
    }

    public static int Compare(Exact left, Exact right)
    {
        int scale = Math.Max(left.Scale, right.Scale);
        return left.At(scale).CompareTo(right.At(scale));
    }

    /// <summary>Rounded to a number of places, halves away from zero. Below zero places: to tens, hundreds and so on.</summary>
    public Exact Round(int places)
    {
        if (places >= Scale)
        {
            return new Exact(At(places), places);
        }

        BigInteger kept = Quotient(Digits, Power(Scale - places));
        return places >= 0 ? new Exact(kept, places) : new Exact(kept * Power(-places), 0);
    }

    /// <summary>
    /// A quotient with as many places as PostgreSQL gives it (select_div_scale in its numeric.c): at least 16 digits
    /// that say something, counted in groups of four, and no fewer places than either operand has.
    /// </summary>
    public static Exact Divide(Exact left, Exact right)
    {
        (int weightLeft, int firstLeft) = FirstGroup(left);
        (int weightRight, int firstRight) = FirstGroup(right);
        int weight = weightLeft - weightRight - (firstLeft <= firstRight ? 1 : 0);
        int scale = Math.Clamp(Math.Max(16 - (weight * 4), Math.Max(left.Scale, right.Scale)), 0, 1000);
        // left / right at the scale, with all digits as integers.
        BigInteger dividend = left.Digits * Power(scale + right.Scale);
        return new Exact(Quotient(dividend, right.Digits * Power(left.Scale)), scale);
    }

    /// <summary>Without the zeros at the end of the fraction.</summary>
    public Exact Trim()
    {
        (BigInteger digits, int scale) = (Digits, Scale);
        while (scale > 0 && (digits % 10).IsZero)
        {
            (digits, scale) = (digits / 10, scale - 1);
        }

        return new Exact(digits, scale);
    }

    /// <summary>A floating-point number with 15 digits, as C's %.15g writes it: nearest, ties to even.</summary>
    public static Exact OfDouble(double number)
    {
        if (number == 0)
        {
            return Of(0);
        }

        long bits = BitConverter.DoubleToInt64Bits(number);
        int exponent = (int)((bits >> 52) & 0x7FF);
        BigInteger mantissa = (bits & 0xFFFFFFFFFFFFFL) | (exponent > 0 ? 1L << 52 : 0);
        exponent = Math.Max(exponent, 1) - 1075;
        (BigInteger above, BigInteger below) = exponent >= 0 ? (mantissa << exponent, BigInteger.One) : (mantissa, BigInteger.One << -exponent);
        int places = -350;
        // The most places at which no more than 15 digits stand.
        BigInteger limit = Power(15);
        for (int step = 256; step > 0; step /= 2)
        {
            while (Nearest(above, below, places + step) < limit)
            {
                places += step;
            }
        }

        BigInteger digits = Nearest(above, below, places);
        Exact exact = places >= 0 ? new Exact(digits, places) : new Exact(digits * Power(-places), 0);
        exact = exact.Trim();
        return number < 0 ? -exact : exact;
    }

    /// <summary>The nearest floating-point number.</summary>
    /// <exception cref="OverflowException">It is too large, or too small to be told from zero.</exception>
    public double ToDouble()
    {
        double number = double.Parse(ToString(), NumberStyles.Float, CultureInfo.InvariantCulture);
        return double.IsFinite(number) && (number != 0 || Digits.IsZero) ? number : throw new OverflowException();
    }

    public override string ToString()
    {
        string digits = BigInteger.Abs(Digits).ToString(CultureInfo.InvariantCulture).PadLeft(Scale + 1, '0');
        string text = Scale == 0 ? digits : $"{digits[..^Scale]}.{digits[^Scale..]}";
        return Digits.Sign < 0 ? "-" + text : text;
    }

    public static BigInteger Power(int exponent) => BigInteger.Pow(10, exponent);

    private BigInteger At(int scale) => Digits * Power(scale - Scale);

    private static BigInteger Quotient(BigInteger dividend, BigInteger divisor)
    {
        BigInteger quotient = BigInteger.DivRem(dividend, divisor, out BigInteger rest);
        return BigInteger.Abs(rest) * 2 < BigInteger.Abs(divisor) ? quotient : quotient + (dividend.Sign * divisor.Sign);
    }

    private static BigInteger Nearest(BigInteger above, BigInteger below, int places)
    {
        (above, below) = places >= 0 ? (above * Power(places), below) : (above, below * Power(-places));
        BigInteger quotient = BigInteger.DivRem(above, below, out BigInteger rest);
        int half = (rest * 2).CompareTo(below);
        return half > 0 || (half == 0 && !quotient.IsEven) ? quotient + 1 : quotient;
    }

    // The first group of four digits that is not zero, groups counted from the decimal point, and which it is.
    private static (int Weight, int First) FirstGroup(Exact number)
    {
        if (number.Digits.IsZero)
        {
            return (0, 0);
        }

        int padded = (number.Scale + 3) / 4 * 4;
        BigInteger digits = BigInteger.Abs(number.Digits) * Power(padded - number.Scale);
        int weight = -(padded / 4);
        while (digits >= 10_000)
        {
            digits /= 10_000;
            weight++;
        }

        return (weight, (int)digits);
    }
}
