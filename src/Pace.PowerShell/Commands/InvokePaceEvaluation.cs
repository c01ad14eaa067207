using System.Collections;
using System.Management.Automation;
using Pace.Configuration;
using Pace.Engine.Diagnostics;
using Pace.Engine.Evaluation;
using Pace.Engine.Platforms;
using Pace.Engine.Policies;
using Pace.Engine.Storage;
using Pace.PowerShell.Completion;
using Pace.PowerShell.Errors;
using Pace.PowerShell.Input;
using Pace.PowerShell.Rows;
using Pace.PowerShell.Session;

namespace Pace.PowerShell.Commands;

/// <summary>Shows rows as principals would see them through a policy's views, before anything is applied.</summary>
/// <remarks>
/// What comes from the pipeline are rows where the command names a policy, and policies where it names none. Nothing
/// binds by a property's name: a row may have a column of any name.
/// </remarks>
[Cmdlet(VerbsLifecycle.Invoke, "PaceEvaluation", DefaultParameterSetName = PathSet)]
[OutputType(EvaluatedRows.TypeName)]
public sealed class InvokePaceEvaluationCommand : PlatformCmdlet
{
    private const string PathSet = "Path";
    private const string LiteralPathSet = "LiteralPath";
    private const string ObjectSet = "DataPolicy";
    private const string PipelineSet = "Pipeline";
    private const int UsualWidth = 80;
    private readonly List<PSObject> _rows = [];

