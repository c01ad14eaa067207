using System.Globalization;
using System.Text.Json;
using Pace.Engine.Platforms.Http;

namespace Pace.Engine.Platforms.Snowflake;

/// <summary>A column of a result.</summary>
/// <param name="Name">The name.</param>
/// <param name="Type">Snowflake's word for how values are written, in lower case, such as <c>fixed</c>.</param>
/// <param name="Scale">How many decimal places numbers have.</param>
internal sealed record SnowflakeColumn(string Name, string Type, int Scale);

/// <summary>What a statement gave: its first part of rows, and how many parts there are.</summary>
/// <param name="Handle">The statement's id.</param>
/// <param name="Columns">The columns.</param>
/// <param name="Parts">How many parts.</param>
/// <param name="FirstRows">The rows of the first part.</param>
internal sealed record SnowflakeResult(string Handle, IReadOnlyList<SnowflakeColumn> Columns, int Parts, IReadOnlyList<string?[]> FirstRows)
{
    private const string Format = "jsonv2";

    /// <summary>Reads an answer.</summary>
    /// <param name="handle">The statement's id.</param>
    /// <param name="body">The answer's body.</param>
    /// <param name="problem">What is wrong with it, when the result is null.</param>
    public static SnowflakeResult? Read(string handle, JsonElement body, out string problem)
    {
        JsonElement meta = body.Child("resultSetMetaData");
        List<SnowflakeColumn> columns = [];
        foreach (JsonElement column in meta.Child("rowType").Items())
        {
            string? name = column.Child("name").Text();
            string? type = column.Child("type").Text();
            JsonElement scale = column.Child("scale");
            if (name is null || type is null)
            {
                problem = "a column has no name or type";
                return null;
            }

            columns.Add(new SnowflakeColumn(
                name, type.ToLowerInvariant(), scale.ValueKind == JsonValueKind.Number && scale.TryGetInt32(out int places) ? places : 0));
        }

        if (meta.Child("format").Text() is { } format && format != Format)
        {
            problem = $"its rows are in the format '{format}'";
            return null;
        }

        if (columns.Count == 0)
        {
            problem = "it has no columns";
            return null;
        }

        return Rows(body, columns.Count, out problem) is { } rows
            ? new SnowflakeResult(handle, columns, Math.Max(1, meta.Child("partitionInfo").Items().Count()), rows)
            : null;
    }

    /// <summary>The rows of an answer.</summary>
    public static IReadOnlyList<string?[]>? Rows(JsonElement body, int columns, out string problem)
    {
        List<string?[]> rows = [];
        problem = "";
        if (body.Child("data").ValueKind != JsonValueKind.Array)
        {
            problem = "it has no rows";
            return null;
        }

        foreach (JsonElement row in body.Child("data").Items())
        {
            if (row.ValueKind != JsonValueKind.Array || row.GetArrayLength() != columns
                || row.Items().Any(cell => cell.ValueKind is not (JsonValueKind.String or JsonValueKind.Null)))
            {
                problem = string.Create(CultureInfo.InvariantCulture, $"a row is not {columns} texts");
                return null;
            }

            rows.Add([.. row.Items().Select(cell => cell.Text())]);
        }

        return rows;
    }
}
