using Pace.Engine.Diagnostics;
using Pace.Engine.Policies;
using Pace.Engine.Policies.Language;
using Pace.Engine.Policies.Reading;
using Pace.Engine.Policies.Writing;

namespace Pace.Engine.GlobalTransforms;

/// <summary>
/// Reads global transforms as <see cref="PolicyReader"/> reads policies, and writes them: whatever is not understood is
/// an error with its position.
/// </summary>
public static class GlobalTransformReader
{
    private const int MaxBytes = PolicyReader.MaxBytes;

    /// <summary>Reads a document. Never throws for what the text holds.</summary>
    /// <param name="text">The document.</param>
    /// <param name="format">Its notation.</param>
    /// <param name="file">The file's name for messages, or null.</param>
    public static (GlobalTransform? Transform, IReadOnlyList<Diagnostic> Diagnostics) Read(string text, PolicyFormat format, string? file = null)
    {
        ArgumentNullException.ThrowIfNull(text);
        PolicyReading reading = new(new SourceText(text is ['\ufeff', ..] ? text[1..] : text), file);
        if (text.Length > MaxBytes)
        {
            reading.Report(DiagnosticCodes.Unreadable, "", new TextPosition(1, 1), $"the document has more than {MaxBytes} bytes");
            return (null, reading.Sorted());
        }

        DocumentNode? root = format == PolicyFormat.Json ? JsonDocument.Read(reading) : YamlDocument.Read(reading);
        if (root is not MappingNode mapping)
        {
            if (root is not (null or RefusedNode))
            {
                reading.Report(
                    DiagnosticCodes.WrongShape, "", root.Position, $"{root.Description} stands where a global transform is expected",
                    "write a mapping with description and tag_transform");
            }

            return (null, reading.Sorted());
        }

        reading.Place("", mapping.Position);
        _ = GlobalTransformMessages.GlobalTransform.TryRead(mapping, "", reading, out GlobalTransform transform);
        return (transform with { Origin = reading.Origin() }, reading.Sorted());
    }

    /// <summary>Reads a file: YAML or JSON by its extension, any other by how it begins.</summary>
    /// <param name="path">The file.</param>
    /// <param name="displayName">Its name for messages; null: the path.</param>
    /// <exception cref="IOException">The file is not there or cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be read.</exception>
    public static (GlobalTransform? Transform, IReadOnlyList<Diagnostic> Diagnostics) ReadFile(string path, string? displayName = null)
    {
        string name = displayName ?? path;
        byte[]? bytes = TextFile.ReadBytes(path, 2 * MaxBytes);
        string problem = $"the document has more than {2 * MaxBytes} bytes";
        if (bytes is not null && TextFile.TryDecode(bytes, out string text, out problem))
        {
            return Read(text, PolicyReader.FormatOf(path, text), name);
        }

        return (null, [new Diagnostic(DiagnosticCodes.Unreadable, problem, "") { File = name, Hint = "save the file as UTF-8" }]);
    }

    /// <summary>The document of a transform.</summary>
    public static string Write(GlobalTransform transform, PolicyFormat format)
    {
        ArgumentNullException.ThrowIfNull(transform);
        DocumentNode root = GlobalTransformMessages.GlobalTransform.Write(transform);
        return format == PolicyFormat.Json ? JsonText.Write(root, compact: true) : YamlText.Write(root);
    }
}
