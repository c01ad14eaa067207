using System.Management.Automation;
using Pace.Configuration;
using Pace.PowerShell.Completion;
using Pace.PowerShell.Errors;
using Pace.PowerShell.Session;

namespace Pace.PowerShell.Commands;

/// <summary>Takes processing platforms out of config.yaml. Their data, views and stored policies stay.</summary>
[Cmdlet(VerbsLifecycle.Unregister, "PaceProcessingPlatform", SupportsShouldProcess = true)]
public sealed class UnregisterPaceProcessingPlatformCommand : PaceCmdlet
{
    /// <summary>The ids.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("ProcessingPlatform")]
    [ArgumentCompleter(typeof(RegisteredPlatformCompleter))]
    [ValidateNotNullOrEmpty]
    public string[] Id { get; set; } = [];

    // Each id is looked for on its own.
    private protected override bool PlatformMayDiffer => true;

    /// <inheritdoc/>
    protected override void Process()
    {
        foreach (string id in Id)
        {
            ForOne(id, () => Unregister(id));
        }
    }

    private void Unregister(string id)
    {
        if (PlatformDirectory.IsReserved(id))
        {
            throw new CmdletException(
                PaceErrors.ParameterInvalid, $"The processing platform '{id}' is always there.",
                "To be rid of what it holds, delete its file, which Get-PaceProcessingPlatform names.", id);
        }

        using PaceSession session = new();
        PlatformEntry entry = session.Platforms.Get(id);
        string file = session.Paths.ConfigFile;
        if (entry.File != file)
        {
            throw new CmdletException(
                PaceErrors.FileDenied, $"The processing platform '{id}' stands in the machine's configuration {entry.File}.",
                "Ask who administers the machine.", id);
        }

        if (ShouldProcess(file, $"Unregister the processing platform '{id}'"))
        {
            new ConfigurationEditor(file).Apply(ConfigurationChange.RemovePlatform(id));
            PlatformCredentials.Forget(id);
        }
    }
}
