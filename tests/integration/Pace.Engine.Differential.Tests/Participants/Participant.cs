using System.Globalization;
using System.Numerics;
using Pace.Engine.Diagnostics;
using Pace.Engine.Differential.Tests.Cases;
using Pace.Engine.Differential.Tests.Oracle;
using Pace.Engine.Evaluation;
using Pace.Engine.Policies;
using Pace.Engine.Policies.Reading;
using Pace.Engine.Sql;

namespace Pace.Engine.Differential.Tests.Participants;

/// <summary>Something that says what everybody sees of a case's views.</summary>
public abstract class Participant
{
    public abstract string Name { get; }

    /// <summary>The type of platform that the policy is to name.</summary>
    protected abstract string PlatformType { get; }

    /// <summary>The source's name, or a token table's, as the platform wants it.</summary>
    protected abstract string NameOf(string table);

    /// <summary>All views as all audiences see them; throws for an error, whoever sees it.</summary>
    protected abstract Task<IReadOnlyList<EvaluatedView>> EvaluateAsync(EvaluationRequest request);

    /// <summary>For each view, for each of the case's audiences, what it sees.</summary>
    public virtual async Task<IReadOnlyList<Answer>> AskAsync(PolicyCase policy)
    {
        IReadOnlyList<IReadOnlyList<string>> audiences = policy.Audiences;
        try
        {
            return [.. (await EvaluateAsync(Request(policy, audiences))).Select(Read)];
        }
        catch (PaceException error) when (error.Kind != PaceErrorKind.PolicyInvalid)
        {
            // Some of them only, it may be: so once more one by one.
            List<Answer> answers = [];
            foreach (CaseRuleSet ruleSet in policy.RuleSets)
            {
                foreach (IReadOnlyList<string> audience in audiences)
                {
                    answers.Add(await AskAsync(policy with { RuleSets = [ruleSet] }, audience));
                }
            }

            return answers;
        }
        catch (PaceException refused)
        {
            Answer answer = Answer.OfError("refused: " + string.Join("; ", refused.Diagnostics.Where(said => said.Severity == DiagnosticSeverity.Error)));
            return [.. policy.RuleSets.SelectMany(_ => audiences.Select(_ => answer with { Refused = true }))];
        }
    }

    private async Task<Answer> AskAsync(PolicyCase policy, IReadOnlyList<string> audience)
    {
        try
        {
            return Read((await EvaluateAsync(Request(policy, [[.. audience.Intersect(policy.Groups)]])))[0]);
        }
        catch (PaceException error)
        {
            return Answer.OfError($"{error.Kind}: {error.Message}") with { Refused = error.Kind != PaceErrorKind.DataInvalid };
        }
    }

    /// <summary>The policy as this platform reads it.</summary>
    protected DataPolicy Policy(PolicyCase policy)
    {
        PolicyReadResult read = PolicyReader.Read(Text(policy), PolicyFormat.Yaml, "generated.yaml");
        return read.Policy is { } document && !read.Diagnostics.Any(said => said.Severity == DiagnosticSeverity.Error)
            ? document
            : throw new InvalidOperationException("A generated policy cannot be read: " + string.Join("; ", read.Diagnostics));
    }

    /// <summary>The policy's text as this platform reads it.</summary>
    public string Text(PolicyCase policy) => PolicyText.Write(Named(policy), PlatformType, NameOf("source"));

    private EvaluationRequest Request(PolicyCase policy, IReadOnlyList<IReadOnlyList<string>> audiences) =>
        new(Policy(policy), [.. audiences.Select(groups => new Audience([.. groups]))])
        {
            Sample = Table(policy),
            TokenTables = policy.TokenTables.ToDictionary(table => NameOf(table.Name), table => Table(policy, table)),
        };

    /// <summary>The source's rows, in hand.</summary>
    protected static SampleTable Table(PolicyCase policy) => new(
        [.. policy.Fields.Select(field => field.Name)],
        [.. policy.Rows.Select(row => row.Select((value, at) => Hand(value, policy.Fields[at].Type.Kind, policy.AsText)).ToArray())]);

    /// <summary>A token table's rows, in hand.</summary>
    protected static SampleTable Table(PolicyCase policy, TokenTable table) => new(
        [table.Token, table.Value],
        [.. table.Rows.Select(row => new[] { Hand(row.Token, table.Type.Kind, policy.AsText), Hand(row.Value, table.Type.Kind, policy.AsText) })]);

    // The names of tables are the platform's; everything else stays.
    private PolicyCase Named(PolicyCase policy) => policy with
    {
        RuleSets = [.. policy.RuleSets.Select(ruleSet => ruleSet with
        {
            Target = NameOf(ruleSet.Target),
            Transforms = [.. ruleSet.Transforms.Select(transform => transform with
            {
                Branches = [.. transform.Branches.Select(branch => branch.Value is Detokenize detokenize
                    ? branch with { Value = new Detokenize(detokenize.Table with { Name = NameOf(detokenize.Table.Name) }) }
                    : branch)],
            })],
        })],
    };

    private static object? Hand(object? value, Kind kind, bool asText) => (value, asText) switch
    {
        (null, _) => null,
        (BigInteger or Exact, false) => Values.Give(value, kind),
        (_, false) => value,
        (DateOnly day, _) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        (DateTime time, _) => time.ToString("yyyy-MM-dd HH:mm:ss.FFFFFF", CultureInfo.InvariantCulture),
        (DateTimeOffset instant, _) => instant.ToString("yyyy-MM-dd HH:mm:ss.FFFFFFzzz", CultureInfo.InvariantCulture),
        (double number, _) => number.ToString("R", CultureInfo.InvariantCulture),
        (bool yes, _) => yes ? "true" : "false",
        _ => value.ToString(),
    };

    /// <summary>What was evaluated, as an answer.</summary>
    protected static Answer Read(EvaluatedView view) => Answer.Of(view.Types?.Select(KindOf).ToArray(), view.Rows);

    private static Kind KindOf(SqlType type) => type.Kind switch
    {
        SqlTypeKind.SmallInt => Kind.SmallInt,
        SqlTypeKind.Integer => Kind.Integer,
        SqlTypeKind.BigInt => Kind.BigInt,
        SqlTypeKind.Numeric => Kind.Numeric,
        SqlTypeKind.Double => Kind.Double,
        SqlTypeKind.Text or SqlTypeKind.VarChar => Kind.Text,
        SqlTypeKind.Boolean => Kind.Boolean,
        SqlTypeKind.Date => Kind.Date,
        SqlTypeKind.Timestamp => Kind.Timestamp,
        SqlTypeKind.TimestampTz => Kind.Instant,
        _ => throw new InvalidOperationException($"Nothing generated has the type {type.Kind}."),
    };
}
