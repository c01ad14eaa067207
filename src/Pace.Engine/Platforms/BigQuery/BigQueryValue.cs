using System.Globalization;
using System.Text.Json;
using Pace.Engine.Platforms.Http;

namespace Pace.Engine.Platforms.BigQuery;

/// <summary>A column of a table or a result.</summary>
/// <param name="Name">The name.</param>
/// <param name="Type">BigQuery's word, in upper case, such as <c>INTEGER</c>.</param>
/// <param name="Mode"><c>NULLABLE</c>, <c>REQUIRED</c> or <c>REPEATED</c>.</param>
/// <param name="Fields">The fields of a RECORD.</param>
/// <param name="Definition">The column as the service describes it.</param>
internal sealed record BigQueryColumn(string Name, string Type, string Mode, IReadOnlyList<BigQueryColumn> Fields, JsonElement Definition)
{
    /// <summary>Whether it holds a list.</summary>
    public bool IsRepeated => Mode == "REPEATED";

    /// <summary>Whether it holds fields.</summary>
    public bool IsRecord => Type is "RECORD" or "STRUCT";

    /// <summary>The columns of a schema.</summary>
    public static IReadOnlyList<BigQueryColumn> Read(JsonElement schema) =>
    [
        .. schema.Child("fields").Items().Select(field => new BigQueryColumn(
            field.Child("name").Text() ?? "",
            (field.Child("type").Text() ?? "").ToUpperInvariant(),
            (field.Child("mode").Text() ?? "NULLABLE").ToUpperInvariant(),
            Read(field),
            field)),
    ];
}

/// <summary>
/// Reads values as the service writes them, timestamps as microseconds since 1970. What .NET has no exact value for stays
/// text; values with fields become JSON.
/// </summary>
internal static class BigQueryValue
{
    private const long TicksPerMicrosecond = 10;

    /// <summary>A value of a column, from <c>{"v": ...}</c>.</summary>
    public static object? Read(BigQueryColumn column, JsonElement cell)
    {
        JsonElement value = cell.Child("v");
        return column.IsRepeated
            ? value.Items().Select(item => One(column, item.Child("v"))).ToArray()
            : One(column, value);
    }

    private static object? One(BigQueryColumn column, JsonElement value)
    {
        if (column.IsRecord)
        {
            return value.ValueKind == JsonValueKind.Object ? JsonSerializer.Serialize(Record(column, value)) : null;
        }

        if (value.Text() is not { } text)
        {
            return null;
        }

        return column.Type switch
        {
            "INTEGER" or "INT64" => long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long whole) ? whole : text,
            "FLOAT" or "FLOAT64" => Float(text),
            "BOOLEAN" or "BOOL" => text is "true" ? true : text is "false" ? false : text,
            "NUMERIC" or "BIGNUMERIC" => Number(text),
            "BYTES" => Bytes(text),
            "DATE" => DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out DateOnly day) ? day : text,
            "DATETIME" => DateTime.TryParseExact(
                text, "yyyy-MM-dd'T'HH:mm:ss.FFFFFF", CultureInfo.InvariantCulture, DateTimeStyles.None, out DateTime time) ? time : text,
            "TIMESTAMP" => Instant(text),
            _ => text,
        };
    }

    private static Dictionary<string, object?> Record(BigQueryColumn column, JsonElement value)
    {
        Dictionary<string, object?> fields = [];
        foreach ((BigQueryColumn field, JsonElement cell) in column.Fields.Zip(value.Child("f").Items()))
        {
            JsonElement inner = cell.Child("v");
            fields[field.Name] = !field.IsRecord ? Read(field, cell)
                : field.IsRepeated ? inner.Items().Select(item => Record(field, item.Child("v"))).ToArray()
                : inner.ValueKind == JsonValueKind.Object ? Record(field, inner) : null;
        }

        return fields;
    }

    private static object Float(string text) => text switch
    {
        "NaN" => double.NaN,
        "Infinity" or "Inf" => double.PositiveInfinity,
        "-Infinity" or "-Inf" => double.NegativeInfinity,
        _ => double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double number) ? number : text,
    };

    private static object Number(string text) =>
        decimal.TryParse(text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out decimal exact)
            && exact.ToString(CultureInfo.InvariantCulture) == text
            ? exact
            : text;

    private static object Instant(string text)
    {
        if (!long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long microseconds))
        {
            return text;
        }

        Int128 ticks = DateTime.UnixEpoch.Ticks + ((Int128)microseconds * TicksPerMicrosecond);
        return ticks >= 0 && ticks <= DateTime.MaxValue.Ticks ? new DateTimeOffset((long)ticks, TimeSpan.Zero) : text;
    }

    private static object Bytes(string text)
    {
        try
        {
            return Convert.FromBase64String(text);
        }
        catch (FormatException)
        {
            return text;
        }
    }
}
