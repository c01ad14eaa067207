using Pace.Engine.Diagnostics;

namespace Pace.Engine.Comparison;

/// <summary>Gathers what is found on a platform.</summary>
/// <param name="request">What the platform is compared with.</param>
/// <param name="platformId">The platform's id.</param>
internal sealed class DriftReport(DriftRequest request, string platformId)
{
    private readonly List<PolicyDifference> _found = [];

    /// <summary>What was found, in the order in which it is best mended.</summary>
    public IReadOnlyList<PolicyDifference> Found => _found;

    /// <summary>Adds something that publishing would go over.</summary>
    public void Add(
        DifferenceKind kind, string what, string where, string? expected, string? actual, string remedy, params string[] statements) =>
        Add(DiagnosticSeverity.Error, kind, what, where, expected, actual, remedy, statements);

    /// <summary>Adds something that publishing leaves as it is.</summary>
    public void Warn(
        DifferenceKind kind, string what, string where, string? expected, string? actual, string remedy, params string[] statements) =>
        Add(DiagnosticSeverity.Warning, kind, what, where, expected, actual, remedy, statements);

    private void Add(
        DiagnosticSeverity severity, DifferenceKind kind, string what, string where, string? expected, string? actual, string remedy, string[] statements) =>
        _found.Add(new PolicyDifference(kind, what, where, expected, actual)
        {
            Policy = request.Compiled.PolicyId,
            ProcessingPlatform = platformId,
            Severity = severity,
            Sql = string.Concat(statements.Select(statement => statement + ";\n")),
            Remedy = remedy,
        });
}
