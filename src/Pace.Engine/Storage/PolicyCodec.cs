using Pace.Engine.Diagnostics;
using Pace.Engine.Policies;
using Pace.Engine.Policies.Reading;
using Pace.Engine.Policies.Writing;

namespace Pace.Engine.Storage;

/// <summary>Keeps policies as the JSON of the policy language, so that a store can be read without Pace.</summary>
internal sealed class PolicyCodec : IPolicyCodec
{
    // Indented, a large policy that was read from a terse file would be larger than what is read.
    public string Encode(DataPolicy policy) => PolicyWriter.WriteCompact(policy);

    public DataPolicy? Decode(string text, out IReadOnlyList<Diagnostic> problems)
    {
        PolicyReadResult result = PolicyReader.Read(text, PolicyFormat.Json);
        problems = [.. result.Diagnostics.Where(item => item.Severity == DiagnosticSeverity.Error)];
        return result.HasErrors ? null : result.Policy;
    }
}
