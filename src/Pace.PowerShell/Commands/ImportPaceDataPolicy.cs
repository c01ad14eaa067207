using System.Management.Automation;
using Pace.Engine.Diagnostics;
using Pace.PowerShell.Completion;
using Pace.PowerShell.Input;

namespace Pace.PowerShell.Commands;

/// <summary>Reads policies from YAML or JSON files. Old spellings are upgraded with a warning.</summary>
[Cmdlet(VerbsData.Import, "PaceDataPolicy", DefaultParameterSetName = PathSet)]
[OutputType("Pace.Engine.Policies.DataPolicy")]
public sealed class ImportPaceDataPolicyCommand : PaceCmdlet
{
    private const string PathSet = "Path";
    private const string LiteralPathSet = "LiteralPath";

    /// <summary>The files. Wildcards are understood.</summary>
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = PathSet, ValueFromPipeline = true)]
    [ArgumentCompleter(typeof(PolicyFileCompleter))]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    public string[] Path { get; set; } = [];

    /// <summary>The files, by names in which nothing is a wildcard.</summary>
    [Parameter(Mandatory = true, ParameterSetName = LiteralPathSet, ValueFromPipelineByPropertyName = true)]
    [Alias("PSPath", "LP")]
    [ArgumentCompleter(typeof(PolicyFileCompleter))]
    [ValidateNotNullOrEmpty]
    public string[] LiteralPath { get; set; } = [];

    /// <inheritdoc/>
    protected override void Process()
    {
        bool literal = ParameterSetName == LiteralPathSet;
        foreach (string path in literal ? LiteralPath : Path)
        {
            ForOne(path, () =>
            {
                foreach (string file in FilePaths.Existing(SessionState, path, literal))
                {
                    string name = FilePaths.Display(SessionState, file);
                    ForOne(name, () => Import(PolicyFiles.Read(file, name)));
                }
            });
        }
    }

    private void Import(PolicyInput input)
    {
        if (input.HasErrors)
        {
            throw PaceException.Invalid(input.Name, input.Diagnostics);
        }

        foreach (Diagnostic warning in input.Diagnostics)
        {
            WriteWarning(warning.ToString());
        }

        WriteObject(input.Policy);
    }
}
