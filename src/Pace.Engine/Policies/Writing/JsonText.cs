using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Pace.Engine.Policies.Language;

namespace Pace.Engine.Policies.Writing;

/// <summary>Writes nodes as JSON, indented by two spaces or without any white space.</summary>
internal static class JsonText
{
    // A policy is a file, not a part of a page: what HTML would need escaped stays readable.
    private static readonly JsonWriterOptions Options = new() { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static string Write(DocumentNode root, bool compact = false)
    {
        using MemoryStream bytes = new();
        using (Utf8JsonWriter json = new(bytes, Options with { Indented = !compact }))
        {
            Write(root, json);
        }

        // Within texts line ends are escaped, so that these are the writer's own.
        return Encoding.UTF8.GetString(bytes.ToArray()).Replace("\r\n", "\n", StringComparison.Ordinal) + "\n";
    }

    private static void Write(DocumentNode node, Utf8JsonWriter json)
    {
        switch (node)
        {
            case MappingNode mapping:
                json.WriteStartObject();
                foreach (MappingEntry entry in mapping.Entries)
                {
                    json.WritePropertyName(entry.Key);
                    Write(entry.Value, json);
                }

                json.WriteEndObject();
                break;
            case SequenceNode sequence:
                json.WriteStartArray();
                foreach (DocumentNode item in sequence.Items)
                {
                    Write(item, json);
                }

                json.WriteEndArray();
                break;
            case ScalarNode { Kind: ScalarKind.Text } text:
                json.WriteStringValue(text.Text);
                break;
            case ScalarNode scalar:
                json.WriteRawValue(scalar.Text);
                break;
        }
    }
}
