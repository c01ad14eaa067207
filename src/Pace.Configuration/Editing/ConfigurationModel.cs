using System.Text.Json.Nodes;
using Pace.Configuration.Yaml;

namespace Pace.Configuration.Editing;

/// <summary>What a configuration says, without how it is written: to prove that an edit did what was meant, and only that.</summary>
internal static class ConfigurationModel
{
    private const string Nothing = "nothing";

    /// <summary>The meaning of a text's root; an empty object where it holds nothing.</summary>
    public static JsonObject Of(YamlMap? root) => root is null ? [] : (JsonObject)Convert(root);

    /// <summary>Gives a key a value, at the end if it is new.</summary>
    public static void Set(JsonObject map, string key, string value)
    {
        // A value that says the same already stays as it is written.
        if (TextOf(map[key]) != value) map[key] = Scalar(value, tag: null);
    }

    /// <summary>The item of <c>processing-platforms</c> with an id, or null.</summary>
    public static JsonObject? FindPlatform(JsonObject root, string id) =>
        (root[ConfigurationKeys.ProcessingPlatforms] as JsonArray)?.OfType<JsonObject>()
            .FirstOrDefault(item => TextOf(item["id"]) == id);

    /// <summary>Whether two configurations say the same in the same order. How a value is quoted is not compared, but
    /// whether it is nothing or text is.</summary>
    public static bool Same(JsonObject left, JsonObject right) =>
        string.Equals(left.ToJsonString(), right.ToJsonString(), StringComparison.Ordinal);

    private static JsonNode Convert(YamlNode node) => node switch
    {
        YamlScalar { IsNull: true } => JsonValue.Create(Nothing),
        YamlScalar scalar => Scalar(scalar.Value, scalar.Tag),
        YamlList list => new JsonArray([.. list.Items.Select(Convert)]),
        YamlMap map => new JsonObject(
            map.Entries.Select(static entry => KeyValuePair.Create<string, JsonNode?>(entry.Key.Value, Convert(entry.Value)))),
        _ => throw new InvalidOperationException($"Unknown node {node.GetType()}."),
    };

    // A tag has no spaces, so that the value begins behind the first one.
    private static JsonValue Scalar(string value, string? tag) => JsonValue.Create($"{tag} {value}");

    private static string? TextOf(JsonNode? node) =>
        node is JsonValue value && value.GetValue<string>() is not Nothing and { } text ? text[(text.IndexOf(' ') + 1)..] : null;
}
