using Pace.Engine.Diagnostics;
using Pace.Engine.Policies;
using Pace.Engine.Sql.Expressions;

namespace Pace.Engine.Sql.Portable;

/// <summary>
/// Finds what of a policy can only be done on a real platform: SQL outside of the portable subset, patterns that memory
/// does not match alike, computations on types without one meaning, branches without a common type. For the embedded
/// platform's dialect and for evaluation. Says nothing where validation has said something.
/// </summary>
internal static class PortableRules
{
    /// <summary>Reports each as <see cref="DiagnosticCodes.NotPortable"/> or <see cref="DiagnosticCodes.MixedTypes"/>.</summary>
    public static void Check(DataPolicy policy, SqlLexicalRules rules, DiagnosticBag bag) => throw new NotImplementedException();
}
