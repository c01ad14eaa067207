using Pace.Engine.Diagnostics;
using Pace.Engine.Policies;

namespace Pace.Engine.Validation.Rules;

/// <summary>Of each list, everybody finds one entry, and every entry can be found.</summary>
internal sealed class PrincipalRule : IPolicyRule
{
    public void Check(PolicyContext context)
    {
        foreach (BranchList list in context.BranchLists)
        {
            Names(context, list);
            Defaults(context, list);
        }
    }

    private static void Names(PolicyContext context, BranchList list)
    {
        Dictionary<Principal, string> seen = [];
        foreach (Branch branch in list.Branches)
        {
            for (int at = 0; at < branch.Principals.Count; at++)
            {
                Principal principal = branch.Principals[at];
                string path = $"{branch.Path}.principals[{at}]";
                if (principal.Kind == PrincipalKind.None || string.IsNullOrWhiteSpace(principal.Name))
                {
                    context.Report(
                        DiagnosticCodes.PrincipalEmpty, path, $"a principal of {list.Thing} has no name",
                        "name a group; for everyone else leave principals out in the last entry");
                }
                else if (!seen.TryAdd(principal, branch.Path))
                {
                    string where = seen[principal] == branch.Path ? "twice in one entry" : "in two entries";
                    context.Report(DiagnosticCodes.RepeatedPrincipal, path, $"{principal} stands {where} of {list.Thing}");
                }
            }
        }
    }

    private static void Defaults(PolicyContext context, BranchList list)
    {
        bool early = false;
        foreach (Branch branch in list.Branches.SkipLast(1).Where(branch => branch.Principals.Count == 0))
        {
            early = true;
            context.Report(
                DiagnosticCodes.EarlyDefault, branch.Path, $"an entry of {list.Thing} is for everyone, and others follow it that would never be used");
        }

        if (!early && list.Branches is [.., { Principals.Count: > 0 } last])
        {
            context.Report(
                DiagnosticCodes.LastHasPrincipals, last.Path + ".principals",
                $"{list.Thing} says nothing for everyone but {string.Join(", ", list.Branches.Select(branch => branch.Audience))}");
        }
    }
}
