using System.Collections;
using System.Management.Automation;
using Pace.Engine.Policies;
using Pace.Engine.Storage;
using Pace.PowerShell.Completion;
using Pace.PowerShell.Errors;
using Pace.PowerShell.Input;
using Pace.PowerShell.Rows;

namespace Pace.PowerShell.Commands;

/// <summary>Shows rows as principals would see them through a policy's views, before anything is applied.</summary>
/// <remarks>
/// What comes from the pipeline are rows where the command names a policy, and policies where it names none. Nothing
/// binds by a property's name: a row may have a column of any name.
/// </remarks>
[Cmdlet(VerbsLifecycle.Invoke, "PaceEvaluation", DefaultParameterSetName = PathSet)]
[OutputType(EvaluatedRows.TypeName)]
public sealed partial class InvokePaceEvaluationCommand : PlatformCmdlet
{
    private const string PathSet = "Path";
    private const string LiteralPathSet = "LiteralPath";
    private const string ObjectSet = "DataPolicy";
    private const string PipelineSet = "Pipeline";
    private readonly List<PSObject> _rows = [];

    /// <summary>Files with policies, YAML or JSON. Wildcards are understood.</summary>
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = PathSet)]
    [ArgumentCompleter(typeof(PolicyFileCompleter))]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    public string[] Path { get; set; } = [];

    /// <summary>Files with policies, by names in which nothing is a wildcard.</summary>
    [Parameter(Mandatory = true, ParameterSetName = LiteralPathSet)]
    [Alias("PSPath", "LP")]
    [ArgumentCompleter(typeof(PolicyFileCompleter))]
    [ValidateNotNullOrEmpty]
    public string[] LiteralPath { get; set; } = [];

    /// <summary>A policy as Import-PaceDataPolicy or Get-PaceDataPolicy gives it.</summary>
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = ObjectSet)]
    [Alias("Policy")]
    [PolicyTransform]
    [ValidateNotNull]
    public DataPolicy? DataPolicy { get; set; }

    /// <summary>
    /// Rows: objects with a property for each column that the policy lists, or dictionaries. Where the command names no
    /// policy: policies, or their files.
    /// </summary>
    [Parameter(ParameterSetName = PathSet, ValueFromPipeline = true)]
    [Parameter(ParameterSetName = LiteralPathSet, ValueFromPipeline = true)]
    [Parameter(ParameterSetName = ObjectSet, ValueFromPipeline = true)]
    [Parameter(Mandatory = true, ParameterSetName = PipelineSet, ValueFromPipeline = true)]
    public PSObject[] InputObject { get; set; } = [];

    /// <summary>CSV files with rows. Left out, and with no rows in the pipeline: the first rows of the policy's source.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(CsvFileCompleter))]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    public string[] SampleData { get; set; } = [];

    /// <summary>What stands between two fields of the CSV files; left out: what the first line says.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(DelimiterCompleter))]
    public char Delimiter { get; set; }

    /// <summary>How many rows of the source are looked at, where no others are given.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(NothingCompleter))]
    [ValidateRange(0, long.MaxValue)]
    public long First { get; set; } = 100;

    /// <summary>Groups, each of which is somebody who looks. Left out with -MemberOf and -EveryoneElse: all of the policy, and everyone else.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(PolicyPrincipalCompleter))]
    [ValidateNotNullOrEmpty]
    public string[] Principal { get; set; } = [];

    /// <summary>Groups of one user, who is a member of all of them.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(PolicyPrincipalCompleter))]
    [ValidateNotNullOrEmpty]
    public string[] MemberOf { get; set; } = [];

    /// <summary>Somebody who is in none of the policy's groups.</summary>
    [Parameter]
    public SwitchParameter EveryoneElse { get; set; }

    /// <summary>One of several views, by its name.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(PolicyTargetCompleter))]
    [ValidateNotNullOrEmpty]
    public string? Target { get; set; }

    /// <summary>Token tables by the name that the policy gives them: paths of CSV files, or objects.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(TokenTableCompleter))]
    [ValidateNotNull]
    public IDictionary? TokenTable { get; set; }

    /// <summary>The platform that evaluates, with its own SQL, in a transaction that is rolled back. Left out: this process.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(PlatformCompleter))]
    [ValidateNotNullOrEmpty]
    public string? On { get; set; }

    /// <summary>The platform that rows are read from, where none are given. Left out: the policy's own.</summary>
    [Parameter]
    [Alias("Platform")]
    [ArgumentCompleter(typeof(PlatformCompleter))]
    [ValidateNotNullOrEmpty]
    public override string? ProcessingPlatform { get; set; }

    /// <inheritdoc/>
    protected override void Begin()
    {
        if (SampleData.Length > 0 && TakesRows)
        {
            throw new CmdletException(
                PaceErrors.ParameterInvalid, "Rows come from the pipeline, and from -SampleData too.", "Give rows in one of the two ways.");
        }
    }

    /// <inheritdoc/>
    protected override void Process()
    {
        foreach (PSObject item in (InputObject ?? []).Where(item => item is not null))
        {
            if (ParameterSetName != PipelineSet)
            {
                Progress.Report(_rows.Count);
                _rows.Add(item.BaseObject is Engine.Policies.DataPolicy or StoredPolicy
                    ? throw new CmdletException(
                        PaceErrors.ParameterInvalid,
                        "The command names a policy, and one comes from the pipeline too.",
                        "Pipe in rows, or name no policy in the command.")
                    : item);
                continue;
            }

            // Rows, most likely, and the next one is no policy either.
            if (item.BaseObject is not (Engine.Policies.DataPolicy or StoredPolicy or FileInfo or string))
            {
                throw new CmdletException(
                    PaceErrors.ParameterInvalid,
                    "The command names no policy, and what comes from the pipeline is none.",
                    "Name the policy: Import-Csv x.csv | Invoke-PaceEvaluation ./policy.yaml.");
            }

            ForOne(item.BaseObject, () => ProcessItem(item.BaseObject));
        }
    }

    /// <inheritdoc/>
    protected override void End()
    {
        switch (ParameterSetName)
        {
            case PathSet:
                ProcessFiles(Path, literal: false);
                break;
            case LiteralPathSet:
                ProcessFiles(LiteralPath, literal: true);
                break;
            case ObjectSet:
                ForOne(DataPolicy, () => Evaluate(PolicyInput.Of(DataPolicy!), ProcessingPlatform));
                break;
        }
    }

    // Even where the pipeline turns out to hold none: then there are no rows, and not others instead.
    private bool TakesRows => ParameterSetName != PipelineSet
        && (MyInvocation.ExpectingInput || MyInvocation.BoundParameters.ContainsKey(nameof(InputObject)));

    private void ProcessItem(object item)
    {
        switch (item)
        {
            case DataPolicy policy:
                Evaluate(PolicyInput.Of(policy), ProcessingPlatform);
                break;
            case StoredPolicy stored:
                Evaluate(PolicyInput.Of(stored.Policy), ProcessingPlatform ?? stored.ProcessingPlatform);
                break;
            case FileInfo file:
                ProcessFiles([file.FullName], literal: true);
                break;
            case string path:
                ProcessFiles([path], literal: false);
                break;
        }
    }

    private void ProcessFiles(string[] paths, bool literal)
    {
        ForEach(paths, path => path, path =>
            ForEach(FilePaths.Existing(SessionState, path, literal), file => FilePaths.Display(SessionState, file), file =>
            {
                string name = FilePaths.Display(SessionState, file);
                WriteVerbose($"Reading the policy in {name}.");
                Evaluate(PolicyFiles.Read(file, name), ProcessingPlatform);
            }));
    }
}
