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
        // The other platforms have no way to put a group off.
        if (context.Options.JudgeBySessionUser
            || context.Platform is not (PlatformType.Postgres or PlatformType.Snowflake or PlatformType.Unspecified))
        {
            return;
        }

        bool snowflake = context.Platform == PlatformType.Snowflake;
        string change = snowflake ? "USE ROLE" : "SET ROLE";
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
                    ? $"a member who also has another role may {change} to it"
                    : $"a member of both may {change} to the latter";
                context.Report(
                    DiagnosticCodes.RoleOrder, strict.Path,
                    $"{strict.Audience} ({strict.Name}) stands before {loose.Audience} ({loose.Name}), which shows more: {how}",
                    loose.Principals.Count == 0 ? "name who may see more, and let everyone else see less" + (snowflake ? "" : "; or judge by session_user")
                        : snowflake ? "put the looser first" : null);
            }
        }
    }
}
