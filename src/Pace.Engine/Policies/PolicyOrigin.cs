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
    private readonly IReadOnlySet<string>? _refused;

    /// <summary>Keeps the file's name and the positions by path.</summary>
    /// <param name="file">The file's name as it was given, or null.</param>
    /// <param name="positions">The positions by path.</param>
    /// <param name="readDiagnostics">What reading found.</param>
    /// <param name="text">The text that was read, or null.</param>
    /// <param name="refused">The paths of the parts that reading refused, which the policy therefore lacks.</param>
    public PolicyOrigin(
        string? file,
        IReadOnlyDictionary<string, TextPosition> positions,
        IReadOnlyList<Diagnostic>? readDiagnostics = null,
        string? text = null,
        IReadOnlySet<string>? refused = null)
    {
        File = file;
        _positions = positions;
        _refused = refused;
        ReadDiagnostics = readDiagnostics ?? [];
        Text = text;
    }

    /// <summary>The file's name as it was given, or null.</summary>
    public string? File { get; }

    /// <summary>The text that was read, for quoting the line that a message is about; null when not kept.</summary>
    public string? Text { get; }

    /// <summary>
    /// What reading found: warnings, such as old spellings that were upgraded, and errors. A policy whose origin has
    /// errors is there only so that the rest of it can be judged too; it lacks what was refused and is never used.
    /// </summary>
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

    /// <summary>
    /// Whether reading refused the part at a path or one around it. The policy has an error there already; that it
    /// also lacks the part would only be told for the same mistake again.
    /// </summary>
    public bool IsRefused(string path)
    {
        if (_refused is null or { Count: 0 })
        {
            return false;
        }

        for (string at = path; ; at = Parent(at))
        {
            if (_refused.Contains(at))
            {
                return true;
            }

            if (at.Length == 0)
            {
                return false;
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
