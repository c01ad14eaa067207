using System.Management.Automation;
using Pace.Engine.GlobalTransforms;
using Pace.Engine.Storage;
using Pace.PowerShell.Completion;
using Pace.PowerShell.Input;

namespace Pace.PowerShell.Commands;

/// <summary>Gets stored global transforms: how every field with a tag looks, which blueprints begin with.</summary>
[Cmdlet(VerbsCommon.Get, "PaceGlobalTransform")]
[OutputType("Pace.Engine.Storage.StoredGlobalTransform")]
public sealed class GetPaceGlobalTransformCommand : GlobalTransformCmdlet
{
    /// <summary>The tags; wildcards are understood. Left out: all.</summary>
    [Parameter(Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("Tag")]
    [ArgumentCompleter(typeof(TagCompleter))]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    public string[] Ref { get; set; } = [];

    /// <inheritdoc/>
    protected override void Process()
    {
        if (Ref.Length == 0)
        {
            ForOne(null, () => WriteAll(Session.GlobalTransforms.List()));
            return;
        }

        foreach (string tag in Ref)
        {
            ForOne(tag, () =>
            {
                NamePattern pattern = new(TagName.Key(tag));
                if (pattern.IsPattern)
                {
                    WriteAll(Session.GlobalTransforms.List().Where(stored => pattern.IsMatch(TagName.Key(stored.Ref))));
                }
                else
                {
                    WriteObject(Session.GlobalTransforms.Find(tag) ?? throw NotStored(tag));
                }
            });
        }
    }

    private void WriteAll(IEnumerable<StoredGlobalTransform> all)
    {
        foreach (StoredGlobalTransform stored in all)
        {
            WriteObject(stored);
        }
    }
}
