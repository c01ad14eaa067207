using Pace.Engine.Diagnostics;
using Pace.Engine.Policies;

namespace Pace.Engine.Validation.Rules;

/// <summary>Where the platform's groups are known, every group is one of them, in the very spelling.</summary>
internal sealed class GroupRule : IPolicyRule
{
    public void Check(PolicyContext context)
    {
        if (context.Options.Groups is not { } groups)
        {
            return;
        }

        HashSet<string> known = new(groups, StringComparer.Ordinal);
        foreach (Branch branch in context.BranchLists.SelectMany(list => list.Branches))
        {
            for (int at = 0; at < branch.Principals.Count; at++)
            {
                Principal principal = branch.Principals[at];
                if (principal is { Kind: PrincipalKind.Group, Name.Length: > 0 } && !known.Contains(principal.Name))
                {
                    string? inOtherCase = groups.FirstOrDefault(group => string.Equals(group, principal.Name, StringComparison.OrdinalIgnoreCase));
                    context.Report(
                        DiagnosticCodes.GroupNotFound, $"{branch.Path}.principals[{at}]", $"the platform has no group '{principal.Name}'",
                        inOtherCase is null ? NearestName.Hint(principal.Name, groups) : $"case counts: write '{inOtherCase}'");
                }
            }
        }
    }
}
