using Pace.Engine.Diagnostics;
using Pace.Engine.Differential.Tests.Cases;
using Pace.Engine.Differential.Tests.Oracle;
using Pace.Engine.Evaluation;
using Pace.Engine.Evaluation.Values;
using Pace.Engine.Policies;
using Pace.Engine.Sql;

namespace Pace.Engine.Differential.Tests.Participants;

/// <summary>
/// Pace's own evaluation as masking in a pipeline uses it: one row after the other where rows do not depend on each
/// other, and of each row only the values that the view says it computes with.
/// </summary>
public sealed class RowByRowParticipant : Participant
{
    public override string Name => "memory, row by row";

    protected override string PlatformType => "POSTGRES";

    protected override string NameOf(string table) => "public." + table;

    public override Task<IReadOnlyList<Answer>> AskAsync(PolicyCase policy)
    {
        DataPolicy document = Policy(policy);
        EvaluatorResult result = PolicyEvaluator.Create(document);
        Answer? refused = result.Evaluator is null ? Answer.OfError("refused: " + string.Join("; ", result.Diagnostics)) with { Refused = true } : null;
        Dictionary<string, SampleTable> tokens = policy.TokenTables.ToDictionary(table => NameOf(table.Name), table => Table(policy, table));
        return Task.FromResult<IReadOnlyList<Answer>>(
        [
            .. policy.RuleSets.SelectMany((_, at) => policy.Audiences.Select(groups =>
                refused ?? Show(policy, () => result.Evaluator!.View(at, new Audience([.. groups]), tokens)))),
        ]);
    }

    private static Answer Show(PolicyCase policy, Func<ViewEvaluator> make)
    {
        try
        {
            ViewEvaluator view = make();
            object?[][] rows = [.. policy.Rows.Select((row, number) => row.Select((value, at) =>
                view.Needs[at] ? Canonical(value, policy.Fields[at]) : new Unread(number, at)).ToArray())];
            IEnumerable<(int Number, object?[] Shown)> shown = view.NeedsAllRows
                ? view.ShowAll(rows).Select(row => ((int)row.Index, row.Shown))
                : OneByOne(view, rows);
            return Answer.Of(null, [.. shown.Select(row => row.Shown.Select((value, at) => Cell(policy, view.Columns[at], row.Number, at, value)).ToArray())]);
        }
        catch (PaceException error) when (error.Kind == PaceErrorKind.DataInvalid)
        {
            return Answer.OfError(error.Message);
        }
    }

    private static IEnumerable<(int Number, object?[] Shown)> OneByOne(ViewEvaluator view, object?[][] rows)
    {
        object?[] shown = new object?[view.Columns.Count];
        for (int number = 0; number < rows.Length; number++)
        {
            if (view.TryShow(rows[number], shown))
            {
                yield return (number, [.. shown]);
            }
        }
    }

    // What is shown as it is must be what stood there; the caller has it as he had it.
    private static object? Cell(PolicyCase policy, ViewColumn column, int number, int at, object? value)
    {
        if (!column.IsShownAsIs)
        {
            return CanonicalValue.Write(column.Type, value);
        }

        Kind kind = EvaluatingParticipant.KindOf(column.Type);
        return value is Unread unread && unread != new Unread(number, at)
            ? value
            : Oracle.Values.Give(Oracle.Values.Widen(policy.Rows[number][at], kind), kind);
    }

    private static object? Canonical(object? value, CaseField field) =>
        SqlType.TryParse(field.Spelling, out SqlType type)
            && CanonicalValue.TryRead(type, Hand(value, field.Type.Kind, asText: false), out object? canonical, out _)
            ? canonical
            : throw new InvalidOperationException($"A generated value is none of {field.Spelling}.");

    /// <summary>Stands for a value that nobody has read.</summary>
    private sealed record Unread(int Row, int Field);
}
