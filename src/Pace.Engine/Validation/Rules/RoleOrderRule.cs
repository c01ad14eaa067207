using Pace.Engine.Diagnostics;
using Pace.Engine.Policies;

namespace Pace.Engine.Validation.Rules;

/// <summary>
/// Warns where a stricter entry stands before a looser one. Roles are judged by the one in force, and who is a member
/// of several can SET ROLE to one that the stricter entry does not name.
/// </summary>
internal sealed class RoleOrderRule : IPolicyRule
{
    public void Check(PolicyContext context)
    {
        // The other platforms judge by all roles of a session, or have no way to put one off.
        if (context.Options.JudgeBySessionUser || context.Platform is not (PlatformType.Postgres or PlatformType.Unspecified))
        {
            return;
        }

        foreach (BranchList list in context.BranchLists)
        {
            for (int at = 0; at < list.Branches.Count; at++)
            {
                Branch strict = list.Branches[at];
                Branch? loose = list.Branches.Skip(at + 1).FirstOrDefault(later => later.Strictness < strict.Strictness);
                if (loose is null || strict.Principals.Count == 0)
                {
                    continue;
                }

                string how = loose.Principals.Count == 0
                    ? "a member who also has another role may SET ROLE to it"
                    : "a member of both may SET ROLE to the latter";
                context.Report(
                    DiagnosticCodes.RoleOrder, strict.Path,
                    $"{strict.Audience} ({strict.Name}) stands before {loose.Audience} ({loose.Name}), which shows more: {how}",
                    loose.Principals.Count == 0 ? "name who may see more, and let everyone else see less; or judge by session_user" : null);
            }
        }
    }
}
