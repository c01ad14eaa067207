using System.Globalization;
using System.Numerics;

namespace Pace.Engine.Evaluation.Values;

/// <content>From and to .NET's numbers.</content>
public readonly partial record struct Numeric
{
    private const int MostDecimalScale = 28;
    private const int MostDecimalBits = 96;

    // Powers of ten, and integers, that a double holds exactly: their quotient is then rounded once.
    private const int MostExactPower = 22;
    private const long MostExactInteger = 1L << 53;

    private static readonly double[] ExactPowers =
        [1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22];

    /// <summary>An integer, with scale 0.</summary>
    public static Numeric FromInteger(long value) => new(value, 0);

    /// <summary>A decimal with its scale.</summary>
    public static Numeric FromDecimal(decimal value)
    {
        Span<int> bits = stackalloc int[4];
        decimal.GetBits(value, bits);
        BigInteger digits = (ulong)(uint)bits[1] << 32 | (uint)bits[0];
        if (bits[2] != 0)
        {
            digits |= (BigInteger)(uint)bits[2] << 64;
        }

        return new Numeric(bits[3] < 0 ? -digits : digits, (bits[3] >> 16) & 0xFF);
    }

    /// <summary>A floating-point number as PostgreSQL's cast reads it: 15 significant digits.</summary>
    /// <exception cref="ValueException">It is not finite.</exception>
    public static Numeric FromDouble(double value) => double.IsFinite(value)
        ? Parse(value.ToString("G15", CultureInfo.InvariantCulture))
        : throw new ValueException("is not a finite number");

    /// <summary>A floating-point number of single precision as PostgreSQL's cast reads it: 6 significant digits.</summary>
    /// <exception cref="ValueException">It is not finite.</exception>
    public static Numeric FromSingle(float value) => float.IsFinite(value)
        ? Parse(value.ToString("G6", CultureInfo.InvariantCulture))
        : throw new ValueException("is not a finite number");

    /// <summary>The decimal with the same digits and scale, where there is one.</summary>
    public bool TryToDecimal(out decimal value)
    {
        value = 0;
        BigInteger digits = BigInteger.Abs(Unscaled);
        if (Scale > MostDecimalScale || digits.GetBitLength() > MostDecimalBits)
        {
            return false;
        }

        uint low = (uint)(digits & uint.MaxValue);
        uint middle = (uint)((digits >> 32) & uint.MaxValue);
        uint high = (uint)(digits >> 64);
        value = new decimal((int)low, (int)middle, (int)high, Sign < 0, (byte)Scale);
        return true;
    }

    /// <summary>The nearest floating-point number.</summary>
    /// <exception cref="ValueException">It is too large, or so small that it would be zero.</exception>
    public double ToDouble()
    {
        if (Scale <= MostExactPower && Unscaled >= -MostExactInteger && Unscaled <= MostExactInteger)
        {
            return (double)(long)Unscaled / ExactPowers[Scale];
        }

        double nearest = double.Parse(ToString(), NumberStyles.Float, CultureInfo.InvariantCulture);
        return double.IsFinite(nearest) && (nearest != 0 || Unscaled.IsZero)
            ? nearest
            : throw new ValueException("is outside the range of double precision");
    }

    /// <summary>The nearest integer, halves away from zero.</summary>
    /// <exception cref="ValueException">It is outside of 64 bits.</exception>
    public long ToInteger()
    {
        BigInteger whole = Scale == 0 ? Unscaled : Round(0).Unscaled;
        return whole >= long.MinValue && whole <= long.MaxValue
            ? (long)whole
            : throw new ValueException("is outside the range of bigint");
    }
}
