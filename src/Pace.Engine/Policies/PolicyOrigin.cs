using Pace.Engine.Diagnostics;

namespace Pace.Engine.Policies;

/// <summary>
/// Where a policy was read: the file, and the position of each of its parts by path
/// (<c>rule_sets[0].field_transforms[1].field</c>, in snake case whatever the document's spelling).
/// Every origin equals every other, because where a policy stands is no part of what it says.
/// </summary>
public sealed class PolicyOrigin : IEquatable<PolicyOrigin>
{
    private readonly IReadOnlyDictionary<string, TextPosition> _positions;

    /// <summary>Keeps the file's name and the positions by path.</summary>
    public PolicyOrigin(string? file, IReadOnlyDictionary<string, TextPosition> positions, IReadOnlyList<Diagnostic>? readDiagnostics = null, string? text = null)
    {
        File = file;
        _positions = positions;
        ReadDiagnostics = readDiagnostics ?? [];
        Text = text;
    }

    /// <summary>The file's name as it was given, or null.</summary>
    public string? File { get; }

    /// <summary>The text that was read, for quoting the line that a message is about; null when not kept.</summary>
    public string? Text { get; }

    /// <summary>What reading found worth a warning, such as old spellings that were upgraded.</summary>
    public IReadOnlyList<Diagnostic> ReadDiagnostics { get; }

    /// <summary>The position of a path, or of the nearest part around it; null when none is known.</summary>
    public TextPosition? Find(string path)
    {
        for (string at = path; ; at = Parent(at))
        {
            if (_positions.TryGetValue(at, out TextPosition position))
            {
                return position;
            }

            if (at.Length == 0)
            {
                return null;
            }
        }
    }

    /// <summary>The path of the part around a path; empty for the document.</summary>
    public static string Parent(string path)
    {
        int cut = path.AsSpan().LastIndexOfAny('.', '[');
        return cut < 0 ? "" : path[..cut];
    }

    /// <inheritdoc/>
    public bool Equals(PolicyOrigin? other) => true;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is null or PolicyOrigin;

    /// <inheritdoc/>
    public override int GetHashCode() => 0;
}
