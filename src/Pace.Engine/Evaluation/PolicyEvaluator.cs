using Pace.Engine.Compilation;
using Pace.Engine.Diagnostics;
using Pace.Engine.Evaluation.Compilation;
using Pace.Engine.Evaluation.Values;
using Pace.Engine.Policies;
using Pace.Engine.Sql;
using Pace.Engine.Sql.Expressions;
using Pace.Engine.Sql.Portable;
using Pace.Engine.Validation;

namespace Pace.Engine.Evaluation;

/// <summary>What making an evaluator gave: an evaluator, or errors, never both.</summary>
/// <param name="Evaluator">The evaluator; null when there are errors.</param>
/// <param name="Diagnostics">Everything found by reading, validation, and what memory cannot do exactly, by position.</param>
public sealed record EvaluatorResult(PolicyEvaluator? Evaluator, IReadOnlyList<Diagnostic> Diagnostics)
{
    /// <summary>The evaluator.</summary>
    /// <param name="policy">The policy, for the message.</param>
    /// <exception cref="PaceException"><see cref="PaceErrorKind.PolicyInvalid"/>: there are errors; it lists all of them.</exception>
    public PolicyEvaluator Require(DataPolicy policy) => Evaluator ?? throw PaceException.Invalid(policy.ToString(), Diagnostics);
}

/// <summary>
/// Applies a policy to rows in hand, in memory, with the meaning that its views have on a platform. May be used by
/// several threads at once.
/// </summary>
public sealed class PolicyEvaluator
{
    private readonly DataPolicy _policy;
    private readonly TimeProvider _clock;
    private readonly RuleSetCompiler[] _ruleSets;

    private PolicyEvaluator(DataPolicy policy, TimeProvider clock, SqlLexicalRules rules)
    {
        (_policy, _clock) = (policy, clock);
        _ruleSets = [.. policy.RuleSets.Select(ruleSet => new RuleSetCompiler(policy.Source!.Fields, ruleSet, rules))];
    }

    /// <summary>
    /// Validates a policy and makes its evaluator. What cannot be done in memory with exactly the meaning that it has
    /// on a platform is an error, <see cref="DiagnosticCodes.NotPortable"/>.
    /// </summary>
    /// <param name="policy">The policy. It needs no platform.</param>
    /// <param name="clock">Says what time it is, for retention; null: the system's clock.</param>
    public static EvaluatorResult Create(DataPolicy policy, TimeProvider? clock = null)
    {
        ArgumentNullException.ThrowIfNull(policy);
        SqlLexicalRules rules = SqlLexicalRules.Of(policy.Source?.Ref?.Platform?.PlatformType ?? PlatformType.Unspecified);
        DiagnosticBag bag = new(policy.Origin);
        bag.AddRange(policy.Origin?.ReadDiagnostics ?? []);
        // In memory nobody takes on another role.
        bag.AddRange(PolicyValidator.Validate(policy, new ValidationOptions { JudgeBySessionUser = true }));
        DialectRules.Check(policy, new MemoryDialect(), bag);
        PortableRules.Check(policy, rules, bag);
        RequireTypes(policy, bag);
        return new EvaluatorResult(bag.HasErrors ? null : new PolicyEvaluator(policy, clock ?? TimeProvider.System, rules), bag.Sorted());
    }

    /// <summary>What each audience sees of each view: views in the policy's order, for each view the audiences in theirs.</summary>
    /// <remarks>
    /// The sample has all of the policy's columns, under exactly their names. Every value is looked at, also those that
    /// nobody sees. Of token tables only those must be there that a branch of one of the audiences asks for.
    /// </remarks>
    /// <exception cref="PaceException">
    /// <see cref="PaceErrorKind.DataInvalid"/>: a value is not of its field's type, a column or a token table is missing,
    /// or a computation leaves its type's range, as it would on a platform. Nothing is guessed.
    /// <see cref="PaceErrorKind.PrincipalNotFound"/>: an audience is a member of a group that the policy does not name.
    /// </exception>
    /// <param name="request">The policy, who looks, and at what.</param>
    /// <param name="progress">Told now and then, on this thread, which part is done, from 0 to 1.</param>
    /// <param name="cancellation">Ends it.</param>
    public IReadOnlyList<EvaluatedView> Evaluate(
        EvaluationRequest request, Action<double>? progress = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        if (!_policy.Equals(request.Policy))
        {
            throw new ArgumentException("The evaluator is of another policy.", nameof(request));
        }

        foreach (Audience audience in request.Audiences)
        {
            Principals.Require(_policy, audience);
        }

        SampleTable sample = request.Sample ?? throw new PaceException(
            PaceErrorKind.DataInvalid,
            $"There are no rows to evaluate '{_policy}' with.",
            "Give rows, or evaluate on the platform that has the policy's source.",
            _policy.Id);
        SqlType[] types = [.. _policy.Source!.Fields.Select(RuleSetCompiler.TypeOf)];
        List<object?[]> rows = SampleReader.Read(sample, [.. _policy.Source.Fields.Select((field, at) => (field.NameParts[^1], types[at]))], "the sample");
        TokenTables tokens = new(request.TokenTables);
        DateTimeOffset now = _clock.GetUtcNow();
        List<EvaluatedView> views = [];
        int all = _ruleSets.Length * request.Audiences.Count;
        foreach (RuleSetCompiler ruleSet in _ruleSets)
        {
            foreach (Audience audience in request.Audiences)
            {
                IEnumerable<object?[]> told = Tell(rows, part => progress?.Invoke((views.Count + part) / all), cancellation);
                views.Add(Show(new ViewEvaluator(ruleSet.For(audience, tokens, now)), audience, types, told));
            }
        }

        return views;
    }

