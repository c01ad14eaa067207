using System.Text;
using Pace.Configuration.Yaml;

namespace Pace.Telemetry.Store;

/// <summary>Writes telemetry.yaml in the shape and order that the CLI writes.</summary>
internal static class TelemetryWriter
{
    /// <summary>The content as UTF-8 text.</summary>
    public static byte[] Write(TelemetryContent content)
    {
        var text = new StringBuilder(256 + (content.Rows.Count * 96));
        WriteRows(text, content);
        WriteValue(text, "cli_version", content.Version);
        WriteValue(text, "operating_system", content.OperatingSystem);
        foreach (Extra extra in content.Extras) WriteExtra(text, extra, "");
        // The id comes last, as the CLI writes it: a file that is cut off has none.
        WriteValue(text, "id", content.Id);
        return Encoding.UTF8.GetBytes(text.ToString());
    }

    private static void WriteRows(StringBuilder text, TelemetryContent content)
    {
        text.Append("metric_points:");
        if (content.Rows.Count == 0) text.Append(" {}");
        text.Append('\n');
        string? command = null;
        foreach (CountRow row in content.Rows)
        {
            if (row.Command != command)
            {
                command = row.Command;
                text.Append("    ").Append(ScalarText.Of(command)).Append(":\n");
            }

            text.Append("        ").Append(row.ExitCode).Append(":\n");
            text.Append("            cumulative_count: ").Append(row.Count).Append('\n');
            if (row.Extras is null) continue;
            foreach (Extra extra in row.Extras) WriteExtra(text, extra, "            ");
        }
    }

    private static void WriteValue(StringBuilder text, string key, string? value)
    {
        if (value is null) return;
        bool isPlain = Guid.TryParseExact(value, "D", out _);
        text.Append(key).Append(": ").Append(isPlain ? value : ScalarText.Of(value)).Append('\n');
    }

    private static void WriteExtra(StringBuilder text, Extra extra, string indent) =>
        text.Append(indent).Append(extra.Key).Append(": ").Append(extra.Value).Append('\n');
}