    /// <summary>Files with policies, YAML or JSON. Wildcards are understood.</summary>
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = PathSet)]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    public string[] Path { get; set; } = [];

    /// <summary>Files with policies, by names in which nothing is a wildcard.</summary>
    [Parameter(Mandatory = true, ParameterSetName = LiteralPathSet)]
    [Alias("PSPath", "LP")]
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
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    public string[] SampleData { get; set; } = [];

    /// <summary>What stands between two fields of the CSV files; left out: what the first line says.</summary>
    [Parameter]
    public char Delimiter { get; set; }

    /// <summary>How many rows of the source are looked at, where no others are given.</summary>
    [Parameter]
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
        foreach (string path in paths)
        {
            ForOne(path, () =>
            {
                foreach (string file in FilePaths.Existing(SessionState, path, literal))
                {
                    string name = FilePaths.Display(SessionState, file);
                    ForOne(name, () => Evaluate(PolicyFiles.Read(file, name), ProcessingPlatform));
                }
            });
        }
    }

    private void Evaluate(PolicyInput input, string? platform)
    {
        DataPolicy policy = input.Required;
        int? target = Target is null ? null : PolicyContent.Target(policy, Target);
        EvaluationRequest request = new(policy, [.. Audiences(policy)])
        {
            First = First,
            TokenTables = TokenTables.Read(SessionState, policy, TokenTable, OwnDelimiter, Cancellation),
            Sample = Sample(policy),
        };
        IReadOnlyList<EvaluatedView> views = On is null ? Here(request, platform) : There(request, platform);
        Write([.. views.Where((_, at) => target is null || at / request.Audiences.Count == target)], policy.RuleSets.Count > 1 && target is null);
    }

    private IEnumerable<Audience> Audiences(DataPolicy policy)
    {
        if (Principal.Length == 0 && MemberOf.Length == 0 && !EveryoneElse)
        {
            return PolicyContent.Groups(policy).Select(Audience.Of).Append(Audience.EveryoneElse);
        }

        List<Audience> audiences = [.. Principal.Select(name => PolicyContent.MemberOf(policy, [name]))];
        if (MemberOf.Length > 0)
        {
            audiences.Add(PolicyContent.MemberOf(policy, MemberOf));
        }

        if (EveryoneElse)
        {
            audiences.Add(Audience.EveryoneElse);
        }

        return audiences;
    }

    private char? OwnDelimiter => MyInvocation.BoundParameters.ContainsKey(nameof(Delimiter)) ? Delimiter : null;

    private SampleTable? Sample(DataPolicy policy) =>
        SampleData.Length > 0 ? SampleRows.FromFiles(SessionState, SampleData, SampleField.Of(policy), OwnDelimiter, Cancellation)
        : TakesRows ? SampleRows.FromObjects(_rows, SampleField.Of(policy), "the input")
        : null;

    private IReadOnlyList<EvaluatedView> Here(EvaluationRequest request, string? platform)
    {
        DataPolicy policy = request.Policy;
        PolicyEvaluator evaluator;
        try
        {
            EvaluatorResult result = PolicyEvaluator.Create(policy);
            evaluator = result.Require(policy);
            foreach (Diagnostic warning in result.Diagnostics)
            {
                WriteWarning(warning);
            }
        }
        catch (PaceException error) when (error.Diagnostics.Any(problem => problem.Code == DiagnosticCodes.NotPortable))
        {
            throw new PaceException(
                error.Kind,
                error.Message,
                "Evaluate it on a platform with -On, or write it in the portable subset (docs/policies.md).",
                error.Target,
                error)
            {
                Diagnostics = error.Diagnostics,
            };
        }

        if (request.Sample is null)
        {
            IProcessingPlatform source = Session.Open(Session.Platforms.Resolve(platform, policy));
            request = request with
            {
                Sample = ReadRows(source, policy.Id, SampleField.Of(policy), request.First),
                TokenTables = WithOwn(source, policy, request.TokenTables),
            };
        }

        return evaluator.Evaluate(request);
    }

    private IReadOnlyList<EvaluatedView> There(EvaluationRequest request, string? platform)
    {
        PlatformEntry entry = Session.Platforms.Get(On!);
        DataPolicy policy = request.Policy;
        PlatformType meant = policy.Source?.Ref?.Platform?.PlatformType ?? PlatformType.Unspecified;
        // Who tries a policy without a server, and wants to know what one says, names a server of another type.
        if (meant is not (PlatformType.Unspecified or PlatformType.Sqlite) && meant != PlatformDirectory.TypeOf(entry))
        {
            throw new PaceException(
                PaceErrorKind.PlatformMismatch,
                $"The policy '{policy}' is for a platform of type {PlatformDirectory.Spell(meant)}, and '{entry.Id}' is of type {PlatformDirectory.Spell(PlatformDirectory.TypeOf(entry))}.",
                "Name a platform of the policy's type with -On.",
                entry.Id);
        }

        if (request.Sample is null && !string.IsNullOrEmpty(platform) && platform != entry.Id)
        {
            IProcessingPlatform source = Session.Open(Session.Platforms.Resolve(platform, policy));
            request = request with { Sample = ReadRows(source, policy.Id, SampleField.Of(policy), request.First) };
        }

        request = request with { Policy = PolicyPreparation.For(policy, entry) };
        IProcessingPlatform evaluator = Session.Open(entry);
        return Run(cancellation => evaluator.EvaluateAsync(request, cancellation));
    }

    private Dictionary<string, SampleTable> WithOwn(
        IProcessingPlatform source, DataPolicy policy, IReadOnlyDictionary<string, SampleTable> inHand)
    {
        Dictionary<string, SampleTable> tables = new(inHand);
        foreach (string name in TokenTables.Names(policy).Where(name => !inHand.ContainsKey(name)))
        {
            tables[name] = ReadRows(source, name, TokenTables.Fields(policy, name), null);
        }

        return tables;
    }

    private SampleTable ReadRows(IProcessingPlatform platform, string table, IReadOnlyList<SampleField> fields, long? first)
    {
        IReadOnlyList<string>? columns = null;
        List<IReadOnlyList<object?>> rows = [];
        Run(async cancellation =>
        {
            await foreach (TableRow row in platform.ReadRowsAsync(new RowRequest(table, new Page(0, first)), cancellation))
            {
                columns ??= row.Columns;
                rows.Add(row.Values);
            }
        });
        return columns is null
            ? new SampleTable([.. fields.Select(field => field.Name)], [])
            : SampleRows.Arrange(new SampleTable(columns, rows), fields, $"'{table}'");
    }

    private void Write(IReadOnlyList<EvaluatedView> views, bool tellsTarget)
    {
        if (views.Count == 0)
        {
            return;
        }

        EvaluatedRows rows = new(views, tellsTarget, TerminalWidth);
        if (rows.Principal != nameof(Principal))
        {
            WriteWarning($"A column is called {nameof(Principal)}: who looks stands in the property {rows.Principal}.");
        }

        foreach (EvaluatedView view in views)
        {
            foreach (IReadOnlyList<object?> row in view.Rows)
            {
                WriteObject(rows.Make(view, row));
            }
        }
    }

    private int TerminalWidth
    {
        get
        {
#pragma warning disable CA1031 // A host without a terminal may throw whatever it likes.
            try
            {
                return Host.UI.RawUI.BufferSize.Width is > 0 and int width ? width : UsualWidth;
            }
            catch (Exception)
            {
                return UsualWidth;
            }
#pragma warning restore CA1031
        }
    }
}
