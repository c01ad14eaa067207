using System.Net;
using System.Text.Json;

namespace Pace.Engine.Platforms.Http;

/// <summary>One request. It may be sent again: the service must know it for the same, by an id of the caller's own.</summary>
/// <param name="Method">The method.</param>
/// <param name="Path">Path and query, from the root; for each attempt, from 0.</param>
/// <param name="Body">The body, as JSON; null: none.</param>
internal sealed record ServiceRequest(HttpMethod Method, Func<int, string> Path, byte[]? Body = null)
{
    /// <summary>A request whose path stays as it is.</summary>
    public ServiceRequest(HttpMethod method, string path, byte[]? body = null)
        : this(method, _ => path, body)
    {
    }

    /// <summary>The version of the thing that is changed, which must be the one that was read; null: any.</summary>
    public string? IfMatch { get; init; }
}

/// <summary>What came back.</summary>
/// <param name="Status">The status.</param>
/// <param name="Body">The body; undefined when there is none.</param>
/// <param name="Attempt">Which attempt brought it, from 0.</param>
internal sealed record ServiceResponse(HttpStatusCode Status, JsonElement Body, int Attempt)
{
    /// <summary>Whether the service did what was asked.</summary>
    public bool IsSuccess => (int)Status is >= 200 and < 300;

    /// <summary>A property of the body, undefined where it is not there.</summary>
    public JsonElement this[string name] => Body.Child(name);
}

/// <summary>Reading what services say without believing that it has the shape it should.</summary>
internal static class Json
{
    /// <summary>A property, or undefined.</summary>
    public static JsonElement Child(this JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out JsonElement child) ? child : default;

    /// <summary>A text, or null.</summary>
    public static string? Text(this JsonElement element) => element.ValueKind == JsonValueKind.String ? element.GetString() : null;

    /// <summary>The items of a list; none where it is no list.</summary>
    public static IEnumerable<JsonElement> Items(this JsonElement element) =>
        element.ValueKind == JsonValueKind.Array ? element.EnumerateArray() : [];

    /// <summary>An object as bytes.</summary>
    public static byte[] Write(Action<Utf8JsonWriter> content)
    {
        using MemoryStream stream = new();
        using (Utf8JsonWriter writer = new(stream))
        {
            writer.WriteStartObject();
            content(writer);
            writer.WriteEndObject();
        }

        return stream.ToArray();
    }
}
