using System.Globalization;
using System.Numerics;
using System.Runtime.CompilerServices;
using Pace.Engine.Sql;

namespace Pace.Engine.Evaluation.Values;

/// <summary>Reads numbers.</summary>
internal static class NumberValue
{
    // So many digits a long holds whatever they are.
    private const int DigitsOfEveryLong = 18;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static bool TryInteger(SqlType type, object value, out object? canonical, out string? problem)
    {
        (canonical, problem) = (null, null);
        if (!TryWhole(value, out BigInteger? large, out long whole))
        {
            problem = $"is no {IntegerMath.Name(type.Kind)}";
            return false;
        }

        if (large is not null || !IntegerMath.Holds(type.Kind, whole))
        {
            problem = IntegerMath.OutOfRange(type.Kind).Problem;
            return false;
        }

        canonical = value is long ? value : whole;
        return true;
    }

    public static bool TryNumeric(SqlType type, object value, out object? canonical, out string? problem)
    {
        (canonical, problem) = (null, null);
        Numeric numeric;
        switch (value)
        {
            case string text:
                if (!Numeric.TryParse(TextValue.Trim(text), out numeric))
                {
                    problem = "is no decimal number";
                    return false;
                }

                break;
            case double floating when !double.IsFinite(floating):
            case float single when !float.IsFinite(single):
            case Half half when !Half.IsFinite(half):
                problem = "is not a finite number";
                return false;
            case double floating:
                numeric = Numeric.FromDouble(floating);
                break;
            case float single:
                numeric = Numeric.FromSingle(single);
                break;
            case Half half:
                numeric = Numeric.FromSingle((float)half);
                break;
            default:
                if (!TryExact(value, out numeric))
                {
                    problem = "is no decimal number";
                    return false;
                }

                break;
        }

        try
        {
            canonical = value is Numeric && type.Arguments.Count == 0 ? value : NumericCast.Fit(type, numeric);
            return true;
        }
        catch (ValueException outside)
        {
            problem = outside.Problem;
            return false;
        }
    }

    public static bool TryFloat(SqlType type, object value, out object? canonical, out string? problem)
    {
        (canonical, problem) = (null, null);
        bool single = type.Kind == SqlTypeKind.Real;
        double? number = value switch
        {
            double floating => single ? (float)floating : floating,
            float narrow => narrow,
            Half half => (double)half,
            string text => Parse(TextValue.Trim(text), single),
            _ => TryExact(value, out Numeric exact) ? Parse(exact.ToString(), single) : null,
        };
        if (number is not { } result)
        {
            problem = "is no number";
            return false;
        }

        bool lost = !double.IsFinite(result) || (result == 0 && !IsZero(value));
        if (lost)
        {
            problem = value is double.NaN or double.PositiveInfinity or double.NegativeInfinity
                or float.NaN or float.PositiveInfinity or float.NegativeInfinity
                ? "is not a finite number"
                : single ? "is outside the range of real" : "is outside the range of double precision";
            return false;
        }

        canonical = value is double && !single ? value : result;
        return true;
    }

    // An integer that fits 64 bits, or a larger one.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static bool TryWhole(object value, out BigInteger? large, out long whole)
    {
        large = null;
        switch (value)
        {
            case long number:
                whole = number;
                return true;
            case int number:
                whole = number;
                return true;
            case short number:
                whole = number;
                return true;
            case byte number:
                whole = number;
                return true;
            case string text:
                return TryWhole(TextValue.Trim(text), out large, out whole);
            case double floating:
                return TryWhole(floating, out large, out whole);
            case float single:
                return TryWhole(single, out large, out whole);
            case Half half:
                return TryWhole((double)half, out large, out whole);
        }

        whole = 0;
        if (!TryExact(value, out Numeric exact))
        {
            return false;
        }

        Numeric rounded = exact.Round(0);
        Split(rounded.Unscaled, out large, out whole);
        return rounded.Equals(exact);
    }

