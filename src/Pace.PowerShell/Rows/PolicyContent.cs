using Pace.Engine.Diagnostics;
using Pace.Engine.Evaluation;
using Pace.Engine.Policies;
using Pace.Engine.Sql;
using Pace.PowerShell.Errors;

namespace Pace.PowerShell.Rows;

/// <summary>What a policy speaks of, and what a command means of it.</summary>
internal static class PolicyContent
{
    /// <summary>The groups that a policy names, each once, as they come in it.</summary>
    public static IReadOnlyList<string> Groups(DataPolicy policy) =>
    [
        .. policy.RuleSets
            .SelectMany(ruleSet => ruleSet.Filters.SelectMany(PrincipalsOf)
                .Concat(ruleSet.FieldTransforms.SelectMany(field => field.Transforms).SelectMany(transform => transform.Principals)))
            .Where(principal => principal.Kind != PrincipalKind.None)
            .Select(principal => principal.Name)
            .Distinct(StringComparer.Ordinal),
    ];

    /// <summary>The names of the views that a policy makes.</summary>
    public static IReadOnlyList<string> Targets(DataPolicy policy) =>
        [.. policy.RuleSets.Select(ruleSet => ruleSet.Target?.Ref?.IntegrationFqn ?? "")];

    /// <summary>The detokenizations of a policy, each with the field that holds tokens.</summary>
    public static IEnumerable<Detokenization> Detokenizations(DataPolicy policy) =>
        from ruleSet in policy.RuleSets
        from fieldTransform in ruleSet.FieldTransforms
        from transform in fieldTransform.Transforms
        let detokenize = transform.Action as DetokenizeTransform
        let field = policy.Source?.Fields.FirstOrDefault(field => field.NameParts.Equals(fieldTransform.Field?.NameParts))
        where detokenize is not null && field is not null
        select new Detokenization(detokenize, field);

    /// <summary>A field's type; where the policy gives none, one that nothing is known of.</summary>
    public static SqlType TypeOf(Field field) => SqlType.TryParse(field.Type, out SqlType type) ? type : SqlType.Of(SqlTypeKind.Other);

    /// <summary>An audience of groups, each of which the policy names: a slip must not show what everybody else sees.</summary>
    /// <exception cref="CmdletException">The policy does not name one of them.</exception>
    public static Audience MemberOf(DataPolicy policy, IReadOnlyList<string> names)
    {
        IReadOnlyList<string> groups = Groups(policy);
        foreach (string name in names.Where(name => !groups.Contains(name)))
        {
            string hint = NearestName.Hint(name, groups) is { } near ? "; " + near : ".";
            throw new CmdletException(
                PaceErrors.PrincipalNotFound,
                $"The policy '{policy}' does not name the principal '{name}'{hint}",
                groups.Count == 0 ? "It names none: use -EveryoneElse." : $"It names {string.Join(", ", groups)}; for somebody of none of them use -EveryoneElse.",
                name);
        }

        return new Audience([.. names.Distinct(StringComparer.Ordinal)]);
    }

    /// <summary>Which of a policy's views is meant, from 0: by its name as the policy writes it, or by the name alone.</summary>
    /// <exception cref="CmdletException">None is, or several are.</exception>
    public static int Target(DataPolicy policy, string name)
    {
        IReadOnlyList<string> targets = Targets(policy);
        int[] found = Matching(targets, target => target.Equals(name, StringComparison.OrdinalIgnoreCase));
        if (found.Length > 1)
        {
            found = Matching(targets, target => target == name);
        }
        else if (found.Length == 0)
        {
            found = Matching(targets, target => QualifiedName.TryParse(target, out QualifiedName parsed, out _)
                && parsed.Name.Equals(name, StringComparison.OrdinalIgnoreCase));
        }

        string hint = NearestName.Hint(name, targets) is { } near ? "; " + near : ".";
        return found.Length == 1
            ? found[0]
            : throw new CmdletException(
                PaceErrors.ResourceNotFound,
                found.Length == 0 ? $"The policy '{policy}' makes no view '{name}'{hint}" : $"The policy '{policy}' makes several views '{name}'.",
                $"Its views: {string.Join(", ", targets)}.",
                name);
    }

    private static int[] Matching(IReadOnlyList<string> targets, Func<string, bool> matches) =>
        [.. Enumerable.Range(0, targets.Count).Where(at => matches(targets[at]))];

    private static IEnumerable<Principal> PrincipalsOf(Filter filter) => filter switch
    {
        GenericFilter generic => generic.Conditions.SelectMany(condition => condition.Principals),
        RetentionFilter retention => retention.Conditions.SelectMany(condition => condition.Principals),
        _ => [],
    };
}

/// <summary>A detokenization. A class: a closure that held a tuple of the engine's types would keep the module from loading.</summary>
/// <param name="Transform">The transform.</param>
/// <param name="Field">The field that holds tokens.</param>
internal sealed record Detokenization(DetokenizeTransform Transform, Field Field);
