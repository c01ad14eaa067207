using System.Globalization;
using Pace.Engine.Policies;

namespace Pace.Engine.Platforms;

/// <summary>The groups that a policy names, with the path of each place.</summary>
internal static class PolicyGroups
{
    /// <summary>All places, in the order of the document.</summary>
    public static IEnumerable<(string Group, string Path)> Find(DataPolicy policy)
    {
        for (int set = 0; set < policy.RuleSets.Count; set++)
        {
            RuleSet ruleSet = policy.RuleSets[set];
            string path = Item("rule_sets", set);
            for (int at = 0; at < ruleSet.FieldTransforms.Count; at++)
            {
                ValueList<Transform> transforms = ruleSet.FieldTransforms[at].Transforms;
                string list = $"{path}.{Item("field_transforms", at)}.transforms";
                foreach ((string Group, string Path) found in In(list, transforms.Select(transform => transform.Principals)))
                {
                    yield return found;
                }
            }

            for (int at = 0; at < ruleSet.Filters.Count; at++)
            {
                (string kind, IEnumerable<ValueList<Principal>> principals) = ruleSet.Filters[at] switch
                {
                    RetentionFilter retention =>
                        ("retention_filter", retention.Conditions.Select(condition => condition.Principals)),
                    GenericFilter generic =>
                        ("generic_filter", generic.Conditions.Select(condition => condition.Principals)),
                    _ => ("", []),
                };
                foreach ((string Group, string Path) found in In($"{path}.{Item("filters", at)}.{kind}.conditions", principals))
                {
                    yield return found;
                }
            }
        }
    }

    private static IEnumerable<(string Group, string Path)> In(string list, IEnumerable<ValueList<Principal>> entries)
    {
        int at = 0;
        foreach (ValueList<Principal> principals in entries)
        {
            for (int principal = 0; principal < principals.Count; principal++)
            {
                if (principals[principal] is { Kind: PrincipalKind.Group } group)
                {
                    yield return (group.Name, $"{list}[{at.ToString(CultureInfo.InvariantCulture)}].{Item("principals", principal)}");
                }
            }

            at++;
        }
    }

    private static string Item(string list, int at) => string.Create(CultureInfo.InvariantCulture, $"{list}[{at}]");
}