    private static bool TryWhole(double floating, out BigInteger? large, out long whole)
    {
        (large, whole) = (null, 0);
        if (!double.IsInteger(floating))
        {
            return false;
        }

        Split(new BigInteger(floating), out large, out whole);
        return true;
    }

    private static void Split(BigInteger number, out BigInteger? large, out long whole)
    {
        bool fits = number >= long.MinValue && number <= long.MaxValue;
        large = fits ? null : number;
        whole = fits ? (long)number : 0;
    }

    // Sign and digits and nothing else; .NET's own reading lets more through.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static bool TryWhole(ReadOnlySpan<char> text, out BigInteger? large, out long whole)
    {
        (large, whole) = (null, 0);
        ReadOnlySpan<char> digits = text is ['+' or '-', ..] ? text[1..] : text;
        if (digits.IsEmpty || digits.ContainsAnyExceptInRange('0', '9'))
        {
            return false;
        }

        if (digits.Length <= DigitsOfEveryLong)
        {
            foreach (char digit in digits)
            {
                whole = (whole * 10) + (digit - '0');
            }

            whole = text[0] == '-' ? -whole : whole;
        }
        else if (!long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out whole))
        {
            large = BigInteger.One;
        }

        return true;
    }

    private static bool TryExact(object value, out Numeric exact)
    {
        Numeric? number = value switch
        {
            decimal fraction => Numeric.FromDecimal(fraction),
            int integer => Numeric.FromInteger(integer),
            long integer => Numeric.FromInteger(integer),
            Numeric numeric => numeric,
            short integer => Numeric.FromInteger(integer),
            byte integer => Numeric.FromInteger(integer),
            sbyte integer => Numeric.FromInteger(integer),
            ushort integer => Numeric.FromInteger(integer),
            uint integer => Numeric.FromInteger(integer),
            ulong integer => new Numeric(integer, 0),
            nint integer => Numeric.FromInteger(integer),
            nuint integer => new Numeric(integer, 0),
            Int128 integer => new Numeric(integer, 0),
            UInt128 integer => new Numeric(integer, 0),
            BigInteger integer => new Numeric(integer, 0),
            _ => null,
        };
        exact = number.GetValueOrDefault();
        return number.HasValue;
    }

    // The same texts as of a numeric; what overflows is infinite here.
    private static double? Parse(ReadOnlySpan<char> text, bool single)
    {
        ReadOnlySpan<char> digits = text is ['+' or '-', ..] ? text[1..] : text;
        int split = digits.IndexOfAny('e', 'E');
        ReadOnlySpan<char> mantissa = split < 0 ? digits : digits[..split];
        ReadOnlySpan<char> exponent = split < 0 ? "0" : digits[(split + 1)..];
        exponent = exponent is ['+' or '-', ..] ? exponent[1..] : exponent;
        int point = mantissa.IndexOf('.');
        ReadOnlySpan<char> whole = point < 0 ? mantissa : mantissa[..point];
        ReadOnlySpan<char> fraction = point < 0 ? default : mantissa[(point + 1)..];
        if ((whole.IsEmpty && fraction.IsEmpty) || exponent.IsEmpty || whole.ContainsAnyExceptInRange('0', '9')
            || fraction.ContainsAnyExceptInRange('0', '9') || exponent.ContainsAnyExceptInRange('0', '9'))
        {
            return null;
        }

        return single
            ? float.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture)
            : double.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture);
    }

    // Whether a number that was read as zero is one.
    private static bool IsZero(object value) => value switch
    {
        string text => TextValue.Trim(text) is var trimmed
            && !(trimmed.IndexOfAny('e', 'E') is var split && split >= 0 ? trimmed[..split] : trimmed).ContainsAnyInRange('1', '9'),
        double floating => floating == 0,
        float or Half => true,
        _ => TryExact(value, out Numeric exact) && exact.Sign == 0,
    };
}
