using System.Management.Automation;
using Pace.Engine.Diagnostics;
using Pace.Engine.GlobalTransforms;
using Pace.Engine.Storage;
using Pace.PowerShell.Completion;
using Pace.PowerShell.Input;

namespace Pace.PowerShell.Commands;

/// <summary>
/// Stores global transforms of YAML or JSON files, or as objects, each in the place of the one that its tag has.
/// Policies that are stored stay as they are: a transform counts for blueprints that are made from then on.
/// </summary>
[Cmdlet(VerbsCommon.Set, "PaceGlobalTransform", DefaultParameterSetName = PathSet, SupportsShouldProcess = true)]
[OutputType("Pace.Engine.Storage.StoredGlobalTransform")]
public sealed class SetPaceGlobalTransformCommand : GlobalTransformCmdlet
{
    private const string PathSet = "Path";
    private const string LiteralPathSet = "LiteralPath";
    private const string ObjectSet = "GlobalTransform";

    /// <summary>Files with global transforms, YAML or JSON. Wildcards are understood.</summary>
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

    /// <summary>A global transform, as Get-PaceGlobalTransform gives it.</summary>
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = ObjectSet, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("Transform", "InputObject")]
    [GlobalTransformTransform]
    [ValidateNotNull]
    public GlobalTransform? GlobalTransform { get; set; }

    /// <inheritdoc/>
    protected override void Process()
    {
        if (ParameterSetName == ObjectSet)
        {
            GlobalTransform transform = GlobalTransform!;
            ForOne(transform, () => Store(transform));
            return;
        }

        bool literal = ParameterSetName == LiteralPathSet;
        foreach (string path in literal ? LiteralPath : Path)
        {
            ForOne(path, () =>
            {
                foreach (string file in FilePaths.Existing(SessionState, path, literal))
                {
                    string name = FilePaths.Display(SessionState, file);
                    ForOne(name, () =>
                    {
                        (GlobalTransform? transform, IReadOnlyList<Diagnostic> found) = GlobalTransformReader.ReadFile(file, name);
                        Store(transform ?? throw PaceException.Invalid(name, found));
                    });
                }
            });
        }
    }

    private void Store(GlobalTransform transform)
    {
        IReadOnlyList<Diagnostic> found = GlobalTransformCheck.Run(transform);
        if (found.Any(problem => problem.Severity == DiagnosticSeverity.Error))
        {
            throw PaceException.Invalid(transform.Origin?.File ?? transform.ToString(), found);
        }

        foreach (Diagnostic warning in found)
        {
            WriteWarning(warning.ToString());
        }

        StoredGlobalTransform? before = Session.GlobalTransforms.Find(transform.Ref);
        string place = before is null ? "" : $" in the place of the one for '{before.Ref}'";
        string action = $"Store the global transform for the tag '{transform.Ref}'{place}";
        if (ShouldProcess(action + ".", action + "?", "Set-PaceGlobalTransform"))
        {
            WriteObject(Session.GlobalTransforms.Save(transform, Cancellation));
        }
    }
}
