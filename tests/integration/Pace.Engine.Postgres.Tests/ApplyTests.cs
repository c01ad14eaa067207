using Pace.Engine.Diagnostics;
using Pace.Engine.Platforms;
using Pace.Engine.Postgres.Tests.Support;

namespace Pace.Engine.Postgres.Tests;

public sealed class ApplyTests : PostgresTest
{
    private const string Barrier = "select coalesce(reloptions::text, 'none') from pg_class where oid = 'public.demo_view'::regclass";

    public override async Task InitializeAsync()
    {
        await base.InitializeAsync();
        if (TestServer.ConnectionString is not null)
        {
            await SqlAs("pace", Demo);
        }
    }

    [PostgresFact]
    public async Task A_policy_becomes_a_view_that_its_groups_may_select_from_and_nobody_else()
    {
        await Platform().ApplyAsync(await Request(Masked("public.demo_view", "marketing")), None);

        Assert.Equal(["1|ann@hotmail.com", "2|bob@gmail.com"], await Rows("marketing", "select id, email from public.demo_view"));
        Assert.True(await IsRefused("stranger", "select * from public.demo_view"));
    }

    [PostgresFact]
    public async Task What_applying_gives_back_is_what_is_on_the_platform()
    {
        DateTimeOffset before = DateTimeOffset.UtcNow.AddMinutes(-1);
        IProcessingPlatform platform = Platform();
        ApplyRequest request = await Request(Masked("public.demo_view", "marketing"), version: 7);

        ApplyResult result = await platform.ApplyAsync(request, None);

        Assert.Equal(7, result.Version);
        Assert.Equal(TimeSpan.Zero, result.AppliedAt.Offset);
        Assert.InRange(result.AppliedAt, before, DateTimeOffset.UtcNow.AddMinutes(1));
        Assert.Equal("public.demo_view", Assert.Single(result.Targets).ToString());
        Assert.Empty(result.Warnings);
        ViewMark mark = Assert.Single(await Platform().ReadMarksAsync("public.demo", None));
        Assert.Equal(new ViewMark(result.Targets[0], "public.demo", 7, request.Compiled.Hash, [Role("marketing")]) { Owner = Role("pace") }, mark);
    }

    [PostgresFact]
    public async Task A_plan_is_what_apply_runs_and_changes_nothing()
    {
        await SqlAs("pace", "alter default privileges grant all on tables to %other%");
        ApplyRequest request = await Request(Masked("public.demo_view", "marketing"));

        ApplyPlan plan = await Platform().PlanAsync(request, None);

        Assert.Empty(await Rows(null, "select 1 from pg_views where viewname = 'demo_view'"));
        ApplyResult result = await Platform().ApplyAsync(request, None);
        Assert.Equal(plan.Statements, result.Statements);
        Assert.Equal(plan.Version, result.Version);
    }

    [PostgresFact]
    public async Task Applying_twice_is_the_same_as_applying_once()
    {
        ApplyRequest request = await Request(Masked("public.demo_view", "marketing"));
        await Platform().ApplyAsync(request, None);
        string[] before = await Rows(null, "select relacl::text, obj_description(oid, 'pg_class') from pg_class where relname = 'demo_view'");

        ApplyResult again = await Platform().ApplyAsync(request, None);

        Assert.Equal(1, again.Version);
        Assert.Equal(before, await Rows(null, "select relacl::text, obj_description(oid, 'pg_class') from pg_class where relname = 'demo_view'"));
    }

    [PostgresFact]
    public async Task A_view_is_a_barrier_exactly_as_long_as_it_hides_rows()
    {
        const string Filter =
            """
            - target: {ref: {integration_fqn: public.demo_view}}
              filters:
                - generic_filter:
                    conditions:
                      - principals: [{group: "%marketing%"}]
                        condition: "true"
                      - condition: age > 18
            """;
        await Platform().ApplyAsync(await Request(Filter), None);
        Assert.Equal(["{security_barrier=true}"], await Rows(null, Barrier));

        await Platform().ApplyAsync(await Request(Masked("public.demo_view", "marketing"), version: 2), None);
        Assert.Equal(["none"], await Rows(null, Barrier));
    }

    [PostgresFact]
    public async Task Other_lines_of_a_views_comment_stay()
    {
        await Platform().ApplyAsync(await Request(Masked("public.demo_view", "marketing")), None);
        await SqlAs("pace", "do $$ begin execute format('comment on view public.demo_view is %L', "
            + "E'Asked for by Ann.\\n' || obj_description('public.demo_view'::regclass, 'pg_class') || E'\\nSee the wiki.'); end $$");

        await Platform().ApplyAsync(await Request(Masked("public.demo_view", "fraud"), version: 2), None);

        TableInfo view = (await Platform().ListTablesAsync("public", Page.All, None)).Single(table => table.Name == "demo_view");
        Assert.Equal("Asked for by Ann.\nSee the wiki.", view.Comment);
        Assert.Equal("public.demo", view.Policy);
        Assert.Equal(2, Assert.Single(await Platform().ReadMarksAsync("public.demo", None)).Version);
    }

