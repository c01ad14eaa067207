using System.Diagnostics;
using Pace.Engine.Differential.Tests.Cases;

namespace Pace.Engine.Differential.Tests.Support;

/// <summary>Makes a case smaller while it still shows what it shows.</summary>
public static class Shrinker
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    public static async Task<PolicyCase> ShrinkAsync(PolicyCase policy, Func<PolicyCase, Task<bool>> shows)
    {
        Stopwatch watch = Stopwatch.StartNew();
        bool smaller = true;
        while (smaller)
        {
            smaller = false;
            foreach (PolicyCase candidate in Smaller(policy))
            {
                if (watch.Elapsed > Patience)
                {
                    return policy;
                }

                if (await shows(candidate))
                {
                    policy = candidate;
                    smaller = true;
                    break;
                }
            }
        }

        return policy;
    }

    // Big steps first. Fields go when nothing names them.
    private static IEnumerable<PolicyCase> Smaller(PolicyCase policy)
    {
        foreach (IReadOnlyList<CaseRuleSet> ruleSets in Without(policy.RuleSets, least: 1))
        {
            yield return policy with { RuleSets = ruleSets };
        }

        if (policy.Rows.Count > 3)
        {
            yield return policy with { Rows = [.. policy.Rows.Take(policy.Rows.Count / 2)] };
            yield return policy with { Rows = [.. policy.Rows.Skip(policy.Rows.Count / 2)] };
        }

        for (int at = 0; at < policy.RuleSets.Count; at++)
        {
            foreach (CaseRuleSet ruleSet in Smaller(policy.RuleSets[at]))
            {
                yield return policy with { RuleSets = Replaced(policy.RuleSets, at, ruleSet) };
            }
        }

        foreach (IReadOnlyList<IReadOnlyList<object?>> rows in Without(policy.Rows, least: 0))
        {
            yield return policy with { Rows = rows };
        }

        HashSet<string> named = [.. policy.RuleSets.SelectMany(Names)];
        for (int at = 0; at < policy.Fields.Count && policy.Fields.Count > 1; at++)
        {
            if (!named.Contains(policy.Fields[at].Name))
            {
                yield return policy with
                {
                    Fields = [.. policy.Fields.Where((_, index) => index != at)],
                    Rows = [.. policy.Rows.Select(row => row.Where((_, index) => index != at).ToArray())],
                };
            }
        }
    }

    private static IEnumerable<CaseRuleSet> Smaller(CaseRuleSet ruleSet)
    {
        foreach (IReadOnlyList<CaseTransform> transforms in Without(ruleSet.Transforms, least: 0))
        {
            yield return ruleSet with { Transforms = transforms };
        }

        foreach (IReadOnlyList<CaseFilter> filters in Without(ruleSet.Filters, least: 0))
        {
            yield return ruleSet with { Filters = filters };
        }

        for (int at = 0; at < ruleSet.Transforms.Count; at++)
        {
            CaseTransform transform = ruleSet.Transforms[at];
            foreach (IReadOnlyList<Branch<CaseAction>> branches in Smaller(transform.Branches, Smaller))
            {
                yield return ruleSet with { Transforms = Replaced(ruleSet.Transforms, at, transform with { Branches = branches }) };
            }
        }

        for (int at = 0; at < ruleSet.Filters.Count; at++)
        {
            IEnumerable<CaseFilter> filters = ruleSet.Filters[at] switch
            {
                GenericFilter generic => Smaller(generic.Branches, Smaller).Select(branches => new GenericFilter(branches)),
                RetentionFilter retention => Smaller(retention.Branches, _ => []).Select(branches => retention with { Branches = branches }),
                _ => [],
            };
            foreach (CaseFilter filter in filters)
            {
                yield return ruleSet with { Filters = Replaced(ruleSet.Filters, at, filter) };
            }
        }
    }

    // The last branch is for everybody else and stays, or takes another's place.
    private static IEnumerable<IReadOnlyList<Branch<T>>> Smaller<T>(IReadOnlyList<Branch<T>> branches, Func<T, IEnumerable<T>> values)
    {
        foreach (Branch<T> branch in branches.SkipLast(1))
        {
            yield return [branch with { Groups = [] }];
            yield return [.. branches.Where(other => other != branch)];
        }

        for (int at = 0; at < branches.Count; at++)
        {
            foreach (T value in values(branches[at].Value))
            {
                yield return Replaced(branches, at, branches[at] with { Value = value });
            }
        }
    }

    private static IEnumerable<CaseAction> Smaller(CaseAction action) => action switch
    {
        Statement statement => Smaller(statement.Sql).Where(sql => sql.Expr.Kind == statement.Sql.Expr.Kind).Select(sql => new Statement(sql)),
        RegexpAction regexp => Smaller(regexp.Pattern.Root).Select(root => new RegexpAction(regexp.Pattern with { Root = root }, regexp.Replacement))
            .Where(smaller => HasAllGroups(smaller.Pattern) && smaller.Replacement.All(part => part.Group is null || part.Group <= smaller.Pattern.Groups)),
        Detokenize detokenize => Without(detokenize.Table.Rows, least: 0).Select(rows => new Detokenize(detokenize.Table with { Rows = rows })),
        Aggregation { MinGroupSize: not null } aggregation => [aggregation with { MinGroupSize = null }],
        Aggregation { PartitionBy.Count: > 0 } aggregation => [aggregation with { PartitionBy = [] }],
        _ => [],
    };

    // Parts in place of the whole, which are written anew and plainly.
    private static IEnumerable<PolicySql> Smaller(PolicySql sql)
    {
        PolicySql plain = PolicySql.Of(sql.Expr);
        if (plain.Text.Length < sql.Text.Length)
        {
            yield return plain;
        }

        foreach (Expr part in Smaller(sql.Expr))
        {
            yield return PolicySql.Of(part);
        }
    }

    private static IEnumerable<Expr> Smaller(Expr expr)
    {
        foreach (Expr child in expr.Children.Where(child => child.Kind == expr.Kind && child is not Literal { Text: ['\'', ..] or "null" }))
        {
            yield return child;
        }

        switch (expr)
        {
            case Logic logic:
                foreach (Expr left in Smaller(logic.Left))
                {
                    yield return logic with { Left = left };
                }

                foreach (Expr right in Smaller(logic.Right))
                {
                    yield return logic with { Right = right };
                }

                break;
            case Not not:
                foreach (Expr operand in Smaller(not.Operand))
                {
                    yield return new Not(operand);
                }

                break;
            case Compare compare:
                foreach (Expr left in Smaller(compare.Left))
                {
                    yield return compare with { Left = left };
                }

                foreach (Expr right in Smaller(compare.Right))
                {
                    yield return compare with { Right = right };
                }

                break;
            case In @in:
                foreach (IReadOnlyList<Expr> items in Without(@in.Items, least: 1))
                {
                    yield return @in with { Items = items };
                }

                break;
        }
    }

    private static IEnumerable<Pattern> Smaller(Pattern pattern)
    {
        switch (pattern)
        {
            case Sequence sequence:
                foreach (IReadOnlyList<Pattern> items in Without(sequence.Items, least: 1))
                {
                    yield return new Sequence(items);
                }

                for (int at = 0; at < sequence.Items.Count; at++)
                {
                    foreach (Pattern item in Smaller(sequence.Items[at]))
                    {
                        yield return new Sequence(Replaced(sequence.Items, at, item));
                    }
                }

                break;
            case Alternatives alternatives:
                foreach (Pattern branch in alternatives.Branches)
                {
                    yield return branch;
                }

                break;
            case Group { Number: 0, Body: var body }:
                yield return body;
                break;
            case Group group:
                foreach (Pattern inner in Smaller(group.Body))
                {
                    yield return group with { Body = inner };
                }

                break;
            case Repeat repeat:
                yield return repeat.Body;
                break;
        }
    }

    // Numbers are not given anew.
    private static bool HasAllGroups(Regexp pattern) =>
        pattern.Root.All.OfType<Group>().Where(group => group.Number > 0).Select((group, at) => group.Number == at + 1).All(isNext => isNext);

    private static IEnumerable<string> Names(CaseRuleSet ruleSet)
    {
        IEnumerable<CaseAction> actions = ruleSet.Transforms.SelectMany(transform => transform.Branches).Select(branch => branch.Value);
        IEnumerable<Expr> exprs = actions.OfType<Statement>().Select(statement => statement.Sql.Expr)
            .Concat(ruleSet.Filters.OfType<GenericFilter>().SelectMany(filter => filter.Branches).Select(branch => branch.Value.Expr));
        return ruleSet.Transforms.Select(transform => transform.Field)
            .Concat(actions.OfType<Aggregation>().SelectMany(aggregation => aggregation.PartitionBy))
            .Concat(ruleSet.Filters.OfType<RetentionFilter>().Select(filter => filter.Field))
            .Concat(exprs.SelectMany(expr => expr.All).OfType<Column>().Select(column => column.Name));
    }

    private static IEnumerable<IReadOnlyList<T>> Without<T>(IReadOnlyList<T> items, int least)
    {
        for (int at = 0; at < items.Count && items.Count > least; at++)
        {
            yield return [.. items.Where((_, index) => index != at)];
        }
    }

    private static IReadOnlyList<T> Replaced<T>(IReadOnlyList<T> items, int at, T item) => [.. items.Select((old, index) => index == at ? item : old)];
}
