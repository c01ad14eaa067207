using System.Globalization;
using System.Text;

namespace Pace.Engine.Platforms.Postgres;

/// <summary>
/// Reads values from PostgreSQL's own texts. What .NET has no exact value for stays text: numbers with more digits
/// than a decimal has, infinite dates, dates before the year 1 or after 9999, and types that are not named here.
/// </summary>
internal static class PostgresValue
{
    private static readonly Dictionary<uint, Func<string, object>> Readers = new()
    {
        [16] = text => text == "t",
        [17] = Bytes,
        [20] = text => long.Parse(text, CultureInfo.InvariantCulture),
        [21] = text => short.Parse(text, CultureInfo.InvariantCulture),
        [23] = text => int.Parse(text, CultureInfo.InvariantCulture),
        [700] = text => float.Parse(text, CultureInfo.InvariantCulture),
        [701] = text => double.Parse(text, CultureInfo.InvariantCulture),
        [1082] = text => DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out DateOnly day) ? day : text,
        [1114] = text => DateTime.TryParseExact(text, "yyyy-MM-dd HH:mm:ss.FFFFFF", CultureInfo.InvariantCulture, DateTimeStyles.None, out DateTime time) ? time : text,
        [1184] = Instant,
        [1700] = Number,
        [2950] = text => Guid.Parse(text),
    };

    // An array type's OID and its elements'.
    private static readonly Dictionary<uint, uint> Elements = new()
    {
        [199] = 114,
        [1000] = 16,
        [1001] = 17,
        [1005] = 21,
        [1007] = 23,
        [1009] = 25,
        [1014] = 1042,
        [1015] = 1043,
        [1016] = 20,
        [1021] = 700,
        [1022] = 701,
        [1115] = 1114,
        [1182] = 1082,
        [1185] = 1184,
        [1231] = 1700,
        [2951] = 2950,
        [3807] = 3802,
    };

    /// <summary>A value of a type.</summary>
    /// <param name="type">The type's OID.</param>
    /// <param name="text">The text, with DateStyle ISO and bytea_output hex.</param>
    public static object Read(uint type, string text)
    {
        if (Elements.TryGetValue(type, out uint element))
        {
            // [2:3]={...} says where a list begins that does not begin at 1.
            int at = text.IndexOf('{', StringComparison.Ordinal);
            return List(text, element, ref at);
        }

        return Readers.TryGetValue(type, out Func<string, object>? read) ? read(text) : text;
    }

    private static object Number(string text) =>
        decimal.TryParse(text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out decimal number)
        && number.ToString(CultureInfo.InvariantCulture) == text
            ? number
            : text;

    private static object Instant(string text)
    {
        string[] formats = ["yyyy-MM-dd HH:mm:ss.FFFFFFzz", "yyyy-MM-dd HH:mm:ss.FFFFFFzzz"];
        return DateTimeOffset.TryParseExact(text, formats, CultureInfo.InvariantCulture, DateTimeStyles.AdjustToUniversal, out DateTimeOffset instant)
            ? instant
            : text;
    }

    private static object Bytes(string text) =>
        text.StartsWith(@"\x", StringComparison.Ordinal) ? Convert.FromHexString(text.AsSpan(2)) : text;

    private static object?[] List(string text, uint element, ref int at)
    {
        List<object?> items = [];
        at++;
        while (text[at] != '}')
        {
            if (text[at] == ',')
            {
                at++;
            }
            else if (text[at] == '{')
            {
                items.Add(List(text, element, ref at));
            }
            else
            {
                bool quoted = text[at] == '"';
                string item = quoted ? Quoted(text, ref at) : Plain(text, ref at);
                items.Add(!quoted && item == "NULL" ? null : Read(element, item));
            }
        }

        at++;
        return [.. items];
    }

    private static string Quoted(string text, ref int at)
    {
        StringBuilder item = new();
        for (at++; text[at] != '"'; at++)
        {
            if (text[at] == '\\')
            {
                at++;
            }

            item.Append(text[at]);
        }

        at++;
        return item.ToString();
    }

    private static string Plain(string text, ref int at)
    {
        int end = text.AsSpan(at).IndexOfAny(',', '}');
        string item = text.Substring(at, end);
        at += end;
        return item;
    }
}
