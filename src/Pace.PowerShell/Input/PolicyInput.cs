using Pace.Engine.Diagnostics;
using Pace.Engine.Policies;

namespace Pace.PowerShell.Input;

/// <summary>A policy that a cmdlet was given, as a file or an object.</summary>
/// <param name="Name">What messages call it: the file, or the policy's id.</param>
/// <param name="Policy">
/// The policy, as far as it could be read; null when the file is none. Its origin carries the errors of reading.
/// </param>
/// <param name="Diagnostics">What reading found.</param>
internal sealed record PolicyInput(string Name, DataPolicy? Policy, IReadOnlyList<Diagnostic> Diagnostics)
{
    /// <summary>A policy that is at hand.</summary>
    public static PolicyInput Of(DataPolicy policy) => new(policy.ToString(), policy, policy.Origin?.ReadDiagnostics ?? []);

    /// <summary>Whether reading found errors.</summary>
    public bool HasErrors => Policy is null || Diagnostics.Any(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error);

    /// <summary>The policy as far as it could be read, or the error that says why the file is none.</summary>
    public DataPolicy Required => Policy ?? throw PaceException.Invalid(Name, Diagnostics);
}
