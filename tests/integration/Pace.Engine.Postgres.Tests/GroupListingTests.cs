using Pace.Engine.Platforms;
using Pace.Engine.Postgres.Tests.Support;

namespace Pace.Engine.Postgres.Tests;

/// <summary>Roles belong to the whole server, so what lists all of them runs while no other test makes or drops any.</summary>
[CollectionDefinition(nameof(AloneOnTheServer), DisableParallelization = true)]
public sealed class AloneOnTheServer;

[Collection(nameof(AloneOnTheServer))]
public sealed class GroupListingTests : PostgresTest
{
    [PostgresFact]
    public async Task Groups_are_all_roles_without_login_but_the_systems_own()
    {
        await Sql("select 1 /* %pgx% %group_a% %group_b% %group_c% %group_d% %group_e% %group_f% %group_g% %group_h% %group_i% %group_j% */");

        List<string> groups = [.. (await Platform().ListGroupsAsync(Page.All, None)).Select(group => group.Name)];

        Assert.All("abcdefghij", letter => Assert.Contains(Role($"group_{letter}"), groups));
        Assert.Contains(Role("pgx"), groups);
        Assert.DoesNotContain("pg_monitor", groups);
        Assert.DoesNotContain(Role("pace"), groups);
        Assert.Equal(groups.Order(StringComparer.Ordinal), groups);
        IReadOnlyList<GroupInfo> page = await Platform().ListGroupsAsync(new Page(groups.Count - 1, 10), None);
        Assert.Equal(groups[^1], Assert.Single(page).Name);
    }
}
