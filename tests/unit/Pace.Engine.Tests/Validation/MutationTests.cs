using FsCheck.Fluent;
using Pace.Engine.Diagnostics;
using Pace.Engine.Policies;
using Pace.Engine.Tests.Support;
using Pace.Engine.Validation;

namespace Pace.Engine.Tests.Validation;

/// <summary>Random sound policies have no error; with one mistake somewhere they have exactly that one's.</summary>
public class MutationTests
{
    private static readonly Mutation[] Mutations =
    [
        new("field in capitals", DiagnosticCodes.FieldCase, OnFieldTransform((item, _) => Rename(item, item.Field!.Name.ToUpperInvariant()))),
        new("unknown field", DiagnosticCodes.UnknownField, OnFieldTransform((item, _) => Rename(item, "nonsense"))),
        new("no transforms", DiagnosticCodes.NoTransforms, OnFieldTransform((item, _) => item with { Transforms = [] })),
        new("transform unset", DiagnosticCodes.TransformUnset, OnFieldTransform((item, pick) =>
            item with { Transforms = Replace(item.Transforms, pick, transform => transform with { Action = null }) })),
        new("nobody else", DiagnosticCodes.LastHasPrincipals, OnFieldTransform((item, _) => item.Transforms.Count < 2 ? null
            : item with { Transforms = item.Transforms.SkipLast(1).ToValueList() })),
        new("default first", DiagnosticCodes.EarlyDefault, OnFieldTransform((item, _) => item.Transforms.Count < 2 ? null
            : item with { Transforms = [item.Transforms[^1], .. item.Transforms.SkipLast(1)] })),
        new("principal again", DiagnosticCodes.RepeatedPrincipal, OnFieldTransform((item, pick) => item.Transforms.Count < 2 ? null
            : item with
            {
                Transforms = Replace(item.Transforms, pick % (item.Transforms.Count - 1), transform =>
                    transform with { Principals = transform.Principals.Add(item.Transforms[0].Principals[0]) }),
            })),
        new("principal without name", DiagnosticCodes.PrincipalEmpty, OnFieldTransform((item, pick) => item.Transforms.Count < 2 ? null
            : item with
            {
                Transforms = Replace(item.Transforms, pick % (item.Transforms.Count - 1), transform =>
                    transform with { Principals = transform.Principals.Add(Principal.Group("")) }),
            })),
        new("fixed of no type", DiagnosticCodes.BadFixedValue, OnFieldTransform((item, _) => item.Field!.Name is "email" or "country" ? null
            : item with { Transforms = [.. item.Transforms.SkipLast(1), item.Transforms[^1] with { Action = new FixedTransform { Value = "x" } }] })),
        new("hash of a date", DiagnosticCodes.HashType, OnFieldTransform((item, _) => item.Field!.Name is not ("active" or "born" or "seen") ? null
            : item with { Transforms = [.. item.Transforms.SkipLast(1), item.Transforms[^1] with { Action = new HashTransform { Seed = 1 } }] })),
        new("broken pattern", DiagnosticCodes.RegexpInvalid, OnFieldTransform((item, _) => item.Field!.Name is not ("email" or "country") ? null
            : item with { Transforms = [.. item.Transforms.SkipLast(1), item.Transforms[^1] with { Action = new RegexpTransform { Regexp = "(a" } }] })),
        new("unsafe statement", DiagnosticCodes.SqlUnsafe, OnFieldTransform((item, _) =>
            item with { Transforms = [.. item.Transforms.SkipLast(1), item.Transforms[^1] with { Action = new SqlStatementTransform { Statement = "null -- " } }] })),
        new("two field transforms", DiagnosticCodes.DuplicateFieldTransform, OnRuleSet((ruleSet, pick) => ruleSet.FieldTransforms.Count == 0 ? null
            : ruleSet with { FieldTransforms = ruleSet.FieldTransforms.Add(ruleSet.FieldTransforms[pick % ruleSet.FieldTransforms.Count]) })),
        new("no target", DiagnosticCodes.TargetMissing, OnRuleSet((ruleSet, _) => ruleSet with { Target = null })),
        new("target is source", DiagnosticCodes.TargetIsSource, OnRuleSet((ruleSet, _) =>
            ruleSet with { Target = new Target { Ref = new ResourceUrn { IntegrationFqn = "public.people" } } })),
        new("rule set twice", DiagnosticCodes.TargetTwice, (policy, pick) => policy with { RuleSets = policy.RuleSets.Add(policy.RuleSets[pick % policy.RuleSets.Count]) }),
        new("field twice", DiagnosticCodes.DuplicateField, (policy, pick) => policy with
        {
            Source = policy.Source! with { Fields = policy.Source.Fields.Add(policy.Source.Fields[pick % policy.Source.Fields.Count]) },
        }),
        new("empty condition", DiagnosticCodes.EmptyCondition, OnCondition(_ => "")),
        new("condition that leaves its brackets", DiagnosticCodes.SqlUnsafe, OnCondition(condition => condition + ") or (true")),
        new("no conditions", DiagnosticCodes.NoConditions, OnFilter((filter, _) => filter switch
        {
            GenericFilter generic => generic with { Conditions = [] },
            RetentionFilter retention => retention with { Conditions = [] },
            _ => null,
        })),
        new("retention twice", DiagnosticCodes.DuplicateRetention, OnRuleSet((ruleSet, _) =>
            ruleSet.Filters.OfType<RetentionFilter>().FirstOrDefault() is { } filter ? ruleSet with { Filters = ruleSet.Filters.Add(filter) } : null)),
        new("retention of a number", DiagnosticCodes.RetentionType, OnFilter((filter, _) =>
            filter is RetentionFilter retention ? retention with { Field = new Field { NameParts = ["age"] } } : null)),
        new("negative days", DiagnosticCodes.RetentionDays, OnFilter((filter, pick) => filter is RetentionFilter retention
            ? retention with { Conditions = Replace(retention.Conditions, pick, item => item with { Period = new RetentionPeriod { Days = -1 } }) }
            : null)),
        new("short title", DiagnosticCodes.TitleTooShort, (policy, _) => policy with { Metadata = policy.Metadata! with { Title = "a" } }),
    ];

