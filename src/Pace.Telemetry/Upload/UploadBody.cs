using System.Globalization;
using System.Text.Json;
using Pace.Telemetry.Contract;

namespace Pace.Telemetry.Upload;

/// <summary>What would be sent, byte by byte; or why there is nothing to send.</summary>
/// <remarks>
/// The same counts give the same bytes. Of the file only Pace's own rows go, those whose names are on the list of the
/// contract, and the id; version and system are this process's, so that nothing which others wrote can leave with them.
/// </remarks>
public sealed class UploadBody
{
    private readonly byte[]? _bytes;

    private UploadBody(byte[]? bytes, string? reason)
    {
        _bytes = bytes;
        Reason = reason;
    }

    /// <summary>Why there is nothing to send, as a sentence; null where there is.</summary>
    public string? Reason { get; }

    /// <summary>The bytes; empty where there is nothing to send.</summary>
    public ReadOnlyMemory<byte> Bytes => _bytes;

    /// <summary>The same as text, which is ASCII; null where there is nothing to send.</summary>
    public string? Text => _bytes is null ? null : System.Text.Encoding.ASCII.GetString(_bytes);

    /// <summary>Makes the body of a document.</summary>
    /// <param name="document">The counts as they stand.</param>
    /// <param name="version">The module's version, for instance <c>0.1.0</c>.</param>
    /// <exception cref="ArgumentNullException"><paramref name="document"/> is null.</exception>
    public static UploadBody Of(TelemetryDocument document, string version)
    {
        ArgumentNullException.ThrowIfNull(document);
        switch (document.State)
        {
            case TelemetryFileState.Missing: return Nothing("Nothing was counted yet.");
            case TelemetryFileState.Broken: return Nothing("The telemetry file is no telemetry document.");
            case TelemetryFileState.Unreadable: return Nothing("The telemetry file cannot be read.");
        }

        // Whatever else stands there may tell who its writer is.
        if (!Guid.TryParseExact(document.Id, "D", out Guid id))
            return Nothing("The id in the telemetry file is no random UUID; Clear-PaceTelemetry makes a new one.");
        TelemetryEntry[] entries = [.. document.Entries
            .Where(static entry => entry.IsOwn && entry.Count > 0
                && CommandNames.All.Contains(entry.Command) && Enum.IsDefined((ExitCode)entry.ExitCode))
            .OrderBy(static entry => entry.Command, StringComparer.Ordinal).ThenBy(static entry => entry.ExitCode)];
        return entries.Length == 0 ? Nothing("Nothing was counted yet.") : new UploadBody(Write(entries, version, id), null);
    }

    private static UploadBody Nothing(string reason) => new(null, reason);

    private static byte[] Write(TelemetryEntry[] entries, string version, Guid id)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream))
        {
            json.WriteStartObject();
            json.WriteStartObject("metric_points");
            foreach (IGrouping<string, TelemetryEntry> command in entries.GroupBy(static entry => entry.Command, StringComparer.Ordinal))
            {
                json.WriteStartObject(command.Key);
                foreach (TelemetryEntry entry in command)
                {
                    json.WriteStartObject(entry.ExitCode.ToString(CultureInfo.InvariantCulture));
                    json.WriteNumber("cumulative_count", entry.Count);
                    json.WriteEndObject();
                }

                json.WriteEndObject();
            }

            json.WriteEndObject();
            json.WriteString("cli_version", "v" + version);
            json.WriteString("operating_system", SystemName.Current);
            json.WriteString("id", id.ToString("D"));
            json.WriteEndObject();
        }

        return stream.ToArray();
    }
}
