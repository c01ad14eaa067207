using Pace.Engine.Policies;
using Pace.Engine.Sql;
using Pace.Engine.Sql.Dialects;

namespace Pace.Engine.Platforms.Postgres;

/// <summary>A right to select; the grantee null is PUBLIC, the column null the whole view.</summary>
internal readonly record struct SelectGrant(string? Grantee, string? Column);

/// <summary>
/// Who may select from a view once the policy is applied. Pace grants to the policy's groups; what the view's owner
/// granted otherwise stays the owner's, and Pace never takes it away.
/// </summary>
/// <param name="Select">Each right to select, and whether it may be passed on.</param>
/// <param name="Recorded">The groups whose right is Pace's: what the mark says.</param>
/// <param name="Warnings">Rights that cannot be kept as they were.</param>
internal sealed record PostgresGrants(
    IReadOnlyDictionary<SelectGrant, bool> Select, ValueList<string> Recorded, ValueList<string> Warnings)
{
    private const string SelectPrivilege = "SELECT";

    /// <summary>Decides who may select.</summary>
    /// <param name="view">The view.</param>
    /// <param name="groups">The policy's groups.</param>
    /// <param name="recorded">The groups that Pace granted to before, as the view's mark says.</param>
    /// <param name="owner">The view's owner.</param>
    /// <param name="acl">The rights on the view as it is, or that a new view begins with.</param>
    /// <param name="columns">The columns that the view will have, where it is made anew; null: none gets lost.</param>
    public static PostgresGrants Decide(
        QualifiedName view,
        IReadOnlyCollection<string> groups,
        IReadOnlyCollection<string> recorded,
        string owner,
        IEnumerable<AclEntry> acl,
        IReadOnlyCollection<string>? columns)
    {
        List<AclEntry> entries = [.. acl.Where(entry => entry.Privilege == SelectPrivilege && entry.Grantee != owner)];
        Dictionary<SelectGrant, bool> select = [];
        foreach (AclEntry entry in entries.Where(entry => entry.Grantor == owner))
        {
            bool isPaces = entry.Column is null && entry.Grantee is { } role && recorded.Contains(role);
            if (!isPaces || groups.Contains(entry.Grantee!))
            {
                select[new SelectGrant(entry.Grantee, entry.Column)] = entry.GrantOption;
            }
        }

        List<string> warnings = [];
        if (columns is not null)
        {
            Carry(view, owner, entries, recorded, select, warnings);
            foreach (SelectGrant lost in select.Keys.Where(grant => grant.Column is { } column && !columns.Contains(column)).ToList())
            {
                select.Remove(lost);
                warnings.Add($"{Name(lost.Grantee)} could select column '{lost.Column}' of {view}, which is no longer there.");
            }
        }

        List<string> ours = [];
        foreach (string group in groups.Where(group => group != owner))
        {
            if (recorded.Contains(group) || select.TryAdd(new SelectGrant(group, null), false))
            {
                select.TryAdd(new SelectGrant(group, null), false);
                ours.Add(group);
            }
        }

        return new PostgresGrants(select, ours.ToValueList(), warnings.ToValueList());
    }

    /// <summary>What a mark calls everybody: no role can have that name.</summary>
    internal const string Public = "public";

    /// <summary>Who else may select because of the owner's default privileges, as a mark names them.</summary>
    /// <param name="groups">The policy's groups.</param>
    /// <param name="owner">The view's owner.</param>
    /// <param name="defaults">The rights that a new view begins with.</param>
    public static ValueList<string> ByDefault(IReadOnlyCollection<string> groups, string owner, IEnumerable<AclEntry> defaults) => defaults
        .Where(entry => entry.Privilege == SelectPrivilege && entry.Grantee != owner && (entry.Grantee is null || !groups.Contains(entry.Grantee)))
        .Select(entry => entry.Grantee ?? Public).Distinct().Order(StringComparer.Ordinal).ToValueList();

    /// <summary>
    /// The statements that lead from the rights that are there to these: rights to select, and no other right for
    /// anybody but the owner, because a simple view can be written through.
    /// </summary>
    public IEnumerable<string> Statements(QualifiedName view, string owner, IReadOnlyCollection<AclEntry> acl)
    {
        List<AclEntry> granted = [.. acl.Where(entry => entry.Grantor == owner && entry.Grantee != owner)];
        List<(string? Grantee, List<string> Privileges)> revokes =
        [
            .. granted.GroupBy(entry => entry.Grantee).OrderBy(group => group.Key, StringComparer.Ordinal)
                .Select(group => (group.Key, group.Where(IsSurplus).Select(entry => entry.Privilege).Distinct()
                    .Order(StringComparer.Ordinal).ToList()))
                .Where(revoke => revoke.Item2.Count > 0),
        ];
        HashSet<string> withoutSelect =
            [.. revokes.Where(revoke => revoke.Privileges.Contains(SelectPrivilege)).Select(revoke => revoke.Grantee ?? "")];
        foreach ((string? grantee, List<string> privileges) in revokes)
        {
            yield return PostgresDdl.Revoke(view, privileges, grantee);
        }

        // Revoking a right on the view revokes it on the columns too.
        Dictionary<SelectGrant, bool> there = granted
            .Where(entry => entry.Privilege == SelectPrivilege && !withoutSelect.Contains(entry.Grantee ?? ""))
            .ToDictionary(entry => new SelectGrant(entry.Grantee, entry.Column), entry => entry.GrantOption);
        foreach ((SelectGrant grant, bool option) in Select
            .OrderBy(grant => grant.Key.Grantee, StringComparer.Ordinal).ThenBy(grant => grant.Key.Column, StringComparer.Ordinal))
        {
            bool isThere = there.TryGetValue(grant, out bool hasOption);
            if (!isThere || (option && !hasOption))
            {
                yield return grant.Column is null
                    ? PostgresDdl.GrantSelect(view, grant.Grantee, option)
                    : PostgresDdl.GrantSelectColumn(view, grant.Column, grant.Grantee, option);
            }
            else if (hasOption && !option && grant.Column is null)
            {
                yield return PostgresDdl.RevokeGrantOption(view, grant.Grantee);
            }
        }
    }

    private bool IsSurplus(AclEntry entry) =>
        entry.Privilege != SelectPrivilege || !Select.ContainsKey(new SelectGrant(entry.Grantee, entry.Column));

    // Only a right's owner can grant on another's behalf, so what roles passed on comes back as the owner's own grant.
    // What came from a right that is Pace's does not: it would outlive that right.
    private static void Carry(
        QualifiedName view,
        string owner,
        List<AclEntry> entries,
        IReadOnlyCollection<string> recorded,
        Dictionary<SelectGrant, bool> select,
        List<string> warnings)
    {
        HashSet<string> roots = [.. entries
            .Where(entry => entry.Grantor == owner && entry.GrantOption && entry.Grantee is not null && !recorded.Contains(entry.Grantee))
            .Select(entry => entry.Grantee!)];
        List<AclEntry> passedOn = [.. entries.Where(entry => entry.Grantor != owner)];
        for (int before = -1; before != roots.Count;)
        {
            before = roots.Count;
            roots.UnionWith(passedOn
                .Where(entry => entry.GrantOption && roots.Contains(entry.Grantor) && entry.Grantee is not null)
                .Select(entry => entry.Grantee!));
        }

        foreach (AclEntry entry in passedOn)
        {
            SelectGrant grant = new(entry.Grantee, entry.Column);
            if (!roots.Contains(entry.Grantor))
            {
                warnings.Add($"{Name(entry.Grantee)} had the right to select from {view} from '{entry.Grantor}', whose own"
                    + " right is the policy's; it was lost when the view was made anew.");
            }
            else if (select.TryAdd(grant, entry.GrantOption))
            {
                warnings.Add($"{Name(entry.Grantee)} had the right to select from {view} from '{entry.Grantor}'; the view"
                    + $" was made anew, and it is now a grant of the owner '{owner}'.");
            }
        }
    }

    private static string Name(string? grantee) => grantee is null ? "everybody (PUBLIC)" : $"'{grantee}'";
}
