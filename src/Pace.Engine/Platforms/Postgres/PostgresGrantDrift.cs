using Pace.Engine.Comparison;
using Pace.Engine.Compilation;
using Pace.Engine.Sql.Dialects;

namespace Pace.Engine.Platforms.Postgres;

/// <summary>In what the rights on a view differ from those that its policy gives.</summary>
/// <param name="view">The view.</param>
/// <param name="missing">The policy's groups that the server does not have.</param>
/// <param name="others">Who may select by default privileges, as a mark names them.</param>
/// <param name="report">Where to.</param>
internal sealed class PostgresGrantDrift(
    CompiledView view, IReadOnlySet<string> missing, IReadOnlyCollection<string> others, DriftReport report)
{
    private const string SelectPrivilege = "SELECT";

    private string Where => view.Target.ToString();

    /// <summary>Adds what differs.</summary>
    /// <param name="owner">The view's owner, who may do everything.</param>
    /// <param name="acl">The rights on the view.</param>
    public void Find(string owner, IEnumerable<AclEntry> acl)
    {
        List<AclEntry> entries = [.. acl.Where(entry => entry.Grantee != owner)];
        FindRevoked(owner, entries);
        FindOtherRights(entries);
        FindPassedOn(owner, entries);
        FindGiven(owner, entries);
    }

    private void FindRevoked(string owner, List<AclEntry> entries)
    {
        foreach (string group in view.Groups.Where(group => group != owner && !missing.Contains(group)
            && !entries.Exists(entry => entry is { Privilege: SelectPrivilege, Column: null } && entry.Grantee == group)))
        {
            report.Add(
                DifferenceKind.GrantRevoked,
                $"group '{group}' may not select from the view",
                Where,
                $"{group} may select",
                null,
                "Grant it again.",
                PostgresDdl.GrantSelect(view.Target, group));
        }
    }

    // A simple view can be written through.
    private void FindOtherRights(List<AclEntry> entries)
    {
        foreach (IGrouping<string?, AclEntry> grantee in entries.Where(entry => entry.Privilege != SelectPrivilege)
            .GroupBy(entry => entry.Grantee).OrderBy(grantee => grantee.Key, StringComparer.Ordinal))
        {
            List<string> privileges = [.. grantee.Select(entry => entry.Privilege).Distinct().Order(StringComparer.Ordinal)];
            string list = string.Join(", ", privileges).ToLowerInvariant();
            report.Add(
                DifferenceKind.RightGiven,
                $"{Name(grantee.Key)} may do more than select: {list}",
                Where,
                "select",
                list,
                "Revoke it.",
                PostgresDdl.Revoke(view.Target, privileges, grantee.Key));
        }
    }

    private void FindPassedOn(string owner, List<AclEntry> entries)
    {
        foreach (string grantee in entries.Where(entry => entry is { Privilege: SelectPrivilege, GrantOption: true, Column: null, Grantee: not null }
            && entry.Grantor == owner && view.Groups.Contains(entry.Grantee)).Select(entry => entry.Grantee!).Order(StringComparer.Ordinal))
        {
            report.Add(
                DifferenceKind.RightGiven,
                $"group '{grantee}' may pass its right to select on",
                Where,
                "select",
                "select with grant option",
                "Revoke it; what the group passed on goes with it.",
                PostgresDdl.RevokeGrantOption(view.Target, grantee));
        }
    }

    // Who is given a right by somebody else than the owner has it through that somebody's right to pass it on.
    private void FindGiven(string owner, List<AclEntry> entries)
    {
        foreach (AclEntry entry in entries.Where(entry => entry.Privilege == SelectPrivilege
                && (entry.Grantee is null || !view.Groups.Contains(entry.Grantee))
                && !(entry.Column is null && entry.Grantor == owner && others.Contains(entry.Grantee ?? PostgresGrants.Public)))
            .DistinctBy(entry => (entry.Grantee, entry.Column, entry.Grantor))
            .OrderBy(entry => entry.Grantor != owner).ThenBy(entry => entry.Grantee, StringComparer.Ordinal).ThenBy(entry => entry.Column, StringComparer.Ordinal))
        {
            string what = entry.Column is { } column ? $"column '{column}' of the view" : "from the view";
            report.Warn(
                DifferenceKind.GrantGiven,
                $"{Name(entry.Grantee)} may select {what}, and the policy does not name it",
                Where,
                null,
                $"{entry.Grantee ?? "public"} may select{(entry.Column is { } name ? " " + name : "")}",
                "Revoke it, or name the group in the policy; what is shown to it is the policy's last branch.",
                entry.Grantor == owner
                    ? PostgresDdl.Revoke(view.Target, [SelectPrivilege], entry.Grantee)
                    : PostgresDdl.RevokeGrantOption(view.Target, entry.Grantor));
        }
    }

    private static string Name(string? grantee) => grantee is null ? "everybody (PUBLIC)" : $"'{grantee}'";
}
