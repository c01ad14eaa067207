using Pace.Engine.Diagnostics;
using Pace.Engine.Platforms;
using Pace.Engine.Postgres.Tests.Support;

namespace Pace.Engine.Postgres.Tests;

/// <summary>Whose views Pace replaces and drops.</summary>
public sealed class TargetTests : PostgresTest
{
    public override async Task InitializeAsync()
    {
        await base.InitializeAsync();
        if (TestServer.ConnectionString is not null)
        {
            await SqlAs("pace", Demo);
        }
    }

    [PostgresFact]
    public async Task A_view_that_pace_did_not_make_is_taken_over_by_force_only()
    {
        await SqlAs("pace", "create view public.demo_view as select 'mine' as x; grant select on public.demo_view to %auditor%");
        ApplyRequest request = await Request(Masked("public.demo_view", "marketing"));

        PaceException error = await Refused(() => Platform().ApplyAsync(request, None), PaceErrorKind.TargetNotPace);
        Assert.Contains("-Force", error.Remedy, StringComparison.Ordinal);
        Assert.Equal(["mine"], await Rows("auditor", "select x from public.demo_view"));

        await Platform().ApplyAsync(request with { Force = true }, None);
        Assert.Equal(["1|****", "2|****"], await Rows("auditor", "select id, email from public.demo_view"));
    }

    [PostgresFact]
    public async Task A_view_of_another_policy_is_taken_over_by_force_only_and_loses_that_policys_grants()
    {
        await SqlAs("pace", "create table public.other (id bigint, email text)");
        await Platform().ApplyAsync(
            await Request(Masked("public.demo_view", "sales"), 1, "id bigint, email text", "public.other"), None);
        ApplyRequest request = await Request(Masked("public.demo_view", "marketing"));

        PaceException error = await Refused(() => Platform().PlanAsync(request, None), PaceErrorKind.TargetNotPace);
        Assert.Contains("public.other", error.Message, StringComparison.Ordinal);

        await Platform().ApplyAsync(request with { Force = true }, None);
        Assert.True(await IsRefused("sales", "select id from public.demo_view"));
        Assert.Empty(await Platform().ReadMarksAsync("public.other", None));
    }

    [PostgresFact]
    public async Task A_table_is_never_taken_over()
    {
        await SqlAs("pace", "create table public.demo_view (x int); create materialized view public.m as select 1 as x; create sequence public.s");
        foreach ((string name, string kind) in new[] { ("demo_view", "table"), ("m", "materialized view"), ("s", "sequence"), ("demo_pkey", "index") })
        {
            ApplyRequest request = await Request(Masked($"public.{name}", "marketing")) with { Force = true };
            PaceException error = await Refused(() => Platform().ApplyAsync(request, None), PaceErrorKind.TargetNotPace);
            Assert.Contains(kind, error.Message, StringComparison.Ordinal);
        }
    }

    [PostgresFact]
    public async Task A_mark_of_another_format_is_not_paces()
    {
        await Platform().ApplyAsync(await Request(Masked("public.demo_view", "marketing")), None);
        await Sql("do $$ begin execute format('comment on view public.demo_view is %L', "
            + "replace(obj_description('public.demo_view'::regclass, 'pg_class'), '\"format\":1', '\"format\":2')); end $$");

        await Refused(
            async () => await Platform().ApplyAsync(await Request(Masked("public.demo_view", "marketing")), None),
            PaceErrorKind.TargetNotPace);
        Assert.Empty(await Platform().ReadMarksAsync("public.demo", None));
    }

    [PostgresFact]
    public async Task A_renamed_target_drops_the_view_of_the_old_name()
    {
        await Platform().ApplyAsync(await Request(Masked("public.old_view", "marketing")), None);

        ApplyResult result = await Platform().ApplyAsync(await Request(Masked("public.new_view", "marketing"), version: 2), None);

        Assert.Equal(["new_view"], await Rows(null, "select viewname from pg_views where schemaname = 'public'"));
        Assert.Contains("drop view \"public\".\"old_view\"", result.Statements);
    }

    [PostgresFact]
    public async Task A_renamed_target_whose_old_view_is_in_use_changes_nothing()
    {
        await Platform().ApplyAsync(await Request(Masked("public.old_view", "marketing")), None);
        await SqlAs("pace", "create view public.report as select id from public.old_view");

        PaceException error = await Refused(
            async () => await Platform().ApplyAsync(await Request(Masked("public.new_view", "marketing"), version: 2), None),
            PaceErrorKind.TargetHasDependants);

        Assert.Contains("view public.report", error.Message, StringComparison.Ordinal);
        Assert.Equal(["old_view", "report"], await Rows(null, "select viewname from pg_views where schemaname = 'public'"));
    }

    [PostgresFact]
    public async Task A_mark_that_somebody_else_wrote_decides_nothing()
    {
        await Platform().ApplyAsync(await Request(Masked("public.demo_view", "marketing")), None);
        await Sql("create schema theirs authorization %stranger%");
        await SqlAs("stranger", "create view theirs.trap as select 1 as x");
        await Sql("do $$ begin execute format('comment on view theirs.trap is %L', "
            + "replace(obj_description('public.demo_view'::regclass, 'pg_class'), '\"version\":1', '\"version\":99')); end $$");

        ApplyResult result = await Platform().ApplyAsync(await Request(Masked("public.demo_view", "fraud"), version: 2), None);

        Assert.Equal(2, result.Version);
        Assert.Contains("theirs.trap", Assert.Single(result.Warnings), StringComparison.Ordinal);
        Assert.Equal(["public.demo_view"], (await Platform().WithdrawAsync("public.demo", None)).Select(name => name.ToString()));
        PaceException error = await Refused(() => Platform().WithdrawAsync("public.demo", None), PaceErrorKind.PlatformRefused);
        Assert.Contains("theirs.trap", error.Message, StringComparison.Ordinal);
    }

    [PostgresFact]
    public async Task A_target_in_a_schema_that_is_not_there_or_not_writable_is_told_as_such()
    {
        await Sql("create schema closed");
        await Refused(
            async () => await Platform().ApplyAsync(await Request(Masked("nowhere.demo_view", "marketing")), None),
            PaceErrorKind.ResourceNotFound);
        PaceException error = await Refused(
            async () => await Platform().ApplyAsync(await Request(Masked("closed.demo_view", "marketing")), None),
            PaceErrorKind.PlatformRefused);
        Assert.Contains("a right is missing", error.Message, StringComparison.Ordinal);
    }
}
