using System.Management.Automation;
using Pace.Engine.Compilation;
using Pace.Engine.Diagnostics;
using Pace.Engine.Policies;
using Pace.Engine.Sql;
using Pace.PowerShell.Completion;
using Pace.PowerShell.Input;
using Pace.PowerShell.Session;

namespace Pace.PowerShell.Commands;

/// <summary>Gives the SQL that a policy becomes, one text a policy. Asks no platform and needs none to be registered.</summary>
[Cmdlet(VerbsData.ConvertTo, "PaceSql", DefaultParameterSetName = PathSet)]
[OutputType(typeof(string))]
public sealed class ConvertToPaceSqlCommand : PolicyCmdlet
{
    /// <summary>The dialect, such as POSTGRES; left out: that of the policy's platform.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(DialectCompleter))]
    [ValidateNotNullOrEmpty]
    public string? Dialect { get; set; }

    private protected override void ProcessPolicy(PolicyInput input)
    {
        DataPolicy policy = input.Required;
        SqlDialect dialect = DialectFor(policy);
        WriteVerbose($"{policy}: SQL for {dialect.Name}, without asking a platform.");
        CompiledPolicy compiled = PolicyPreparation.Compile(policy, dialect, WriteWarning);
        WriteObject(dialect.WriteScript(compiled));
    }

    private SqlDialect DialectFor(DataPolicy policy)
    {
        if (Dialect is { Length: > 0 } name)
        {
            return PlatformTypes.TryParse(name, out PlatformType type) ? PolicyPreparation.DialectOf(type) : throw new PaceException(
                PaceErrorKind.NotSupported,
                $"There is no dialect '{name}'.",
                $"Dialects that there are: {string.Join(", ", EngineParts.Dialects)}.",
                name);
        }

        PlatformReference? document = policy.Source?.Ref?.Platform;
        if (!string.IsNullOrEmpty(ProcessingPlatform))
        {
            return PaceSession.DialectOf(Session.Platforms.Resolve(ProcessingPlatform, policy));
        }

        // A registered platform may judge principals in its own way; one that is not registered needs none.
        if (document is { Id.Length: > 0 } && Session.Platforms.Find(document.Id) is not null)
        {
            return PaceSession.DialectOf(Session.Platforms.Resolve(null, policy));
        }

        return document is not null and { PlatformType: not PlatformType.Unspecified } ? PolicyPreparation.DialectOf(document.PlatformType) : throw new PaceException(
            PaceErrorKind.PlatformNotFound,
            $"The policy '{policy}' does not say which platform it is for.",
            "Say which SQL with -Dialect, or set source.ref.platform.",
            policy.Id);
    }
}
