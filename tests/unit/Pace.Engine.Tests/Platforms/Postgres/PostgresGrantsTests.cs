using FsCheck;
using FsCheck.Fluent;
using Pace.Engine.Platforms.Postgres;
using Pace.Engine.Sql;

namespace Pace.Engine.Tests.Platforms.Postgres;

/// <summary>Grants are decided without a server, so that their promises can be tried on many cases.</summary>
public sealed class PostgresGrantsTests
{
    private const string Owner = "owner";
    private static readonly QualifiedName View = new(["public", "v"]);
    private static readonly string[] Roles = ["a", "b", "c", "d"];
    private static readonly string[] Privileges = ["SELECT", "INSERT", "UPDATE", "TRIGGER"];

    private static Arbitrary<Case> Cases => (
        from groups in Gen.SubListOf(Roles)
        from recorded in Gen.SubListOf(Roles)
        from entries in Gen.ListOf(
            from grantee in Gen.Elements<string?>("a", "b", "c", "d", "e", null)
            from privilege in Gen.Elements(Privileges)
            from option in Gen.Elements(true, false)
            from column in Gen.Elements<string?>(null, null, "x", "y")
            select new AclEntry(Owner, grantee, privilege, option && grantee is not null, column))
        select new Case([.. groups], [.. recorded], [.. entries.DistinctBy(entry => (entry.Grantee, entry.Privilege, entry.Column))]))
        .ToArbitrary();

    [Fact]
    public void In_the_end_groups_may_select_and_nobody_but_the_owner_may_do_more() => Check((item, after) =>
        item.Groups.All(group => after.Any(entry => entry is { Privilege: "SELECT", Column: null } && entry.Grantee == group))
        && after.All(entry => entry.Privilege == "SELECT"));

    [Fact]
    public void What_the_owner_let_others_select_stays_as_it_was() => Check((item, after) =>
        item.Acl.Where(entry => entry.Privilege == "SELECT" && !IsPaces(item, entry)).All(entry => after.Contains(entry)));

    [Fact]
    public void What_pace_granted_to_a_group_that_is_none_any_more_is_gone() => Check((item, after) =>
        !after.Any(entry => IsPaces(item, entry) && !item.Groups.Contains(entry.Grantee!)));

    [Fact]
    public void Nobody_new_but_the_groups_may_select() => Check((item, after) =>
        after.All(entry => item.Groups.Contains(entry.Grantee ?? "")
            || item.Acl.Any(before => before.Privilege == "SELECT" && before.Grantee == entry.Grantee && before.Column == entry.Column)));

    [Fact]
    public void The_mark_records_exactly_what_pace_grants() => Prop.ForAll(Cases, item =>
    {
        PostgresGrants grants = Decide(item);
        IEnumerable<string> foreign = item.Acl
            .Where(entry => entry is { Privilege: "SELECT", Column: null, Grantee: not null } && !item.Recorded.Contains(entry.Grantee!))
            .Select(entry => entry.Grantee!);
        return grants.Recorded.ToHashSet().SetEquals(item.Groups.Except(foreign));
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void Once_done_there_is_nothing_left_to_do() => Prop.ForAll(Cases, item =>
    {
        PostgresGrants grants = Decide(item);
        List<AclEntry> after = Run(item.Acl, grants.Statements(View, Owner, item.Acl));
        return !grants.Statements(View, Owner, after).Any();
    }).QuickCheckThrowOnFailure();

    private static void Check(Func<Case, List<AclEntry>, bool> holds) => Prop.ForAll(
        Cases, item => holds(item, Run(item.Acl, Decide(item).Statements(View, Owner, item.Acl)))).QuickCheckThrowOnFailure();

    private static PostgresGrants Decide(Case item) =>
        PostgresGrants.Decide(View, item.Groups, item.Recorded, Owner, item.Acl, columns: null);

    private static bool IsPaces(Case item, AclEntry entry) => entry.Column is null && item.Recorded.Contains(entry.Grantee ?? "");

    // A small server: the statements are few and simple enough to be understood here.
    private static List<AclEntry> Run(IEnumerable<AclEntry> acl, IEnumerable<string> statements)
    {
        List<AclEntry> state = [.. acl];
        foreach (string statement in statements)
        {
            bool isGrant = statement.StartsWith("grant ", StringComparison.Ordinal);
            string grantee = statement[(statement.IndexOf(isGrant ? " to " : " from ", StringComparison.Ordinal) + (isGrant ? 4 : 6))..].Split(' ')[0];
            string? role = grantee == "public" ? null : grantee.Trim('"');
            if (isGrant)
            {
                string? column = statement.Contains('(', StringComparison.Ordinal) ? statement.Split('(', ')')[1].Trim('"') : null;
                bool option = statement.EndsWith("with grant option", StringComparison.Ordinal);
                state.RemoveAll(entry => entry.Privilege == "SELECT" && entry.Grantee == role && entry.Column == column);
                state.Add(new AclEntry(Owner, role, "SELECT", option, column));
            }
            else
            {
                string[] privileges = statement["revoke ".Length..statement.IndexOf(" on ", StringComparison.Ordinal)].ToUpperInvariant().Split(", ");
                state.RemoveAll(entry => entry.Grantee == role && privileges.Contains(entry.Privilege));
            }
        }

        return state;
    }

    private sealed record Case(List<string> Groups, List<string> Recorded, List<AclEntry> Acl);
}
