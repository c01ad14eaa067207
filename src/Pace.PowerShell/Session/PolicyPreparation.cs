using Pace.Configuration;
using Pace.Engine.Compilation;
using Pace.Engine.Diagnostics;
using Pace.Engine.Policies;
using Pace.Engine.Sql;
using Pace.Engine.Validation;

namespace Pace.PowerShell.Session;

/// <summary>What is done with a policy before it is stored, applied or shown as SQL.</summary>
internal static class PolicyPreparation
{
    /// <summary>The policy as one for a platform: its id and type stand where the document named another or none.</summary>
    public static DataPolicy For(DataPolicy policy, PlatformEntry entry)
    {
        if (policy.Source?.Ref is not { } reference)
        {
            return policy;
        }

        PlatformReference platform = new() { Id = entry.Id, PlatformType = PlatformDirectory.TypeOf(entry) };
        return policy with { Source = policy.Source with { Ref = reference with { Platform = platform } } };
    }

    /// <summary>The dialect of a type of platform.</summary>
    public static SqlDialect DialectOf(PlatformType type) => SqlDialects.Find(type) ?? throw new PaceException(
        PaceErrorKind.NotSupported,
        $"Pace makes no SQL for platforms of type {PlatformDirectory.Spell(type)}.",
        $"Dialects that there are: {string.Join(", ", EngineParts.Dialects)}.",
        PlatformDirectory.Spell(type));

    /// <summary>All that can be told about a policy offline, warnings included, in the order of the document.</summary>
    /// <param name="policy">The policy.</param>
    /// <param name="dialect">The dialect that it is to be compiled to; null where none is known.</param>
    /// <param name="compiled">The compiled policy; null when there are errors or no dialect.</param>
    public static IReadOnlyList<Diagnostic> Check(DataPolicy policy, SqlDialect? dialect, out CompiledPolicy? compiled)
    {
        if (dialect is not null)
        {
            CompilationResult result = PolicyCompiler.Compile(policy, dialect);
            compiled = result.Policy;
            return result.Diagnostics;
        }

        compiled = null;
        DiagnosticBag bag = new(policy.Origin);
        bag.AddRange(policy.Origin?.ReadDiagnostics ?? []);
        bag.AddRange(PolicyValidator.Validate(policy));
        return bag.Sorted();
    }

    /// <summary>The compiled policy, or one error with every problem.</summary>
    /// <exception cref="PaceException"><see cref="PaceErrorKind.PolicyInvalid"/>.</exception>
    public static CompiledPolicy Compile(DataPolicy policy, SqlDialect dialect, Action<Diagnostic> warn)
    {
        IReadOnlyList<Diagnostic> found = Check(policy, dialect, out CompiledPolicy? compiled);
        ThrowIfErrors(policy, found);
        foreach (Diagnostic warning in found)
        {
            warn(warning);
        }

        return compiled ?? throw PaceException.Invalid(policy.ToString(), found);
    }

    /// <summary>Refuses a policy that has errors.</summary>
    public static void ThrowIfErrors(DataPolicy policy, IReadOnlyList<Diagnostic> found)
    {
        if (found.Any(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error))
        {
            throw PaceException.Invalid(policy.ToString(), found);
        }
    }
}