    [PostgresFact]
    public async Task A_version_that_the_platform_already_has_with_other_content_is_refused()
    {
        await Platform().ApplyAsync(await Request(Masked("public.demo_view", "marketing"), version: 3), None);
        ApplyRequest other = await Request(Masked("public.demo_view", "fraud"), version: 3);

        PaceException same = await Refused(() => Platform().ApplyAsync(other, None), PaceErrorKind.VersionConflict);
        PaceException older = await Refused(() => Platform().PlanAsync(other with { Version = 2 }, None), PaceErrorKind.VersionConflict);

        Assert.Contains("version 3", same.Message, StringComparison.Ordinal);
        Assert.Contains("Version 2", older.Message, StringComparison.Ordinal);
        Assert.Equal(["1|****", "2|****"], await Rows("pace", "select id, email from public.demo_view"));
    }

    [PostgresFact]
    public async Task Who_asks_for_the_next_version_or_forces_gets_one_more_than_the_platforms()
    {
        await Platform().ApplyAsync(await Request(Masked("public.demo_view", "marketing"), version: 3), None);

        ApplyRequest next = await Request(Masked("public.demo_view", "fraud"), version: 2) with { NextAfterPlatform = true };
        Assert.Equal(4, (await Platform().ApplyAsync(next, None)).Version);
        ApplyRequest forced = await Request(Masked("public.demo_view", "sales"), version: 4) with { Force = true };
        Assert.Equal(5, (await Platform().ApplyAsync(forced, None)).Version);
    }

    [PostgresFact]
    public async Task A_group_that_is_not_there_is_refused_before_anything_is_done()
    {
        ApplyRequest request = await Request(Masked("public.demo_view", "marketing"));
        await Sql("drop role %marketing%");

        PaceException error = await Refused(() => Platform().ApplyAsync(request, None), PaceErrorKind.PolicyInvalid);

        Diagnostic problem = Assert.Single(error.Diagnostics);
        Assert.Equal(DiagnosticCodes.GroupNotFound, problem.Code);
        Assert.Equal("rule_sets[0].field_transforms[0].transforms[0].principals[0]", problem.Path);
        Assert.Empty(await Rows(null, "select 1 from pg_views where viewname = 'demo_view'"));
    }

    [PostgresFact]
    public async Task A_role_that_is_dropped_later_breaks_nothing_for_the_others()
    {
        await Platform().ApplyAsync(await Request(Masked("public.demo_view", "marketing", "fraud")), None);
        await Sql("drop owned by %marketing%; drop role %marketing%");

        Assert.Equal(["1|ann@hotmail.com", "2|bob@gmail.com"], await Rows("fraud", "select id, email from public.demo_view"));
        ApplyResult next = await Platform().ApplyAsync(await RequestWithout("marketing"), None);
        Assert.Equal([Role("fraud")], Assert.Single(await Platform().ReadMarksAsync("public.demo", None)).Grants);
        Assert.Equal(2, next.Version);
    }

    [PostgresFact]
    public async Task All_views_of_a_policy_are_made_or_none()
    {
        await SqlAs("pace", "create table public.taken (x int)");
        ApplyRequest request = await Request(Masked("public.demo_view", "marketing") + "\n" + Masked("public.taken", "fraud"));

        await Refused(() => Platform().ApplyAsync(request with { Force = true }, None), PaceErrorKind.TargetNotPace);

        Assert.Empty(await Rows(null, "select 1 from pg_views where viewname = 'demo_view'"));
        Assert.Equal(["r"], await Rows(null, "select relkind from pg_class where relname = 'taken'"));
    }

    [PostgresFact]
    public async Task Withdrawing_drops_all_views_of_a_policy_and_nothing_else()
    {
        IProcessingPlatform platform = Platform();
        await platform.ApplyAsync(await Request(Masked("public.a", "marketing") + "\n" + Masked("public.b", "fraud")), None);
        await SqlAs("pace", "create table public.other (id bigint, email text); create view public.foreign_view as select 1 as x");
        await platform.ApplyAsync(
            await Request(Masked("public.other_view", "marketing"), fields: "id bigint, email text", source: "public.other"), None);

        ApplyPlan plan = await platform.PlanWithdrawAsync("public.demo", None);
        Assert.Equal(["public.a", "public.b"], (await platform.WithdrawAsync("public.demo", None)).Select(name => name.ToString()));

        Assert.Equal(["drop view \"public\".\"a\"", "drop view \"public\".\"b\""], plan.Statements);
        Assert.Equal(["foreign_view", "other_view"], await Rows(null, "select viewname from pg_views where schemaname = 'public'"));
        Assert.Empty(await platform.WithdrawAsync("public.demo", None));
    }

    [PostgresFact]
    public async Task Withdrawing_a_view_that_something_depends_on_fails_and_names_it()
    {
        IProcessingPlatform platform = Platform();
        await platform.ApplyAsync(await Request(Masked("public.a", "marketing") + "\n" + Masked("public.b", "fraud")), None);
        await SqlAs("pace", "create view public.report as select id from public.b");

        PaceException error = await Refused(() => platform.WithdrawAsync("public.demo", None), PaceErrorKind.TargetHasDependants);

        Assert.Contains("view public.report", error.Message, StringComparison.Ordinal);
        Assert.Equal(["a", "b", "report"], await Rows(null, "select viewname from pg_views where schemaname = 'public'"));
    }

    private async Task<ApplyRequest> RequestWithout(string dropped)
    {
        Assert.Empty(await Rows(null, $"select 1 from pg_roles where rolname = '{Role(dropped)}'"));
        return await Request(Masked("public.demo_view", "fraud"), version: 2);
    }
}
