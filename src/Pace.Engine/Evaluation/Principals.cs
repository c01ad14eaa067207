using Pace.Engine.Diagnostics;
using Pace.Engine.Policies;

namespace Pace.Engine.Evaluation;

/// <summary>The principals of a policy, and who is one of them.</summary>
internal static class Principals
{
    /// <summary>The groups that a policy names, each once, as they come in it.</summary>
    public static IReadOnlyList<string> Groups(DataPolicy policy) =>
    [
        .. policy.RuleSets
            .SelectMany(ruleSet => ruleSet.Filters.SelectMany(OfFilter)
                .Concat(ruleSet.FieldTransforms.SelectMany(field => field.Transforms).SelectMany(transform => transform.Principals)))
            .Where(principal => principal.Kind == PrincipalKind.Group)
            .Select(principal => principal.Name)
            .Distinct(StringComparer.Ordinal),
    ];

    /// <summary>
    /// Refuses an audience that is a member of a group which the policy does not name: a slip of the pen must not show
    /// somebody what is for everybody else.
    /// </summary>
    /// <exception cref="PaceException"><see cref="PaceErrorKind.PrincipalNotFound"/>.</exception>
    public static void Require(DataPolicy policy, Audience audience)
    {
        IReadOnlyList<string> groups = Groups(policy);
        foreach (string name in audience.Groups.Where(name => !groups.Contains(name, StringComparer.Ordinal)))
        {
            string hint = NearestName.Hint(name, groups) is { } near ? "; " + near : ".";
            throw new PaceException(
                PaceErrorKind.PrincipalNotFound,
                $"The policy '{policy}' names no group '{name}'{hint}",
                groups.Count == 0
                    ? "It names none: look as everyone else."
                    : $"It names {string.Join(", ", groups)}; who is in none of them looks as everyone else.",
                name);
        }
    }

    /// <summary>Which of the alternatives applies to an audience: the first whose principals match.</summary>
    public static T Choose<T>(Audience audience, IReadOnlyList<T> alternatives, Func<T, ValueList<Principal>> principals)
    {
        foreach (T alternative in alternatives)
        {
            ValueList<Principal> whom = principals(alternative);
            if (whom.Count == 0 || whom.Any(principal => principal.Kind == PrincipalKind.Group && audience.Groups.Contains(principal.Name, StringComparer.Ordinal)))
            {
                return alternative;
            }
        }

        throw new InvalidOperationException("The last alternative is for everybody else; validation saw to it.");
    }

    private static IEnumerable<Principal> OfFilter(Filter filter) => filter switch
    {
        GenericFilter generic => generic.Conditions.SelectMany(condition => condition.Principals),
        RetentionFilter retention => retention.Conditions.SelectMany(condition => condition.Principals),
        _ => [],
    };
}
