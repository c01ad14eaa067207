using System.Management.Automation;
using Pace.PowerShell.Completion;
using Pace.PowerShell.Input;
using Pace.PowerShell.Session;

namespace Pace.PowerShell.Commands;

/// <summary>
/// Gets the processing platforms: those that config.yaml names, without their secrets, and <c>embedded</c>, which is always
/// there.
/// </summary>
[Cmdlet(VerbsCommon.Get, "PaceProcessingPlatform")]
[OutputType(typeof(ProcessingPlatformInfo))]
public sealed class GetPaceProcessingPlatformCommand : PaceCmdlet
{
    /// <summary>Ids. Wildcards are understood. Left out: all.</summary>
    [Parameter(Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("ProcessingPlatform")]
    [ArgumentCompleter(typeof(PlatformCompleter))]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    public string[] Id { get; set; } = [];

    /// <summary>Types, such as POSTGRES.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(PlatformTypeCompleter))]
    [ValidateNotNullOrEmpty]
    public string[] Type { get; set; } = [];

    // Each id is looked for on its own.
    private protected override bool PlatformMayDiffer => true;

    /// <inheritdoc/>
    protected override void Process()
    {
        using PaceSession session = new();
        IReadOnlyList<ProcessingPlatformInfo> all = session.Platforms.List();
        if (Id.Length == 0)
        {
            WriteAll(all);
        }

        foreach (string id in Id)
        {
            NamePattern pattern = new(id);
            List<ProcessingPlatformInfo> found = [.. all.Where(platform => pattern.IsMatch(platform.Id))];
            WriteAll(found);
            if (found.Count == 0 && !pattern.IsPattern)
            {
                ForOne(id, () => session.Platforms.Get(id));
            }
        }
    }

    private void WriteAll(IEnumerable<ProcessingPlatformInfo> platforms)
    {
        foreach (ProcessingPlatformInfo platform in platforms)
        {
            if (Type.Length == 0 || Type.Contains(platform.Type, StringComparer.OrdinalIgnoreCase))
            {
                WriteObject(platform);
            }
        }
    }
}
