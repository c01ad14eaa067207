using System.Globalization;

namespace Pace.Engine.Tabular;

/// <summary>Whether a number's text survives as a floating-point number.</summary>
internal static class ExactDouble
{
    // Any decimal number of so many digits is told apart from any other by its nearest floating-point number.
    private const int SafeDigits = 15;

    /// <summary>Whether a number that has no exponent surely survives, by the count of its digits alone.</summary>
    public static bool IsSafe(int digits) => digits <= SafeDigits;

    /// <summary>Whether the shortest text of the nearest floating-point number says the same number.</summary>
    public static bool Holds(ReadOnlySpan<char> text) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double nearest)
        && double.IsFinite(nearest)
        && Digits.Of(text) is { } wanted
        && Digits.Of(nearest.ToString("R", CultureInfo.InvariantCulture)) == wanted;

    /// <summary>A decimal number as digits without zeros at either end, times a power of ten.</summary>
    private readonly record struct Digits(bool Negative, string Significant, int Exponent)
    {
        private const int LongestExponent = 6;

        public static Digits? Of(ReadOnlySpan<char> text)
        {
            bool negative = text[0] == '-';
            ReadOnlySpan<char> mantissa = negative ? text[1..] : text;
            int exponent = 0;
            if (mantissa.IndexOfAny('e', 'E') is >= 0 and int cut)
            {
                ReadOnlySpan<char> power = mantissa[(cut + 1)..];
                if (power.Length > LongestExponent)
                {
                    return null;
                }

                exponent = int.Parse(power, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);
                mantissa = mantissa[..cut];
            }

            int point = mantissa.IndexOf('.');
            string all = point < 0 ? mantissa.ToString() : string.Concat(mantissa[..point], mantissa[(point + 1)..]);
            exponent -= point < 0 ? 0 : mantissa.Length - point - 1;
            string trimmed = all.TrimEnd('0');
            exponent += all.Length - trimmed.Length;
            string significant = trimmed.TrimStart('0');
            return significant.Length == 0 ? new Digits(false, "", 0) : new Digits(negative, significant, exponent);
        }
    }
}