    /// <summary>One view as one audience sees it, for rows that come one by one.</summary>
    /// <param name="ruleSet">Which of the policy's rule sets, from 0.</param>
    /// <param name="audience">Who looks.</param>
    /// <param name="tokenTables">As in <see cref="EvaluationRequest.TokenTables"/>; all that the view needs for the audience.</param>
    /// <exception cref="PaceException">
    /// <see cref="PaceErrorKind.DataInvalid"/>: a token table is missing or wrong.
    /// <see cref="PaceErrorKind.PrincipalNotFound"/>: the audience is a member of a group that the policy does not name.
    /// </exception>
    public ViewEvaluator View(int ruleSet, Audience audience, IReadOnlyDictionary<string, SampleTable>? tokenTables = null)
    {
        ArgumentNullException.ThrowIfNull(audience);
        ArgumentOutOfRangeException.ThrowIfNegative(ruleSet);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(ruleSet, _ruleSets.Length);
        Principals.Require(_policy, audience);
        return new ViewEvaluator(_ruleSets[ruleSet].For(audience, new TokenTables(tokenTables), _clock.GetUtcNow()));
    }

    // A platform knows its columns' types; in memory nothing else says what a value is to be matched or looked up as.
    private static void RequireTypes(DataPolicy policy, DiagnosticBag bag)
    {
        ValueList<Field> fields = policy.Source?.Fields ?? [];
        for (int at = 0; at < fields.Count; at++)
        {
            Field field = fields[at];
            bool computed = policy.RuleSets.SelectMany(ruleSet => ruleSet.FieldTransforms)
                .Where(item => item.Field is { } named && named.NameParts.Equals(field.NameParts))
                .SelectMany(item => item.Transforms)
                .Any(transform => transform.Action is RegexpTransform or DetokenizeTransform);
            if (computed && field.Type.Length == 0)
            {
                bag.Add(
                    DiagnosticCodes.TypeMissing, $"source.fields[{at}].type",
                    $"evaluation needs the type of '{field.Name}', and the source gives none");
            }
        }
    }

    private static IEnumerable<object?[]> Tell(List<object?[]> rows, Action<double> progress, CancellationToken cancellation)
    {
        const int Each = 1000;
        for (int at = 0; at < rows.Count; at++)
        {
            if (at % Each == 0)
            {
                cancellation.ThrowIfCancellationRequested();
                progress((double)at / rows.Count);
            }

            yield return rows[at];
        }
    }

    private static EvaluatedView Show(ViewEvaluator view, Audience audience, SqlType[] types, IEnumerable<object?[]> rows)
    {
        // What is shown as it is may be of a wider type in the view, where other branches compute.
        ViewColumn[] columns = [.. view.Columns];
        Func<object, object>?[] widen = [.. columns.Select((column, at) => column.IsShownAsIs ? ValueConversion.Between(types[at], column.Type) : null)];
        List<IReadOnlyList<object?>> shown = [];
        foreach ((_, object?[] row) in view.ShowAll(rows))
        {
            for (int at = 0; at < row.Length; at++)
            {
                object? value = row[at] is { } given && widen[at] is { } conversion ? conversion(given) : row[at];
                row[at] = CanonicalValue.Write(columns[at].Type, value);
            }

            shown.Add(row);
        }

        bool known = columns.All(column => column.Type.Kind != SqlTypeKind.Other);
        return new EvaluatedView(
            view.Target, audience, [.. columns.Select(column => column.Name)],
            known ? [.. columns.Select(column => column.Type)] : null, shown);
    }
}
