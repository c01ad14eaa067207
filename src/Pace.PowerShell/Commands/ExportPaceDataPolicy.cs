using System.Management.Automation;
using Pace.Engine.Policies;
using Pace.Engine.Policies.Reading;
using Pace.Engine.Policies.Writing;
using Pace.PowerShell.Completion;
using Pace.PowerShell.Errors;
using Pace.PowerShell.Input;

namespace Pace.PowerShell.Commands;

/// <summary>Writes a policy to a YAML or JSON file, as the file's name tells.</summary>
[Cmdlet(VerbsData.Export, "PaceDataPolicy", SupportsShouldProcess = true)]
[OutputType(typeof(FileInfo))]
public sealed class ExportPaceDataPolicyCommand : PaceCmdlet
{
    private readonly HashSet<string> _written = new(StringComparer.Ordinal);

    /// <summary>The file: JSON where its name ends in <c>.json</c>, else YAML.</summary>
    [Parameter(Mandatory = true, Position = 0)]
    [ArgumentCompleter(typeof(PolicyFileCompleter))]
    [ValidateNotNullOrEmpty]
    public string Path { get; set; } = "";

    /// <summary>The policy.</summary>
    [Parameter(Mandatory = true, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("Policy", "InputObject")]
    [ValidateNotNull]
    public DataPolicy? DataPolicy { get; set; }

    /// <summary>Replaces a file that is read-only.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <summary>Keeps a file that is there, with an error.</summary>
    [Parameter]
    public SwitchParameter NoClobber { get; set; }

    /// <summary>Gives the file out.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    /// <inheritdoc/>
    protected override void Process() => ForOne(Path, () =>
    {
        DataPolicy policy = DataPolicy!;
        string file = FilePaths.Single(SessionState, Path);
        string name = FilePaths.Display(SessionState, file);
        string text = PolicyWriter.Write(policy, PolicyReader.FormatOf(file));
        if (!ShouldProcess(name, $"Write the policy '{policy}'"))
        {
            return;
        }

        // The second policy for one file would be the only one left in it.
        if (_written.Contains(file))
        {
            throw new CmdletException(
                PaceErrors.FileExists, $"'{name}' holds another policy of this pipeline already.", "Give each policy a file of its own.", name);
        }

        Write(file, name, text);
        WriteVerbose($"Wrote the policy '{policy}' to {name}.");
        _written.Add(file);
        if (PassThru)
        {
            WriteObject(new FileInfo(file));
        }
    });

    private void Write(string file, string name, string text)
    {
        if (Directory.Exists(file))
        {
            throw new CmdletException(
                PaceErrors.FileUnusable, $"'{Path}' is a directory.", $"Name a file in it: {System.IO.Path.Join(Path, "policy.yaml")}", name);
        }

        FileInfo target = new(file);
        if (target.Exists && NoClobber)
        {
            throw new CmdletException(PaceErrors.FileExists, $"The file '{name}' is there already.", "Leave -NoClobber out, or name another file.", name);
        }

        if (target is { Exists: true, IsReadOnly: true })
        {
            if (!Force)
            {
                throw new CmdletException(PaceErrors.FileDenied, $"The file '{name}' is read-only.", "Replace it with -Force, or name another file.", name);
            }

            target.IsReadOnly = false;
        }

        if (target.Directory is { Exists: false })
        {
            throw new CmdletException(PaceErrors.FileNotFound, $"There is no directory '{target.Directory.FullName}'.", "Make it first.", name);
        }

        OutputFile.Write(file, text);
    }
}
