using System.Globalization;

namespace Pace.Engine.Evaluation.Values;

/// <summary>
/// Computing with finite floating-point numbers. Results beyond the range are errors, as they are on PostgreSQL, and
/// so is a product that would be zero of numbers that are not.
/// </summary>
internal static class FloatMath
{
    // From these exponents on PostgreSQL writes a number with its exponent.
    private const int LeastPlain = -4;
    private const int FirstWithExponent = 15;

    public static double Add(double left, double right) => Finite(left + right);

    public static double Subtract(double left, double right) => Finite(left - right);

    public static double Multiply(double left, double right)
    {
        double product = Finite(left * right);
        return product == 0 && left != 0 && right != 0 ? throw OutOfRange() : product;
    }

    /// <summary>A result that must not have left the range.</summary>
    public static double Finite(double result) => double.IsFinite(result) ? result : throw OutOfRange();

    /// <summary>
    /// The shortest digits that are read as the same number, written as PostgreSQL writes them. Of those from
    /// 2^53 on PostgreSQL sometimes gives one more: it takes none that lie exactly between two numbers.
    /// </summary>
    public static string ToText(double value)
    {
        string shortest = value.ToString("R", CultureInfo.InvariantCulture);
        if (value == 0)
        {
            return shortest;
        }

        int exponent = Exponent(shortest, out string digits);
        string sign = value < 0 ? "-" : "";
        if (exponent is < LeastPlain or >= FirstWithExponent)
        {
            string fraction = digits.Length > 1 ? "." + digits[1..] : "";
            return string.Create(CultureInfo.InvariantCulture, $"{sign}{digits[0]}{fraction}e{(exponent < 0 ? '-' : '+')}{Math.Abs(exponent):00}");
        }

        return exponent < 0
            ? $"{sign}0.{new string('0', -exponent - 1)}{digits}"
            : digits.Length <= exponent + 1
                ? sign + digits.PadRight(exponent + 1, '0')
                : $"{sign}{digits[..(exponent + 1)]}.{digits[(exponent + 1)..]}";
    }

    // The significant digits of a text of .NET's, and the power of ten of the first of them.
    private static int Exponent(string shortest, out string digits)
    {
        int split = shortest.IndexOf('E', StringComparison.Ordinal);
        string mantissa = split < 0 ? shortest : shortest[..split];
        digits = mantissa.Replace(".", "", StringComparison.Ordinal).TrimStart('-').TrimStart('0').TrimEnd('0');
        if (split >= 0)
        {
            return int.Parse(shortest.AsSpan(split + 1), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);
        }

        mantissa = mantissa.TrimStart('-');
        int point = mantissa.IndexOf('.', StringComparison.Ordinal);
        int whole = point < 0 ? mantissa.Length : point;
        return mantissa[0] != '0' ? whole - 1 : -(mantissa.AsSpan(point + 1).IndexOfAnyExcept('0') + 1);
    }

    private static ValueException OutOfRange() => new("is outside the range of double precision");
}
