using System.Globalization;
using System.Runtime.CompilerServices;
using Pace.Configuration;
using Pace.Configuration.Yaml;

namespace Pace.Telemetry.Store;

/// <summary>Reads telemetry.yaml in any shape that YAML allows. Slow at its first use; see <see cref="YamlReader"/>.</summary>
internal static class YamlShapeReader
{
    // Keys beyond 1024 characters cannot be written the usual way; nobody has commands of half that length.
    private const int LongestKey = 512;

    /// <summary>Reads a text.</summary>
    /// <returns>The content, or null if the text is no telemetry document.</returns>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static TelemetryContent? TryRead(string text)
    {
        try
        {
            return YamlReader.Read(text, "telemetry.yaml") switch
            {
                null or YamlScalar { IsNull: true } => new TelemetryContent(),
                YamlMap map => ReadTop(map),
                _ => null,
            };
        }
        catch (ConfigurationException)
        {
            return null;
        }
    }

    private static TelemetryContent? ReadTop(YamlMap map)
    {
        var content = new TelemetryContent();
        foreach ((YamlScalar key, YamlNode value) in map.Entries)
        {
            switch (key.Value)
            {
                case "metric_points" when !TryReadCommands(value, content): return null;
                case "metric_points": break;
                case "cli_version" when value is YamlScalar scalar: content.Version = Text(scalar); break;
                case "operating_system" when value is YamlScalar scalar: content.OperatingSystem = Text(scalar); break;
                case "id" when value is YamlScalar scalar: content.Id = Text(scalar); break;
                case "cli_version" or "operating_system" or "id": return null;
                default: content.Extras.Add(ExtraOf(key, value)); break;
            }
        }

        return content;
    }

    private static bool TryReadCommands(YamlNode node, TelemetryContent content)
    {
        if (node is YamlScalar { IsNull: true }) return true;
        return node is YamlMap map && map.Entries.All(entry =>
            entry.Key.Value.Length is > 0 and <= LongestKey && TryReadRows(entry.Key.Value, entry.Value, content));
    }

    private static bool TryReadRows(string command, YamlNode node, TelemetryContent content)
    {
        if (node is YamlScalar { IsNull: true }) return true;
        if (node is not YamlMap map) return false;
        foreach ((YamlScalar key, YamlNode value) in map.Entries)
        {
            if (!int.TryParse(key.Value, NumberStyles.None, CultureInfo.InvariantCulture, out int code)
                || ReadRow(command, code, value) is not { } row || !content.Rows.TryAdd(row)) return false;
        }

        return true;
    }

    private static CountRow? ReadRow(string command, int exitCode, YamlNode node)
    {
        var row = new CountRow(command, exitCode);
        if (node is YamlScalar { IsNull: true }) return row;
        if (node is not YamlMap map) return null;
        foreach ((YamlScalar key, YamlNode value) in map.Entries)
        {
            if (key.Value != "cumulative_count")
            {
                (row.Extras ??= []).Add(ExtraOf(key, value));
            }
            else
            {
                if (value is not YamlScalar scalar || !ulong.TryParse(
                    scalar.Value, NumberStyles.None, CultureInfo.InvariantCulture, out ulong count)) return null;
                row.Count = (uint)Math.Min(count, uint.MaxValue);
            }
        }

        return row;
    }

    private static string? Text(YamlScalar scalar) => scalar.IsNull ? null : scalar.Value;

    private static Extra ExtraOf(YamlScalar key, YamlNode value) => new(ScalarText.Of(key.Value), OnOneLine(value));

    private static string OnOneLine(YamlNode node) => node switch
    {
        YamlScalar { IsNull: true } => "null",
        // An unquoted number or truth value stays what it is; text is written so that it stays text.
        YamlScalar { IsPlain: true } scalar when UsualScalar.TryRead(scalar.Value, out _) => scalar.Value,
        YamlScalar { IsPlain: true } scalar => ScalarText.Of(scalar.Value),
        YamlScalar scalar => ScalarText.Quote(scalar.Value),
        YamlList list => $"[{string.Join(", ", list.Items.Select(OnOneLine))}]",
        YamlMap map => $"{{{string.Join(", ", map.Entries.Select(
            static entry => $"{ScalarText.Of(entry.Key.Value)}: {OnOneLine(entry.Value)}"))}}}",
        _ => throw new InvalidOperationException($"Unknown node {node.GetType()}."),
    };
}
