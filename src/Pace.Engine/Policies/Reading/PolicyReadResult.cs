using Pace.Engine.Diagnostics;

namespace Pace.Engine.Policies.Reading;

/// <summary>What reading a document gave.</summary>
/// <param name="Policy">
/// The policy; null when the document cannot be read at all. It is there in spite of errors, so that the rest of it
/// can be judged and all problems be told at once; a policy with errors must not be used for anything else.
/// </param>
/// <param name="Diagnostics">What was found, in the order of the text.</param>
public sealed record PolicyReadResult(DataPolicy? Policy, IReadOnlyList<Diagnostic> Diagnostics)
{
    /// <summary>Whether any of it is an error, which means that the policy is refused.</summary>
    public bool HasErrors => Policy is null || Diagnostics.Any(item => item.Severity == DiagnosticSeverity.Error);
}
