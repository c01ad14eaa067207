using System.Globalization;
using System.Text;
using Pace.Engine.Diagnostics;
using Pace.Engine.Policies.Language;

namespace Pace.Engine.Policies.Reading;

/// <summary>
/// Reads data policies from YAML and JSON. Keys are accepted in snake case and in camel case, old spellings are
/// upgraded with a warning, and whatever is not understood is an error with its position.
/// </summary>
public static class PolicyReader
{
    /// <summary>The largest document that is read, in bytes of UTF-8.</summary>
    public const int MaxBytes = 4 * 1024 * 1024;

    /// <summary>Reads a policy. Never throws for what the text holds.</summary>
    /// <param name="text">The document; a byte order mark before it is passed over.</param>
    /// <param name="format">Its notation.</param>
    /// <param name="file">The file's name for messages, or null.</param>
    public static PolicyReadResult Read(string text, PolicyFormat format, string? file = null)
    {
        ArgumentNullException.ThrowIfNull(text);
        text = text is ['\ufeff', ..] ? text[1..] : text;
        int size = text.Length > MaxBytes ? text.Length : Encoding.UTF8.GetByteCount(text);
        if (size > MaxBytes)
        {
            return TooLarge(size.ToString(CultureInfo.InvariantCulture), file);
        }

        PolicyReading reading = new(new SourceText(text), file);
        DocumentNode? root = format == PolicyFormat.Json ? JsonDocument.Read(reading) : YamlDocument.Read(reading);
        return root is null ? new PolicyReadResult(null, reading.Sorted()) : FromRoot(root, reading);
    }

    /// <summary>
    /// Reads a policy's file: YAML or JSON by its extension, whatever its case; any other by how it begins.
    /// The text is UTF-8, or UTF-16 with a byte order mark.
    /// </summary>
    /// <param name="path">The file.</param>
    /// <param name="displayName">Its name for messages; null: the path.</param>
    /// <exception cref="IOException">The file is not there or cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be read.</exception>
    public static PolicyReadResult ReadFile(string path, string? displayName = null)
    {
        string name = displayName ?? path;
        byte[]? bytes = TextFile.ReadBytes(path, 2 * MaxBytes);
        if (bytes is null)
        {
            return TooLarge("more than " + (2 * MaxBytes).ToString(CultureInfo.InvariantCulture), name);
        }

        if (!TextFile.TryDecode(bytes, out string text, out string problem))
        {
            PolicyReading reading = new(new SourceText(text), name);
            TextPosition end = reading.Source.At(text.Length, text.Length);
            reading.Report(DiagnosticCodes.Unreadable, "", end, problem, "save the file as UTF-8");
            return new PolicyReadResult(null, reading.Sorted());
        }

        return Read(text, FormatOf(path, text), name);
    }

    /// <summary>The notation of a file: by its extension, whatever its case, else by how the text begins.</summary>
    /// <param name="path">The file's path or name.</param>
    /// <param name="text">The text, or null: YAML then, when the extension does not say.</param>
    public static PolicyFormat FormatOf(string path, string? text = null) => Path.GetExtension(path).ToUpperInvariant() switch
    {
        ".YAML" or ".YML" => PolicyFormat.Yaml,
        ".JSON" => PolicyFormat.Json,
        _ => text.AsSpan().TrimStart("\ufeff \t\r\n") is ['{' or '[', ..] ? PolicyFormat.Json : PolicyFormat.Yaml,
    };

    private static PolicyReadResult FromRoot(DocumentNode root, PolicyReading reading)
    {
        if (root is not MappingNode mapping)
        {
            bool empty = root is ScalarNode { Kind: ScalarKind.Null };
            if (root is not RefusedNode)
            {
                reading.Report(
                    empty ? DiagnosticCodes.Unreadable : DiagnosticCodes.WrongShape,
                    "",
                    empty ? new TextPosition(1, 1) : root.Position,
                    empty ? "the document is empty" : $"{root.Description} stands where a policy is expected",
                    "write a mapping with metadata, source and rule_sets");
            }

            return new PolicyReadResult(null, reading.Sorted());
        }

        MappingNode policyRoot = OldSpellings.Upgrade(mapping, reading);
        reading.Place("", policyRoot.Position);
        _ = RuleSetMessages.DataPolicy.TryRead(policyRoot, "", reading, out DataPolicy policy);
        IReadOnlyList<Diagnostic> found = reading.Sorted();
        return new PolicyReadResult(policy with { Origin = reading.Origin() }, found);
    }

    private static PolicyReadResult TooLarge(string size, string? file) => new(
        null,
        [
            new Diagnostic(
                DiagnosticCodes.Unreadable,
                string.Create(CultureInfo.InvariantCulture, $"the document has {size} bytes; at most {MaxBytes} are read"),
                "")
            {
                File = file,
                Hint = "a policy describes one table",
            },
        ]);
}
