using System.Globalization;
using System.Numerics;
using System.Text.Json;
using Pace.Engine.Sql;

namespace Pace.Engine.Validation.Rules;

/// <summary>
/// Says whether a text is a value of a type, in the one notation that every platform reads alike: plain decimal
/// numbers, <c>true</c> and <c>false</c>, dates and times as ISO 8601 writes them.
/// </summary>
internal static class FixedValues
{
    // A double has 15 digits for sure; an exponent beyond these is beyond every type.
    private const int MostExponent = 400;

    /// <summary>What keeps a text from being a value of a type; null when it is one, or when only the platform can say.</summary>
    public static string? Problem(string text, SqlType type) => type.Kind switch
    {
        SqlTypeKind.SmallInt => Integer(text, short.MinValue, short.MaxValue),
        SqlTypeKind.Integer => Integer(text, int.MinValue, int.MaxValue),
        SqlTypeKind.BigInt => Integer(text, long.MinValue, long.MaxValue),
        SqlTypeKind.Numeric => Numeric(text, type),
        SqlTypeKind.Real => Floating(text, single: true),
        SqlTypeKind.Double => Floating(text, single: false),
        SqlTypeKind.VarChar or SqlTypeKind.Char => Length(text, type),
        SqlTypeKind.Boolean => text.Equals("true", StringComparison.OrdinalIgnoreCase) || text.Equals("false", StringComparison.OrdinalIgnoreCase) ? null : "write true or false",
        SqlTypeKind.Date => IsoTimes.IsDate(text) ? null : "write a day of the calendar as 2024-12-31",
        SqlTypeKind.Time => IsoTimes.IsTime(text) ? null : "write a time as 23:59:59",
        SqlTypeKind.TimeTz => IsoTimes.IsTimeWithOffset(text) ? null : "write a time with its offset as 23:59:59Z or 23:59:59+02:00",
        SqlTypeKind.Timestamp => IsoTimes.IsTimestamp(text) ? null : "write a date and time without an offset as 2024-12-31T23:59:59",
        SqlTypeKind.TimestampTz => IsoTimes.IsInstant(text) ? null : "write a date and time with its offset as 2024-12-31T23:59:59Z",
        SqlTypeKind.Uuid => Guid.TryParseExact(text, "D", out _) ? null : "write it as 00000000-0000-0000-0000-000000000000",
        SqlTypeKind.Json => Json(text, parsed: false),
        SqlTypeKind.JsonB => Json(text, parsed: true),
        _ => null,
    };

    private static string? Integer(string text, long least, long most)
    {
        // Sign and digits only; white space and separators are read differently by different platforms.
        return text.Length < 100 && BigInteger.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out BigInteger value)
            ? value >= least && value <= most
                ? null
                : string.Create(CultureInfo.InvariantCulture, $"it is not within {least} and {most}")
            : "write an integer";
    }

    private static string? Numeric(string text, SqlType type)
    {
        if (!TryReadDecimal(text, out BigInteger digits, out int scale))
        {
            return "write a decimal number";
        }

        if (type.Length is not { } precision)
        {
            return null;
        }

        int typeScale = type.Arguments.Count > 1 ? type.Arguments[1] : 0;
        if (typeScale < 0)
        {
            BigInteger step = BigInteger.Pow(10, Math.Min(MostExponent, -typeScale));
            (digits, BigInteger rest) = scale == 0 ? BigInteger.DivRem(digits, step) : (digits, 1);
            if (!rest.IsZero)
            {
                return string.Create(CultureInfo.InvariantCulture, $"it is no multiple of {step}");
            }

            (scale, typeScale) = (0, 0);
        }

        if (scale > typeScale)
        {
            return string.Create(CultureInfo.InvariantCulture, $"it has more than {typeScale} decimal places");
        }

        BigInteger whole = digits * BigInteger.Pow(10, typeScale - scale);
        return BigInteger.Abs(whole) < BigInteger.Pow(10, precision)
            ? null
            : string.Create(CultureInfo.InvariantCulture, $"it has more than {Math.Max(0, precision - typeScale)} digits before the decimal point");
    }

    private static string? Floating(string text, bool single)
    {
        if (!TryReadDecimal(text, out _, out _))
        {
            return "write a decimal number";
        }

        double value = double.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture);
        return double.IsFinite(value) && (!single || float.IsFinite((float)value)) ? null : "it is too large for the type";
    }

    // The value is digits / 10^scale; zeros at the end of the fraction do not count.
    private static bool TryReadDecimal(string text, out BigInteger digits, out int scale)
    {
        (digits, scale) = (default, 0);
        int split = text.AsSpan().IndexOfAny('e', 'E');
        ReadOnlySpan<char> mantissa = split < 0 ? text : text.AsSpan(0, split);
        int exponent = 0;
        if (text.Length > 1000 || (split >= 0 && !int.TryParse(text.AsSpan(split + 1), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out exponent))
            || Math.Abs((long)exponent) > MostExponent)
        {
            return false;
        }

        int sign = mantissa is ['+' or '-', ..] ? 1 : 0;
        int point = mantissa.IndexOf('.');
        ReadOnlySpan<char> whole = point < 0 ? mantissa[sign..] : point < sign ? default : mantissa[sign..point];
        ReadOnlySpan<char> fraction = point < 0 ? default : mantissa[(point + 1)..].TrimEnd('0');
        bool hasDigits = whole.Length > 0 || (point >= 0 && mantissa.Length > point + 1);
        if (!hasDigits || whole.ContainsAnyExceptInRange('0', '9') || fraction.ContainsAnyExceptInRange('0', '9'))
        {
            return false;
        }

        digits = BigInteger.Parse($"0{whole}{fraction}", NumberStyles.None, CultureInfo.InvariantCulture);
        scale = fraction.Length - exponent;
        while (scale > 0 && !digits.IsZero && digits % 10 == 0)
        {
            digits /= 10;
            scale--;
        }

        if (scale < 0 || digits.IsZero)
        {
            digits *= BigInteger.Pow(10, Math.Max(0, -scale));
            scale = 0;
        }

        digits = mantissa[0] == '-' ? -digits : digits;
        return true;
    }

    private static string? Length(string text, SqlType type)
    {
        int length = text.EnumerateRunes().Count();
        return type.Length is { } most && length > most
            ? string.Create(CultureInfo.InvariantCulture, $"it has {length} characters, and the type {most}")
            : null;
    }

    private static string? Json(string text, bool parsed)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(text, new JsonDocumentOptions { MaxDepth = 1000 });
            return !parsed || AllTexts(document.RootElement).All(item => !item.Contains('\0', StringComparison.Ordinal))
                ? null
                : "a jsonb text cannot hold the character \\u0000";
        }
        catch (JsonException)
        {
            return "write JSON; a text is in double quotes";
        }
        catch (InvalidOperationException)
        {
            // Thrown where an escape is half of a character.
            return "a text in it holds half of a character";
        }
    }

    private static IEnumerable<string> AllTexts(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.String => [element.GetString()!],
        JsonValueKind.Array => element.EnumerateArray().SelectMany(AllTexts),
        JsonValueKind.Object => element.EnumerateObject().SelectMany(member => AllTexts(member.Value).Append(member.Name)),
        _ => [],
    };
}
