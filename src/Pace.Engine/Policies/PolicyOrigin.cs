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

    // Where the text's lines begin, found once: a large policy may have a problem on each of them.
    private readonly Lazy<List<int>> _lines;

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
        _lines = new Lazy<List<int>>(FindLines);
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

    /// <summary>A line of the text without its end; null where there is none, or the text was not kept.</summary>
    /// <param name="line">The line's number, from 1.</param>
    public string? LineAt(int line)
    {
        if (Text is null || line < 1 || line > _lines.Value.Count)
        {
            return null;
        }

        int from = _lines.Value[line - 1];
        int end = line < _lines.Value.Count ? _lines.Value[line] - 1 : Text.Length;
        return Text.AsSpan(from, end - from).TrimEnd('\r').ToString();
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

    private List<int> FindLines()
    {
        List<int> starts = [0];
        for (int at = 0; at < Text!.Length; at++)
        {
            if (Text[at] == '\n')
            {
                starts.Add(at + 1);
            }
        }

        return starts;
    }
}
