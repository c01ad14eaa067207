using System.Globalization;
using System.Numerics;

namespace Pace.Engine.Sql.Dialects;

/// <summary>Decimal numbers as plain digits, which no platform reads as floating-point ones.</summary>
internal static class WarehouseNumber
{
    /// <summary>How many digits Snowflake's and BigQuery's decimals have before or behind the point, at least.</summary>
    public const int MostDigits = 37;

    /// <summary>A number that validation let through, without an exponent and without zeros that say nothing.</summary>
    public static string Plain(string text)
    {
        int split = text.AsSpan().IndexOfAny('e', 'E');
        int exponent = split < 0 ? 0 : int.Parse(text.AsSpan(split + 1), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);
        string mantissa = split < 0 ? text : text[..split];
        bool negative = mantissa.StartsWith('-');
        mantissa = mantissa.TrimStart('+', '-');
        int point = mantissa.IndexOf('.', StringComparison.Ordinal);
        int scale = point < 0 ? 0 : mantissa.Length - point - 1;
        BigInteger digits = BigInteger.Parse("0" + mantissa.Replace(".", "", StringComparison.Ordinal), NumberStyles.None, CultureInfo.InvariantCulture);
        scale -= exponent;
        while (scale > 0 && !digits.IsZero && digits % 10 == 0)
        {
            digits /= 10;
            scale--;
        }

        scale = digits.IsZero ? 0 : scale;
        string plain = scale <= 0
            ? (digits * BigInteger.Pow(10, -scale)).ToString(CultureInfo.InvariantCulture)
            : Pointed(digits.ToString(CultureInfo.InvariantCulture).PadLeft(scale + 1, '0'), scale);
        return negative && !digits.IsZero ? "-" + plain : plain;
    }

    /// <summary>Whether plain digits are a decimal that both platforms hold.</summary>
    public static bool Fits(string plain) => plain.Count(char.IsAsciiDigit) <= MostDigits;

    /// <summary>How many decimal places plain digits have.</summary>
    public static int Scale(string plain) => plain.IndexOf('.', StringComparison.Ordinal) is >= 0 and int point ? plain.Length - point - 1 : 0;

    private static string Pointed(string digits, int scale) => $"{digits[..^scale]}.{digits[^scale..]}";
}
