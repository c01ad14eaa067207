using Pace.Engine.Policies;

namespace Pace.Engine.Diagnostics;

/// <summary>Collects the problems of one policy, so that all are told at once, each with its position.</summary>
public sealed class DiagnosticBag
{
    private readonly PolicyOrigin? _origin;
    private readonly List<Diagnostic> _items = [];

    /// <summary>A bag for a policy that was read at an origin, or made in memory (null).</summary>
    public DiagnosticBag(PolicyOrigin? origin) => _origin = origin;

    /// <summary>What was found, in the order in which it was found.</summary>
    public IReadOnlyList<Diagnostic> Items => _items;

    /// <summary>Whether any of it is an error.</summary>
    public bool HasErrors => _items.Exists(item => item.Severity == DiagnosticSeverity.Error);

    /// <summary>
    /// Adds a problem of the part at a path. Nothing is added where reading refused that part: the mistake is told
    /// already, and the policy with it is refused.
    /// </summary>
    public void Add(DiagnosticCode code, string path, string message, string? hint = null)
    {
        if (_origin?.IsRefused(path) == true)
        {
            return;
        }

        TextPosition? position = _origin?.Find(path);
        _items.Add(new Diagnostic(code, message, path)
        {
            File = _origin?.File,
            Position = position,
            Hint = hint,
            SourceLine = position is { } at ? _origin?.LineAt(at.Line) : null,
        });
    }

    /// <summary>Adds what another step found.</summary>
    public void AddRange(IEnumerable<Diagnostic> diagnostics) => _items.AddRange(diagnostics);

    /// <summary>The items by position, errors and warnings mixed, as a reader goes through the file; none twice.</summary>
    public IReadOnlyList<Diagnostic> Sorted() =>
        [.. _items.Distinct().OrderBy(item => item.Position?.Line ?? 0).ThenBy(item => item.Position?.Column ?? 0)];
}
