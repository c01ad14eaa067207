using System.Management.Automation;
using Pace.Configuration;
using Pace.Engine.Platforms;
using Pace.PowerShell.Completion;
using Pace.PowerShell.Session;

namespace Pace.PowerShell.Commands;

/// <summary>What cmdlets share that talk to a platform.</summary>
public abstract class PlatformCmdlet : PaceCmdlet
{
    private PaceSession? _session;

    /// <summary>The platform's id. Left out: the policy's own, else the only one that is registered.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Alias("Platform")]
    [ArgumentCompleter(typeof(PlatformCompleter))]
    [ValidateNotNullOrEmpty]
    public string? ProcessingPlatform { get; set; }

    internal PaceSession Session => _session ??= new PaceSession();

    /// <summary>Closes what the session opened. An override calls it too.</summary>
    protected override void Cleanup() => _session?.Dispose();

    internal PlatformEntry ResolvePlatform() => Session.Platforms.Resolve(ProcessingPlatform);

    internal IProcessingPlatform OpenPlatform() => Session.Open(ResolvePlatform());
}
