using System.Collections;
using System.Globalization;
using System.Management.Automation;
using System.Runtime.CompilerServices;
using Pace.Engine.Diagnostics;
using Pace.Engine.Evaluation;
using Pace.Engine.Policies;
using Pace.Engine.Storage;
using Pace.PowerShell.Completion;
using Pace.PowerShell.Errors;
using Pace.PowerShell.Input;
using Pace.PowerShell.Rows;

namespace Pace.PowerShell.Commands;

/// <summary>
/// Gives objects as a principal may see them: rows that the policy hides are left out, values that it masks are masked.
/// Works without any platform.
/// </summary>
/// <remarks>
/// Nothing gets through but what the policy lists: other properties are left out, and a warning names them once. An
/// object that cannot be read is reported and left out.
/// </remarks>
[Cmdlet(VerbsSecurity.Protect, "PaceData", DefaultParameterSetName = PrincipalSet)]
[OutputType(typeof(PSObject))]
public sealed class ProtectPaceDataCommand : PaceCmdlet
{
    private const string PrincipalSet = "Principal";
    private const string EveryoneElseSet = "EveryoneElse";

    private readonly List<(ObjectShape Shape, bool IsDictionary, object?[] Given, object?[] Row)> _kept = [];
    private ObjectMask _mask = null!;
    private ViewEvaluator _view = null!;
    private object?[] _given = [];
    private object?[] _row = [];
    private object?[] _shown = [];
    private TimedProgress _progress = null!;
    private long _taken;
    private long _refused;

    /// <summary>Objects with properties, or dictionaries.</summary>
    [Parameter(Mandatory = true, ValueFromPipeline = true)]
    [AllowNull]
    public PSObject? InputObject { get; set; }

    /// <summary>The policy: the path of a file, or an object as Import-PaceDataPolicy and Get-PaceDataPolicy give it.</summary>
    [Parameter(Mandatory = true, Position = 0)]
    [Alias("Policy", "Path")]
    [ArgumentCompleter(typeof(PolicyFileCompleter))]
    [ValidateNotNullOrEmpty]
    public object DataPolicy { get; set; } = "";

    /// <summary>The groups that the one who is to see the objects is a member of; several: of all of them.</summary>
    [Parameter(Mandatory = true, Position = 1, ParameterSetName = PrincipalSet)]
    [ArgumentCompleter(typeof(PolicyPrincipalCompleter))]
    [ValidateNotNullOrEmpty]
    public string[] Principal { get; set; } = [];

    /// <summary>For somebody who is in none of the policy's groups.</summary>
    [Parameter(Mandatory = true, ParameterSetName = EveryoneElseSet)]
    public SwitchParameter EveryoneElse { get; set; }

    /// <summary>Which of several views, by its name.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(PolicyTargetCompleter))]
    [ValidateNotNullOrEmpty]
    public string? Target { get; set; }

    /// <summary>Token tables by the name that the policy gives them: paths of CSV files, or objects.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(TokenTableCompleter))]
    [ValidateNotNull]
    public IDictionary? TokenTable { get; set; }

