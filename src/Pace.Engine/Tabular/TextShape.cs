using System.Globalization;
using Pace.Engine.Validation.Rules;

namespace Pace.Engine.Tabular;

/// <summary>What a value can be without losing anything of what it says.</summary>
[Flags]
internal enum Shape
{
    /// <summary>Nothing: NULL.</summary>
    None = 0,

    /// <summary>Text and nothing else.</summary>
    Text = 1,

    /// <summary>An integer.</summary>
    Integer = 2,

    /// <summary>A number with a decimal point, or that exact decimals hold.</summary>
    Decimal = 4,

    /// <summary>A number with an exponent, or a floating-point number.</summary>
    Double = 8,

    /// <summary>True or false.</summary>
    Boolean = 16,

    /// <summary>A day.</summary>
    Date = 32,

    /// <summary>A date and time without a zone.</summary>
    Timestamp = 64,

    /// <summary>An instant.</summary>
    TimestampTz = 128,
}

/// <summary>
/// What a text can be. A number is one only in its shortest form: leading zeros, a plus, spaces and a negative zero
/// say something that a number does not keep (a phone number, a code), so that they stay text.
/// </summary>
/// <param name="Shape">The one shape.</param>
/// <param name="IntegerDigits">Of a number without an exponent: how many digits stand before the decimal point.</param>
/// <param name="Scale">Of such a number: how many stand after it.</param>
/// <param name="IsDigits">Of a text: whether it is digits that begin with a zero or a sign.</param>
internal readonly record struct TextShape(Shape Shape, int IntegerDigits = 0, int Scale = 0, bool IsDigits = false)
{
    // The lengths of the shortest and the longest date or time.
    private const int ShortestDate = 10;
    private const int LongestTime = 32;

    /// <summary>Looks at a text.</summary>
    public static TextShape Of(ReadOnlySpan<char> text)
    {
        if (text.IsEmpty)
        {
            return new TextShape(Shape.Text);
        }

        char first = text[0];
        if (char.IsAsciiDigit(first) || first == '-')
        {
            TextShape number = Number(text);
            return number.Shape == Shape.Text && Time(text) is { } time ? new TextShape(time) : number;
        }

        bool isBoolean = text.Equals("true", StringComparison.OrdinalIgnoreCase) || text.Equals("false", StringComparison.OrdinalIgnoreCase);
        return isBoolean
            ? new TextShape(Shape.Boolean)
            : new TextShape(Shape.Text, IsDigits: first == '+' && text.Length > 1 && text[1..].IndexOfAnyExceptInRange('0', '9') < 0);
    }

    private static TextShape Number(ReadOnlySpan<char> text)
    {
        bool negative = text[0] == '-';
        ReadOnlySpan<char> rest = negative ? text[1..] : text;
        int integer = DigitCount(rest);
        if (integer == 0)
        {
            return new TextShape(Shape.Text);
        }

        if (rest[0] == '0' && integer > 1)
        {
            return new TextShape(Shape.Text, IsDigits: integer == rest.Length);
        }

        ReadOnlySpan<char> after = rest[integer..];
        int scale = after is ['.', ..] ? DigitCount(after[1..]) : 0;
        if (after is ['.', ..])
        {
            after = scale > 0 ? after[(1 + scale)..] : after;
        }

        if (negative && rest[..^after.Length].IndexOfAnyExcept('0', '.') < 0)
        {
            return new TextShape(Shape.Text);
        }

        return after switch
        {
            [] => new TextShape(scale > 0 ? Shape.Decimal : Shape.Integer, integer, scale),
            ['e' or 'E', '+' or '-', .. var exponent] when DigitCount(exponent) is > 0 and var count && count == exponent.Length => new TextShape(Shape.Double),
            ['e' or 'E', .. var exponent] when DigitCount(exponent) is > 0 and var count && count == exponent.Length => new TextShape(Shape.Double),
            _ => new TextShape(Shape.Text),
        };
    }

    private static int DigitCount(ReadOnlySpan<char> text)
    {
        int end = text.IndexOfAnyExceptInRange('0', '9');
        return end < 0 ? text.Length : end;
    }

    private static Shape? Time(ReadOnlySpan<char> text)
    {
        if (text.Length is < ShortestDate or > LongestTime || text[4] != '-')
        {
            return null;
        }

        if (text.Length == ShortestDate)
        {
            return IsoTimes.IsDate(text) ? Shape.Date : null;
        }

        return IsoTimes.IsTimestamp(text) ? Shape.Timestamp : IsoTimes.IsInstant(text) && IsInUtc(text) ? Shape.TimestampTz : null;
    }

    // At both ends of time an offset leads out of the years that there are.
    private static bool IsInUtc(ReadOnlySpan<char> text) =>
        text[..4] is not ("0001" or "9999")
        || DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AdjustToUniversal, out _);
}
