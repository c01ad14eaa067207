using System.Globalization;
using System.Numerics;

namespace Pace.Engine.Policies.Language;

/// <summary>Reads decimal numbers without losing a digit.</summary>
internal static class ExactNumber
{
    // No number of the policy language needs more; the rest would only cost time.
    private const int MaxLength = 100;
    private const int MaxScale = 28;

    /// <summary>
    /// Reads <c>-12</c>, <c>1.50</c>, <c>2e3</c>. Not read are leading zeros (octal to some readers of YAML), other
    /// bases, digits in groups, infinities.
    /// </summary>
    public static bool TryParse(string text, out BigInteger unscaled, out int scale)
    {
        (unscaled, scale) = (BigInteger.Zero, 0);
        if (text.Length is 0 or > MaxLength)
        {
            return false;
        }

        ReadOnlySpan<char> rest = text;
        bool negative = rest[0] == '-';
        rest = rest[0] is '-' or '+' ? rest[1..] : rest;
        ReadOnlySpan<char> whole = Digits(rest);
        rest = rest[whole.Length..];
        ReadOnlySpan<char> fraction = [];
        if (rest is ['.', ..])
        {
            rest = rest[1..];
            fraction = Digits(rest);
            rest = rest[fraction.Length..];
            if (whole.IsEmpty && fraction.IsEmpty)
            {
                return false;
            }
        }
        else if (whole.IsEmpty)
        {
            return false;
        }

        if (whole is ['0', _, ..])
        {
            return false;
        }

        int exponent = 0;
        if (!rest.IsEmpty && (rest[0] is not ('e' or 'E')
            || !int.TryParse(rest[1..], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out exponent)
            || Math.Abs(exponent) > MaxLength))
        {
            return false;
        }

        unscaled = BigInteger.Parse("0" + string.Concat(whole, fraction), NumberStyles.None, CultureInfo.InvariantCulture);
        unscaled = negative ? -unscaled : unscaled;
        scale = fraction.Length - exponent;
        while (scale > 0 && unscaled % 10 == 0)
        {
            // Zero has no last digit that is not zero.
            (unscaled, scale) = unscaled.IsZero ? (unscaled, 0) : (unscaled / 10, scale - 1);
        }

        if (scale < 0)
        {
            (unscaled, scale) = (unscaled * BigInteger.Pow(10, -scale), 0);
        }

        return true;
    }

    /// <summary>The number as a decimal, when it is one exactly.</summary>
    public static bool TryParseDecimal(string text, out decimal value)
    {
        value = 0;
        if (!TryParse(text, out BigInteger unscaled, out int scale) || scale > MaxScale
            || BigInteger.Abs(unscaled) > (BigInteger)decimal.MaxValue)
        {
            return false;
        }

        decimal whole = (decimal)unscaled;
        int[] bits = decimal.GetBits(whole);
        value = new decimal(bits[0], bits[1], bits[2], whole < 0, (byte)scale);
        return true;
    }

    private static ReadOnlySpan<char> Digits(ReadOnlySpan<char> text)
    {
        int length = text.IndexOfAnyExceptInRange('0', '9');
        return length < 0 ? text : text[..length];
    }
}
