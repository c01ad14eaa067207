using System.Globalization;
using Pace.Configuration;
using Pace.Engine.Diagnostics;
using Pace.Engine.Evaluation;
using Pace.Engine.Platforms;
using Pace.Engine.Policies;
using Pace.PowerShell.Input;
using Pace.PowerShell.Rows;
using Pace.PowerShell.Session;

namespace Pace.PowerShell.Commands;

/// <summary>What is done with each policy.</summary>
public sealed partial class InvokePaceEvaluationCommand
{
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
            WriteVerbose($"Reading up to {request.First} rows of {policy.Id}.");
            request = request with
            {
                Sample = ReadRows(source, policy.Id, SampleField.Of(policy), request.First),
                TokenTables = WithOwn(source, policy, request.TokenTables),
            };
        }

        string who = request.Audiences.Count == 1 ? "1 kind of user" : $"{request.Audiences.Count} kinds of users";
        int rows = request.Sample.Rows.Count;
        WriteVerbose(string.Create(CultureInfo.CurrentCulture, $"{policy}: {rows:N0} rows as {who} would see them, computed here."));
        Progress.Restart();
        double done = 0;
        return Run(
            cancellation => Task.FromResult(evaluator.Evaluate(request, fraction => Volatile.Write(ref done, fraction), cancellation)),
            () => Progress.Report($"Evaluating {policy}", done, () => string.Create(CultureInfo.CurrentCulture, $"{done * rows:N0} of {rows:N0} rows, for {who}")));
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
        WriteVerbose($"Evaluating '{policy}' on {entry.Id}, in a transaction that is rolled back.");
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

        EvaluatedRows rows = new(views, tellsTarget, TerminalWidth.Of(Host));
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
}
