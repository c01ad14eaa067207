using System.Management.Automation;
using Pace.Engine.Policies;
using Pace.Engine.Policies.Writing;
using Pace.PowerShell.Input;

namespace Pace.PowerShell.Commands;

/// <summary>Gives a policy as YAML, one text a policy: to read it, to compare it, to change it by hand.</summary>
[Cmdlet(VerbsData.ConvertTo, "PaceYaml")]
[OutputType(typeof(string))]
public sealed class ConvertToPaceYamlCommand : PaceCmdlet
{
    /// <summary>The policy.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("Policy", "InputObject")]
    [PolicyTransform]
    [ValidateNotNull]
    public DataPolicy? DataPolicy { get; set; }

    /// <inheritdoc/>
    protected override void Process()
    {
        DataPolicy policy = DataPolicy!;
        ForOne(policy, () => WriteObject(PolicyWriter.Write(policy, PolicyFormat.Yaml)));
    }
}
