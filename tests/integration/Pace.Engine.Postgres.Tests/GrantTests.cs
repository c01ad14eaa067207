using Pace.Engine.Platforms;
using Pace.Engine.Postgres.Tests.Support;

namespace Pace.Engine.Postgres.Tests;

public sealed class GrantTests : PostgresTest
{
    private const string SelectAll = "select id, email from public.demo_view";

    public override async Task InitializeAsync()
    {
        await base.InitializeAsync();
        if (TestServer.ConnectionString is not null)
        {
            await SqlAs("pace", Demo);
        }
    }

    [PostgresFact]
    public async Task A_group_that_a_policy_drops_may_no_longer_select_whichever_machine_applies_it()
    {
        await Platform().ApplyAsync(await Request(Masked("public.demo_view", "marketing", "fraud")), None);
        await SqlAs("pace", "grant select on public.demo_view to %auditor%");

        await Platform().ApplyAsync(await Request(Masked("public.demo_view", "fraud"), version: 2), None);

        Assert.True(await IsRefused("marketing", SelectAll));
        Assert.Equal(["1|ann@hotmail.com", "2|bob@gmail.com"], await Rows("fraud", SelectAll));
        Assert.Equal(["1|****", "2|****"], await Rows("auditor", SelectAll));
    }

    [PostgresFact]
    public async Task A_grant_that_the_owner_made_before_the_policy_named_the_group_stays_when_the_policy_drops_it()
    {
        await Platform().ApplyAsync(await Request(Masked("public.demo_view", "fraud")), None);
        await SqlAs("pace", "grant select on public.demo_view to %marketing%");
        await Platform().ApplyAsync(await Request(Masked("public.demo_view", "fraud", "marketing"), version: 2), None);
        Assert.Equal([Role("fraud")], Assert.Single(await Platform().ReadMarksAsync("public.demo", None)).Grants);

        await Platform().ApplyAsync(await Request(Masked("public.demo_view", "fraud"), version: 3), None);

        Assert.Equal(["1|****", "2|****"], await Rows("marketing", SelectAll));
    }

    [PostgresFact]
    public async Task What_a_dropped_group_passed_on_goes_with_its_own_right()
    {
        await Platform().ApplyAsync(await Request(Masked("public.demo_view", "marketing")), None);
        await SqlAs("pace", "grant select on public.demo_view to %marketing% with grant option");
        await SqlAs("marketing", "grant select on public.demo_view to %friend%");
        Assert.Equal(2, (await Rows("friend", SelectAll)).Length);

        await Platform().ApplyAsync(await Request(Masked("public.demo_view", "fraud"), version: 2), None);

        Assert.True(await IsRefused("marketing", SelectAll));
        Assert.True(await IsRefused("friend", SelectAll));
    }

    [PostgresFact]
    public async Task A_right_on_single_columns_that_the_owner_gave_outlives_the_policys_grant()
    {
        await Platform().ApplyAsync(await Request(Masked("public.demo_view", "marketing")), None);
        await SqlAs("pace", "grant select (id) on public.demo_view to %marketing%");

        await Platform().ApplyAsync(await Request(Masked("public.demo_view", "fraud"), version: 2), None);

        Assert.Equal(["1", "2"], await Rows("marketing", "select id from public.demo_view"));
        Assert.True(await IsRefused("marketing", SelectAll));
    }

    [PostgresFact]
    public async Task Rights_that_default_privileges_give_shrink_to_select()
    {
        await SqlAs("pace", "alter default privileges grant all on tables to %other%");
        await SqlAs("pace", "alter default privileges in schema public grant all on tables to public");

        await Platform().ApplyAsync(await Request(Masked("public.demo_view", "marketing")), None);

        Assert.Equal(["1|****", "2|****"], await Rows("other", SelectAll));
        Assert.Equal(["1|****", "2|****"], await Rows("stranger", SelectAll));
        foreach (string role in new[] { "other", "stranger", "marketing" })
        {
            Assert.True(await IsRefused(role, "delete from public.demo_view"));
            Assert.True(await IsRefused(role, "update public.demo_view set id = 0"));
            Assert.True(await IsRefused(role, "insert into public.demo_view (id) values (9)"));
        }

        Assert.Equal(
            ["SELECT"],
            await Rows(null, "select distinct x.privilege_type from pg_class c, aclexplode(c.relacl) x "
                + "where c.relname = 'demo_view' and x.grantee <> c.relowner"));
    }

    [PostgresFact]
    public async Task A_group_that_default_privileges_let_select_is_not_recorded_as_paces()
    {
        await SqlAs("pace", "alter default privileges grant select on tables to %marketing%");
        ApplyResult result = await Platform().ApplyAsync(await Request(Masked("public.demo_view", "marketing", "fraud")), None);

        Assert.Equal([Role("fraud")], Assert.Single(await Platform().ReadMarksAsync("public.demo", None)).Grants);
        Assert.DoesNotContain(result.Statements, statement => statement.Contains("revoke", StringComparison.Ordinal));
    }

    [PostgresFact]
    public async Task Rights_to_write_that_somebody_granted_or_passed_on_are_taken_away()
    {
        await Platform().ApplyAsync(await Request(Masked("public.demo_view", "marketing")), None);
        await SqlAs("pace", "grant update, delete on public.demo_view to %writer% with grant option");
        await SqlAs("pace", "grant update (id) on public.demo_view to %writer_of_one%; grant select on public.demo_view to %writer_of_one%");
        await SqlAs("writer", "grant delete on public.demo_view to %heir%");

        await Platform().ApplyAsync(await Request(Masked("public.demo_view", "marketing")), None);

        Assert.True(await IsRefused("writer", "delete from public.demo_view"));
        Assert.True(await IsRefused("heir", "delete from public.demo_view"));
        Assert.True(await IsRefused("writer_of_one", "update public.demo_view set id = 0"));
        Assert.Equal(2, (await Rows("writer_of_one", SelectAll)).Length);
    }

    [PostgresFact]
    public async Task A_right_that_something_else_gives_to_a_new_view_is_found_and_revoked()
    {
        await Sql("""
            create function public.give() returns event_trigger language plpgsql as $$
            begin execute 'grant all on public.demo_view to %writer%'; end $$;
            create event trigger give on ddl_command_end when tag in ('CREATE VIEW') execute function public.give();
            """);

        ApplyResult result = await Platform().ApplyAsync(await Request(Masked("public.demo_view", "marketing")), None);

        Assert.True(await IsRefused("writer", "delete from public.demo_view"));
        Assert.True(await IsRefused("writer", SelectAll));
        Assert.Contains(result.Statements, statement => statement.StartsWith("revoke", StringComparison.Ordinal));
    }

    [PostgresFact]
    public async Task A_superuser_applies_in_the_name_of_the_views_owner()
    {
        await Platform().ApplyAsync(await Request(Masked("public.demo_view", "marketing")), None);
        await SqlAs("pace", "grant select on public.demo_view to %auditor%");

        await SuperuserPlatform().ApplyAsync(await Request(Masked("public.demo_view", "fraud"), version: 2), None);

        Assert.Equal([Role("pace")], await Rows(null, "select viewowner from pg_views where viewname = 'demo_view'"));
        Assert.True(await IsRefused("marketing", SelectAll));
        Assert.Equal(2, (await Rows("fraud", SelectAll)).Length);
        Assert.Equal(2, (await Rows("auditor", SelectAll)).Length);
    }
}
