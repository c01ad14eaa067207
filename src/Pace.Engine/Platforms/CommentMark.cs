using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Pace.Engine.Policies;
using Pace.Engine.Sql;

namespace Pace.Engine.Platforms;

/// <summary>
/// Pace's mark in a view's comment: one line that begins with <c>pace: </c> and goes on with an object,
/// <c>{"format":1,"policy":"public.demo","version":3,"hash":"sha256:...","grants":["marketing"],"owner":"shop","hidden":["ssn"]}</c>.
/// Other lines of the comment are their writer's. A mark of another format, with other keys or with anything that is
/// not as it should be is no mark: the view is not Pace's.
/// </summary>
internal static class CommentMark
{
    /// <summary>What a comment with a mark holds: for finding candidates in the catalog.</summary>
    internal const string Beginning = "pace: {";

    private const int Format = 1;
    private const string HashPrefix = "sha256:";
    private const int HashDigits = 64;
    private static readonly SearchValues<char> Hexadecimal = SearchValues.Create("0123456789abcdef");

    // Names are written as they are, for those who read the comment; what would break the line is still escaped.
    private static readonly JsonWriterOptions WriterOptions = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The mark in a comment, or null.</summary>
    public static ViewMark? Read(QualifiedName view, string? comment)
    {
        string[] lines = [.. Lines(comment).Where(IsMark)];
        return lines.Length == 1 ? Parse(view, lines[0].AsSpan("pace: ".Length).Trim()) : null;
    }

    /// <summary>The comment without any mark, null when nothing is left.</summary>
    public static string? Without(string? comment)
    {
        string rest = string.Join('\n', Lines(comment).Where(line => !IsMark(line)));
        return rest.Length == 0 ? null : rest;
    }

    /// <summary>The comment with this mark in place of any other.</summary>
    public static string Write(ViewMark mark, string? comment)
    {
        ArrayBufferWriter<byte> buffer = new();
        using (Utf8JsonWriter writer = new(buffer, WriterOptions))
        {
            writer.WriteStartObject();
            writer.WriteNumber("format", Format);
            writer.WriteString("policy", mark.PolicyId);
            writer.WriteNumber("version", mark.Version);
            writer.WriteString("hash", mark.Hash);
            writer.WriteStartArray("grants");
            foreach (string grant in mark.Grants)
            {
                writer.WriteStringValue(grant);
            }

            writer.WriteEndArray();
            if (mark.Owner is { } owner)
            {
                writer.WriteString("owner", owner);
            }

            WriteTexts(writer, "hidden", mark.Hidden);
            WriteTexts(writer, "others", mark.Others);
            writer.WriteEndObject();
        }

        string line = "pace: " + Encoding.UTF8.GetString(buffer.WrittenSpan);
        return Without(comment) is { } rest ? $"{rest}\n{line}" : line;
    }

    private static void WriteTexts(Utf8JsonWriter writer, string key, ValueList<string> texts)
    {
        if (texts.Count > 0)
        {
            writer.WriteStartArray(key);
            foreach (string text in texts)
            {
                writer.WriteStringValue(text);
            }

            writer.WriteEndArray();
        }
    }

    private static string[] Lines(string? comment) => comment is null ? [] : comment.Split('\n');

    private static bool IsMark(string line) => line.StartsWith(Beginning, StringComparison.Ordinal);

    private static ViewMark? Parse(QualifiedName view, ReadOnlySpan<char> json)
    {
        Utf8JsonReader reader = new(Encoding.UTF8.GetBytes(json.ToString()));
        try
        {
            return Parse(view, ref reader);
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException)
        {
            return null;
        }
    }

    // By hand: a key that is there twice, or one that this format does not have, means another writer.
    private static ViewMark? Parse(QualifiedName view, ref Utf8JsonReader reader)
    {
        int? format = null;
        int? version = null;
        string? policy = null;
        string? hash = null;
        List<string>? grants = null;
        string? owner = null;
        List<string>? hidden = null;
        List<string>? others = null;
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
        {
            return null;
        }

        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            string key = reader.GetString()!;
            reader.Read();
            bool good = key switch
            {
                "format" => format is null && Number(ref reader, out format),
                "policy" => policy is null && Text(ref reader, out policy),
                "version" => version is null && Number(ref reader, out version),
                "hash" => hash is null && Text(ref reader, out hash),
                "grants" => grants is null && Texts(ref reader, out grants),
                "owner" => owner is null && Text(ref reader, out owner),
                "hidden" => hidden is null && Texts(ref reader, out hidden),
                "others" => others is null && Texts(ref reader, out others),
                _ => false,
            };
            if (!good)
            {
                return null;
            }
        }

        return reader.TokenType == JsonTokenType.EndObject && !reader.Read()
            && format == Format && policy is { Length: > 0 } && version is >= 1 && hash is not null && IsHash(hash)
            && grants is not null
            ? new ViewMark(view, policy, version.Value, hash, grants.ToValueList())
            {
                Owner = owner,
                Hidden = hidden?.ToValueList() ?? [],
                Others = others?.ToValueList() ?? [],
            }
            : null;
    }

    private static bool Number(ref Utf8JsonReader reader, out int? value)
    {
        value = reader.TokenType == JsonTokenType.Number && reader.TryGetInt32(out int number) ? number : null;
        return value is not null;
    }

    private static bool Text(ref Utf8JsonReader reader, out string? value)
    {
        value = reader.TokenType == JsonTokenType.String ? reader.GetString() : null;
        return value is not null;
    }

    private static bool Texts(ref Utf8JsonReader reader, out List<string>? values)
    {
        values = [];
        if (reader.TokenType != JsonTokenType.StartArray)
        {
            return false;
        }

        while (reader.Read() && reader.TokenType == JsonTokenType.String)
        {
            string value = reader.GetString()!;
            if (value.Length == 0 || values.Contains(value))
            {
                return false;
            }

            values.Add(value);
        }

        return reader.TokenType == JsonTokenType.EndArray;
    }

    private static bool IsHash(string hash) =>
        hash.StartsWith(HashPrefix, StringComparison.Ordinal)
        && hash.Length == HashPrefix.Length + HashDigits
        && hash.AsSpan(HashPrefix.Length).IndexOfAnyExcept(Hexadecimal) < 0;
}