    [Fact]
    public void A_policy_without_a_mistake_has_no_error() =>
        Property.Holds(SensiblePolicyGenerator.Policy, policy => Assert.Empty(Errors(policy)), 300);

    [Fact]
    public void One_mistake_anywhere_gives_exactly_its_code()
    {
        HashSet<string> applied = [];
        FsCheck.Gen<(DataPolicy, Mutation, int)> mutated =
            from policy in SensiblePolicyGenerator.Policy
            from mutation in Gen.Elements(Mutations)
            from pick in Gen.Choose(0, 1000)
            select (policy, mutation, pick);

        Property.Holds(mutated, item =>
        {
            (DataPolicy policy, Mutation mutation, int pick) = item;
            if (mutation.Apply(policy, pick) is { } broken)
            {
                applied.Add(mutation.Name);
                Assert.Equal([mutation.Code.Id], Errors(broken).Select(error => error.Id).Distinct());
            }
        }, 3000);

        Assert.Equal(Mutations.Length, applied.Count);
    }

    private static IEnumerable<Diagnostic> Errors(DataPolicy policy) =>
        PolicyValidator.Validate(policy).Where(item => item.Severity == DiagnosticSeverity.Error);

    private static Func<DataPolicy, int, DataPolicy?> OnRuleSet(Func<RuleSet, int, RuleSet?> change) => (policy, pick) =>
    {
        int at = pick % policy.RuleSets.Count;
        return change(policy.RuleSets[at], pick) is { } changed ? policy with { RuleSets = Replace(policy.RuleSets, at, _ => changed) } : null;
    };

    private static Func<DataPolicy, int, DataPolicy?> OnFieldTransform(Func<FieldTransform, int, FieldTransform?> change) => OnRuleSet((ruleSet, pick) =>
        ruleSet.FieldTransforms.Count > 0 && change(ruleSet.FieldTransforms[pick % ruleSet.FieldTransforms.Count], pick) is { } changed
            ? ruleSet with { FieldTransforms = Replace(ruleSet.FieldTransforms, pick, _ => changed) }
            : null);

    private static Func<DataPolicy, int, DataPolicy?> OnFilter(Func<Filter, int, Filter?> change) => OnRuleSet((ruleSet, pick) =>
        ruleSet.Filters.Count > 0 && change(ruleSet.Filters[pick % ruleSet.Filters.Count], pick) is { } changed
            ? ruleSet with { Filters = Replace(ruleSet.Filters, pick, _ => changed) }
            : null);

    private static Func<DataPolicy, int, DataPolicy?> OnCondition(Func<string, string> change) => OnFilter((filter, pick) => filter is GenericFilter generic
        ? generic with { Conditions = Replace(generic.Conditions, pick, item => item with { Condition = change(item.Condition) }) }
        : null);

    private static FieldTransform Rename(FieldTransform item, string name) => item with { Field = new Field { NameParts = [name] } };

    private static ValueList<T> Replace<T>(ValueList<T> items, int pick, Func<T, T> change) =>
        items.Select((item, at) => at == pick % items.Count ? change(item) : item).ToValueList();

    private sealed record Mutation(string Name, DiagnosticCode Code, Func<DataPolicy, int, DataPolicy?> Apply)
    {
        public override string ToString() => Name;
    }
}
