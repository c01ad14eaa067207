using System.Management.Automation;
using Pace.Configuration;
using Pace.Engine.Compilation;
using Pace.Engine.Diagnostics;
using Pace.Engine.Platforms;
using Pace.Engine.Policies;
using Pace.Engine.Sql;
using Pace.PowerShell.Input;
using Pace.PowerShell.Session;

namespace Pace.PowerShell.Commands;

/// <summary>
/// Tells every problem of policies at once, with file, line and column. Where the policy's platform is registered,
/// or one is named, the platform is asked too: whether groups, tables and columns are there, and whether it accepts
/// the SQL.
/// </summary>
[Cmdlet(VerbsDiagnostic.Test, "PaceDataPolicy", DefaultParameterSetName = PathSet)]
[OutputType("Pace.Engine.Diagnostics.Diagnostic", "System.Boolean")]
public sealed class TestPaceDataPolicyCommand : PolicyCmdlet
{
    /// <summary>Gives true for each policy without errors and false for each other, and nothing else.</summary>
    [Parameter]
    public SwitchParameter Quiet { get; set; }

    /// <summary>Asks no platform.</summary>
    [Parameter]
    public SwitchParameter Offline { get; set; }

    private protected override void ProcessPolicy(PolicyInput input)
    {
        IReadOnlyList<Diagnostic> found = input.Policy is { } policy ? Examine(policy) : input.Diagnostics;
        if (Quiet)
        {
            WriteObject(!found.Any(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error));
            return;
        }

        WriteObject(found, enumerateCollection: true);
    }

    private IReadOnlyList<Diagnostic> Examine(DataPolicy policy)
    {
        PlatformReference? document = policy.Source?.Ref?.Platform;
        PlatformEntry? entry =
            !string.IsNullOrEmpty(ProcessingPlatform) || (document is { Id.Length: > 0 } && Session.Platforms.Find(document.Id) is not null)
                ? Session.Platforms.Resolve(ProcessingPlatform, policy)
                : null;
        SqlDialect? dialect = null;
        if (entry is not null)
        {
            policy = PolicyPreparation.For(policy, entry);
            dialect = PaceSession.DialectOf(entry);
        }
        else if (document is not null)
        {
            dialect = SqlDialects.Find(document.PlatformType);
        }

        IReadOnlyList<Diagnostic> found = PolicyPreparation.Check(policy, dialect, out CompiledPolicy? compiled);
        if (dialect is null && document is { PlatformType: not PlatformType.Unspecified })
        {
            found = WithUnsupported(policy, document.PlatformType, found);
        }

        if (entry is null || compiled is null || Offline)
        {
            WriteVerbose($"{policy}: tested without asking a platform.");
            return found;
        }

        IProcessingPlatform platform = Session.Open(entry);
        WriteVerbose($"{policy}: asking {entry.Id} about groups, tables, columns and the SQL.");
        DiagnosticBag all = new(policy.Origin);
        all.AddRange(found);
        all.AddRange(Run(cancellation => platform.CheckAsync(policy, compiled, cancellation)));
        return all.Sorted();
    }

    // One problem among the others: what can be told without a dialect is told all the same.
    private static IReadOnlyList<Diagnostic> WithUnsupported(DataPolicy policy, PlatformType type, IReadOnlyList<Diagnostic> found)
    {
        DiagnosticBag all = new(policy.Origin);
        all.AddRange(found);
        all.Add(
            DiagnosticCodes.PlatformUnsupported,
            "source.ref.platform.platform_type",
            $"Pace makes no SQL for platforms of type {PlatformDirectory.Spell(type)}",
            $"it does for {string.Join(", ", EngineParts.Dialects)}");
        return all.Sorted();
    }
}
