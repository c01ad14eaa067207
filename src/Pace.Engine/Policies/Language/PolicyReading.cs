using Pace.Engine.Diagnostics;
using Pace.Engine.Policies.Reading;

namespace Pace.Engine.Policies.Language;

/// <summary>What gathers while one document is read: problems, positions by path, and paths that could not be read.</summary>
internal sealed class PolicyReading(SourceText source, string? file)
{
    // A document of four MiB can hold a million mistakes; nobody reads more than these.
    private const int MaxProblems = 1000;

    private readonly List<Diagnostic> _diagnostics = [];
    private readonly Dictionary<string, TextPosition> _positions = new(StringComparer.Ordinal);
    private readonly HashSet<string> _refused = new(StringComparer.Ordinal);

    public SourceText Source { get; } = source;

    public bool HasErrors { get; private set; }

    /// <summary>Adds a problem at a position.</summary>
    public void Report(DiagnosticCode code, string path, TextPosition position, string message, string? hint = null)
    {
        HasErrors |= code.Severity == DiagnosticSeverity.Error;
        if (_diagnostics.Count == MaxProblems)
        {
            (code, message, hint) = (DiagnosticCodes.Unreadable, $"the document has more than {MaxProblems} problems; the rest is not listed", null);
        }
        else if (_diagnostics.Count > MaxProblems)
        {
            return;
        }

        _diagnostics.Add(new Diagnostic(code, message, path)
        {
            File = file,
            Position = position,
            Hint = hint,
            SourceLine = Source.Line(position.Line),
        });
    }

    /// <summary>Adds a problem of the value at a path, and notes that the path holds nothing that can be judged further.</summary>
    public void Refuse(DiagnosticCode code, string path, string message, string? hint = null)
    {
        Report(code, path, PositionOf(path), message, hint);
        MarkRefused(path);
    }

    /// <summary>Notes that the part at a path was refused.</summary>
    public void MarkRefused(string path) => _refused.Add(path);

    /// <summary>Whether the part at exactly this path was refused.</summary>
    public bool IsRefused(string path) => _refused.Contains(path);

    /// <summary>Notes where the part at a path stands; the first place counts.</summary>
    public void Place(string path, TextPosition position) => _positions.TryAdd(path, position);

    /// <summary>Where the part at a path stands.</summary>
    public TextPosition PositionOf(string path) => _positions.TryGetValue(path, out TextPosition position) ? position : new(1, 1);

    /// <summary>Where the part at a path stands, or the nearest around it.</summary>
    public TextPosition NearestPosition(string path)
    {
        while (path.Length > 0 && !_positions.ContainsKey(path))
        {
            path = PolicyOrigin.Parent(path);
        }

        return PositionOf(path);
    }

    /// <summary>What was found, as a reader goes through the file.</summary>
    public IReadOnlyList<Diagnostic> Sorted() =>
        [.. _diagnostics.OrderBy(item => item.Position?.Line ?? 0).ThenBy(item => item.Position?.Column ?? 0)];

    /// <summary>The origin of the policy that was read.</summary>
    public PolicyOrigin Origin() => new(file, _positions, Sorted(), Source.Text, _refused);
}
