using Pace.Engine.Diagnostics;
using Pace.Engine.Policies;

namespace Pace.PowerShell.Input;

/// <summary>A policy that a cmdlet was given, as a file or an object.</summary>
/// <param name="Name">What messages call it: the file, or the policy's id.</param>
/// <param name="Policy">The policy; null when the file could not be read as one.</param>
/// <param name="Diagnostics">What reading found.</param>
internal sealed record PolicyInput(string Name, DataPolicy? Policy, IReadOnlyList<Diagnostic> Diagnostics)
{
    /// <summary>The policy, or the error that lists what is wrong with the file.</summary>
    public DataPolicy Required => Policy ?? throw PaceException.Invalid(Name, Diagnostics);
}
