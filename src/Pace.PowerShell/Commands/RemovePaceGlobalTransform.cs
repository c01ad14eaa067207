using System.Management.Automation;
using Pace.Engine.Storage;
using Pace.PowerShell.Completion;

namespace Pace.PowerShell.Commands;

/// <summary>Removes stored global transforms. Policies keep what blueprints took from them.</summary>
[Cmdlet(VerbsCommon.Remove, "PaceGlobalTransform", SupportsShouldProcess = true)]
public sealed class RemovePaceGlobalTransformCommand : GlobalTransformCmdlet
{
    /// <summary>The tags.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("Tag")]
    [ArgumentCompleter(typeof(TagCompleter))]
    [ValidateNotNullOrEmpty]
    public string[] Ref { get; set; } = [];

    /// <inheritdoc/>
    protected override void Process()
    {
        foreach (string tag in Ref)
        {
            ForOne(tag, () =>
            {
                StoredGlobalTransform stored = Session.GlobalTransforms.Find(tag) ?? throw NotStored(tag);
                string action = $"Remove the global transform for the tag '{stored.Ref}'";
                if (ShouldProcess(action + ".", action + "?", "Remove-PaceGlobalTransform"))
                {
                    Session.GlobalTransforms.Remove(tag, Cancellation);
                }
            });
        }
    }
}
