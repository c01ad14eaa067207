using System.Globalization;
using System.Numerics;

namespace Pace.Engine.Sql;

/// <summary>The numbers of a policy as digits, exactly: nothing goes through a floating-point number.</summary>
internal static class PolicyNumber
{
    /// <summary>An integer without leading zeros: <c>0000</c> is 0.</summary>
    public static string Integer(string text) =>
        BigInteger.Parse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture).ToString(CultureInfo.InvariantCulture);

    /// <summary>A number times a power of ten.</summary>
    public static string Shift(decimal number, int exponent) => Plain(Mantissa(number, out int scale), scale - exponent);

    /// <summary>Half of a number times a power of ten.</summary>
    public static string Half(decimal number, int exponent) => Plain(Mantissa(number, out int scale) * 5, scale - exponent + 1);

    private static BigInteger Mantissa(decimal number, out int scale)
    {
        Span<int> bits = stackalloc int[4];
        decimal.GetBits(number, bits);
        scale = (bits[3] >> 16) & 0xFF;
        BigInteger mantissa = ((BigInteger)(uint)bits[2] << 64) | ((BigInteger)(uint)bits[1] << 32) | (uint)bits[0];
        return number < 0 ? -mantissa : mantissa;
    }

    // Digits with the decimal point where the scale says, and no zeros that say nothing.
    private static string Plain(BigInteger mantissa, int scale)
    {
        while (scale > 0 && mantissa % 10 == 0)
        {
            mantissa /= 10;
            scale--;
        }

        if (scale <= 0)
        {
            return (mantissa * BigInteger.Pow(10, -scale)).ToString(CultureInfo.InvariantCulture);
        }

        string digits = BigInteger.Abs(mantissa).ToString(CultureInfo.InvariantCulture).PadLeft(scale + 1, '0');
        return $"{(mantissa.Sign < 0 ? "-" : "")}{digits[..^scale]}.{digits[^scale..]}";
    }
}
