using System.Management.Automation;
using Pace.Engine.Policies;
using Pace.PowerShell.Completion;
using Pace.PowerShell.Input;

namespace Pace.PowerShell.Commands;

/// <summary>
/// What cmdlets share that take policies: files by path, or objects from the pipeline. A stored policy binds by its
/// property <c>Policy</c>, and brings its platform along.
/// </summary>
public abstract class PolicyCmdlet : PlatformCmdlet
{
    private protected const string PathSet = "Path";
    private protected const string LiteralPathSet = "LiteralPath";
    private protected const string ObjectSet = "DataPolicy";

    /// <summary>Files with policies, YAML or JSON. Wildcards are understood.</summary>
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = PathSet, ValueFromPipeline = true)]
    [ArgumentCompleter(typeof(PolicyFileCompleter))]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    public string[] Path { get; set; } = [];

    /// <summary>Files with policies, by names in which nothing is a wildcard.</summary>
    [Parameter(Mandatory = true, ParameterSetName = LiteralPathSet, ValueFromPipelineByPropertyName = true)]
    [Alias("PSPath", "LP")]
    [ArgumentCompleter(typeof(PolicyFileCompleter))]
    [ValidateNotNullOrEmpty]
    public string[] LiteralPath { get; set; } = [];

    /// <summary>A policy as Import-PaceDataPolicy or Get-PaceDataPolicy gives it.</summary>
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = ObjectSet, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("Policy", "InputObject")]
    [PolicyTransform]
    [ValidateNotNull]
    public DataPolicy? DataPolicy { get; set; }

    // Not from a property in the default set: a stored policy's platform would bind there first, decide the set, and
    // leave the policy itself to be taken for a path.
    /// <inheritdoc/>
    [Parameter(ParameterSetName = PathSet)]
    [Parameter(ParameterSetName = LiteralPathSet, ValueFromPipelineByPropertyName = true)]
    [Parameter(ParameterSetName = ObjectSet, ValueFromPipelineByPropertyName = true)]
    [Alias("Platform")]
    [ArgumentCompleter(typeof(PlatformCompleter))]
    [ValidateNotNullOrEmpty]
    public sealed override string? ProcessingPlatform { get; set; }

    /// <inheritdoc/>
    protected sealed override void Process()
    {
        if (ParameterSetName == ObjectSet)
        {
            DataPolicy policy = DataPolicy!;
            ForOne(policy, () => ProcessPolicy(PolicyInput.Of(policy)));
            return;
        }

        bool literal = ParameterSetName == LiteralPathSet;
        ForEach(literal ? LiteralPath : Path, path => path, path =>
            ForEach(Files(path, literal), file => file.Name, file => ProcessPolicy(Read(file.Path, file.Name))));
    }

    private PolicyInput Read(string path, string name)
    {
        PolicyInput input = PolicyFiles.Read(path, name);
        WriteVerbose(input.Policy is { } policy ? $"Read the policy '{policy}' from {name}." : $"There is no policy in {name}.");
        return input;
    }

    private List<(string Path, string Name)> Files(string path, bool literal) =>
        [.. FilePaths.Existing(SessionState, path, literal).Select(file => (file, FilePaths.Display(SessionState, file)))];

    // Each document names its own, unless the command does.
    private protected override bool PlatformMayDiffer => string.IsNullOrEmpty(ProcessingPlatform) || base.PlatformMayDiffer;

    private protected abstract void ProcessPolicy(PolicyInput input);
}