    /// <inheritdoc/>
    protected override void Begin()
    {
        if (ParameterSetName == EveryoneElseSet && !EveryoneElse)
        {
            throw new CmdletException(PaceErrors.ParameterInvalid, "Nobody is named who is to see the objects.", "Name groups with -Principal, or write -EveryoneElse.");
        }

        DataPolicy policy = ReadPolicy().Required;
        PolicyEvaluator evaluator = Evaluator(policy);
        int ruleSet = Target is not null ? PolicyContent.Target(policy, Target) : policy.RuleSets.Count == 1 ? 0 : throw new CmdletException(
            PaceErrors.ParameterInvalid,
            $"The policy '{policy}' makes several views: {string.Join(", ", PolicyContent.Targets(policy))}.",
            "Say with -Target which of them the objects are to look like.");
        Audience audience = EveryoneElse ? Audience.EveryoneElse : PolicyContent.MemberOf(policy, Principal);
        _view = evaluator.View(ruleSet, audience, TokenTables.Read(SessionState, policy, TokenTable, null, Cancellation));
        _mask = new ObjectMask(policy, _view);
        (_given, _row, _shown) = (new object?[_mask.Count], new object?[_mask.Count], new object?[_mask.Count]);
        _progress = Progress;
        WriteVerbose($"The policy '{policy}', as {(EveryoneElse ? "everyone else" : string.Join(", ", Principal))} would see {_view.Target}.");
        if (_view.NeedsAllRows)
        {
            WriteVerbose($"The view {_view.Target} aggregates: all objects are kept in memory until the last one is in.");
        }
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    protected override void Process()
    {
        // A list that is given as an argument is meant item by item, as one in the pipeline is.
        if (!MyInvocation.ExpectingInput && InputObject?.BaseObject is IEnumerable several and not (string or IDictionary))
        {
            foreach (object? item in several)
            {
                ProcessOne(item is null ? null : PSObject.AsPSObject(item));
            }
        }
        else
        {
            ProcessOne(InputObject);
        }
    }

    /// <inheritdoc/>
    protected override void End()
    {
        if (_view.NeedsAllRows)
        {
            if (_refused > 0)
            {
                throw new PaceException(
                    PaceErrorKind.DataInvalid,
                    $"The view {_view.Target} aggregates, and {_refused.ToString(CultureInfo.InvariantCulture)} of the objects cannot be read: what it shows of the others would be wrong.",
                    "Correct what the errors before this one name, or leave those objects out of the input.");
            }

            foreach ((long index, object?[] shown) in _view.ShowAll(_kept.Select(item => item.Row)))
            {
                (ObjectShape shape, bool isDictionary, object?[] given, _) = _kept[(int)index];
                WriteObject(_mask.Write(shape, isDictionary, given, shown));
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void ProcessOne(PSObject? item)
    {
        _taken++;
        _progress.Report(_taken);
        object? shown = null;
        try
        {
            shown = Show(item ?? throw new PaceException(PaceErrorKind.DataInvalid, "it is null"));
        }
        catch (PaceException error) when (error.Kind == PaceErrorKind.DataInvalid)
        {
            _refused++;
            // By its number, not as the object: what errors tell is often kept where the data must not be.
            WriteError(
                new PaceException(error.Kind, $"Object {_taken.ToString(CultureInfo.InvariantCulture)} is left out: {Problem(error)}.", error.Remedy),
                _taken);
        }

        if (_mask.TakeUnlisted() is { Count: > 0 } unlisted)
        {
            Warn(unlisted);
        }

        if (shown is not null)
        {
            WriteObject(shown);
        }
    }

    // What is to be written; null where the row is hidden, or is shown when all are in.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private object? Show(PSObject item)
    {
        if (_view.NeedsAllRows)
        {
            object?[] given = new object?[_mask.Count];
            object?[] row = new object?[_mask.Count];
            ObjectShape kept = _mask.Read(item, given, row);
            _kept.Add((kept, ObjectMask.IsDictionary(item), given, row));
            return null;
        }

        ObjectShape shape = _mask.Read(item, _given, _row);
        return _view.TryShow(_row, _shown) ? _mask.Write(shape, ObjectMask.IsDictionary(item), _given, _shown) : null;
    }

    // The view counts the rows that it was shown, which are not all.
    private static string Problem(PaceException error)
    {
        string message = error.Message.TrimEnd('.');
        return message.StartsWith("Row ", StringComparison.Ordinal) ? message[(message.IndexOf(", ", StringComparison.Ordinal) + 2)..] : message;
    }

    private void Warn(IReadOnlyList<string> unlisted)
    {
        const int Most = 10;
        string names = string.Join(", ", unlisted.Take(Most).Select(name => $"'{name}'"));
        string more = unlisted.Count > Most ? $" and {unlisted.Count - Most} more" : "";
        WriteWarning($"The policy does not list {names}{more}: left out, as the view has no such column.");
    }

    private PolicyInput ReadPolicy()
    {
        object given = DataPolicy is PSObject wrapped ? wrapped.BaseObject : DataPolicy;
        switch (given)
        {
            case DataPolicy policy:
                return PolicyInput.Of(policy);
            case StoredPolicy stored:
                return PolicyInput.Of(stored.Policy);
            case FileInfo info:
                return PolicyFiles.Read(info.FullName, FilePaths.Display(SessionState, info.FullName));
            case string path:
                IReadOnlyList<string> files = FilePaths.Existing(SessionState, path, literal: false);
                return files.Count == 1
                    ? PolicyFiles.Read(files[0], FilePaths.Display(SessionState, files[0]))
                    : throw new CmdletException(PaceErrors.ParameterInvalid, $"'{path}' names {files.Count} files.", "Name one policy.", path);
            default:
                throw new CmdletException(
                    PaceErrors.ParameterInvalid, "-DataPolicy is neither a path nor a policy.", "Name a file, or give what Import-PaceDataPolicy gives.");
        }
    }

    private PolicyEvaluator Evaluator(DataPolicy policy)
    {
        EvaluatorResult result = PolicyEvaluator.Create(policy);
        if (result.Diagnostics.Any(problem => problem.Code == DiagnosticCodes.NotPortable))
        {
            PaceException invalid = PaceException.Invalid(policy.ToString(), result.Diagnostics);
            throw new PaceException(
                invalid.Kind,
                invalid.Message,
                "Write it in the portable subset (docs/policies.md), or mask the rows where they are: apply the policy on its platform.",
                invalid.Target)
            {
                Diagnostics = invalid.Diagnostics,
            };
        }

        PolicyEvaluator evaluator = result.Require(policy);
        foreach (Diagnostic warning in result.Diagnostics)
        {
            WriteWarning(warning.ToString());
        }

        return evaluator;
    }
}
