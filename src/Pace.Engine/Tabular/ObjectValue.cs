using System.Globalization;
using System.Numerics;
using System.Text;
using Pace.Engine.Sql;

namespace Pace.Engine.Tabular;

/// <summary>
/// Values of objects as columns can hold them: null, <see cref="string"/>, <see cref="long"/>, <see cref="decimal"/>,
/// <see cref="double"/>, <see cref="bool"/>, <see cref="DateOnly"/>, <see cref="DateTime"/> without a zone, and
/// <see cref="DateTimeOffset"/> in UTC.
/// </summary>
internal static class ObjectValue
{
    private static readonly UTF8Encoding Strict = new(false, throwOnInvalidBytes: true);

    /// <summary>Reads a value of any .NET type.</summary>
    /// <param name="value">The value.</param>
    /// <param name="read">What a column holds of it, when the result is true.</param>
    /// <param name="problem">What is wrong, as the rest of a sentence, when the result is false.</param>
    public static bool TryRead(object? value, out object? read, out string problem)
    {
        problem = "";
        read = value switch
        {
            null or DBNull => null,
            Enum name => name.ToString(),
            char character => character.ToString(),
            Guid id => id.ToString(),
            sbyte or byte or short or ushort or int or uint => Convert.ToInt64(value, CultureInfo.InvariantCulture),
            ulong number => number <= long.MaxValue ? (long)number : (object)(decimal)number,
            float number => (double)number,
            DateTime { Kind: DateTimeKind.Utc } time => new DateTimeOffset(time),
            // Local times at both ends of the calendar have no instant; nobody means them.
            DateTime { Kind: DateTimeKind.Local } time => new DateTimeOffset(DateTime.SpecifyKind(time.ToUniversalTime(), DateTimeKind.Utc)),
            DateTimeOffset time => time.ToUniversalTime(),
            string or long or decimal or double or bool or DateOnly or DateTime => value,
            BigInteger number when BigInteger.Abs(number) <= new BigInteger(decimal.MaxValue) => (decimal)number,
            _ => DBNull.Value,
        };
        switch (read)
        {
            case DBNull:
                problem = $"is a {value!.GetType()}, which no column holds";
                return false;
            case double number when !double.IsFinite(number):
                problem = "is no finite number";
                return false;
            case string text when text.Contains('\0', StringComparison.Ordinal) || !IsUnicode(text):
                problem = "is a text with a character that no table holds";
                return false;
            default:
                return true;
        }
    }

    /// <summary>A value as it is given to a column of a type: a time as text keeps all of its digits.</summary>
    public static object? For(SqlType type, object? value) => value switch
    {
        DateTime or DateTimeOffset when type.IsText => Text(value),
        _ => value,
    };

    private static string Text(object value) => value switch
    {
        DateTime time => time.ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFFF", CultureInfo.InvariantCulture),
        DateTimeOffset time => time.ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'", CultureInfo.InvariantCulture),
        _ => throw new ArgumentException($"{value.GetType()} is no time.", nameof(value)),
    };

    private static bool IsUnicode(string text)
    {
        try
        {
            _ = Strict.GetByteCount(text);
            return true;
        }
        catch (EncoderFallbackException)
        {
            return false;
        }
    }
}
