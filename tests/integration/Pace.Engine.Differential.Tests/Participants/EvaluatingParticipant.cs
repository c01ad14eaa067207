using Pace.Engine.Diagnostics;
using Pace.Engine.Differential.Tests.Cases;
using Pace.Engine.Differential.Tests.Oracle;
using Pace.Engine.Evaluation;
using Pace.Engine.Sql;

namespace Pace.Engine.Differential.Tests.Participants;

/// <summary>Something that evaluates a policy over rows in hand.</summary>
public abstract class EvaluatingParticipant : Participant
{
    /// <summary>All views as all audiences see them; throws for an error, whoever sees it.</summary>
    protected abstract Task<IReadOnlyList<EvaluatedView>> EvaluateAsync(EvaluationRequest request);

    public override async Task<IReadOnlyList<Answer>> AskAsync(PolicyCase policy)
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

    private EvaluationRequest Request(PolicyCase policy, IReadOnlyList<IReadOnlyList<string>> audiences) =>
        new(Policy(policy), [.. audiences.Select(groups => new Audience([.. groups]))])
        {
            Sample = Turned(Table(policy), policy),
            TokenTables = policy.TokenTables.ToDictionary(table => NameOf(table.Name), table => Turned(Table(policy, table), policy)),
        };

    // Columns may stand in any order, and there may be others that the policy does not list.
    private static SampleTable Turned(SampleTable table, PolicyCase policy) => policy.Seed % 2 == 0 ? table : new SampleTable(
        [.. table.Columns.Reverse(), "not listed"], [.. table.Rows.Select(row => (IReadOnlyList<object?>)[.. row.Reverse(), "?"])]);

    /// <summary>What was evaluated, as an answer.</summary>
    protected static Answer Read(EvaluatedView view) => Answer.Of(view.Types?.Select(KindOf).ToArray(), view.Rows);

    internal static Kind KindOf(SqlType type) => type.Kind switch
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
