using System.Globalization;
using Pace.Engine.Diagnostics;
using Pace.Engine.Platforms;
using Pace.Engine.Postgres.Tests.Support;

namespace Pace.Engine.Postgres.Tests;

/// <summary>What happens when a view's columns change in a way that replacing it in place cannot do.</summary>
public sealed class RecreateTests : PostgresTest
{
    private const string AgeAsText =
        """
        - target: {ref: {integration_fqn: public.demo_view}}
          field_transforms:
            - field: {name_parts: [age]}
              transforms:
                - sql_statement: {statement: "age::text"}
            - field: {name_parts: [email]}
              transforms:
                - principals: [{group: "%marketing%"}]
                  identity: {}
                - nullify: {}
        """;

    private const string TypeOfAge =
        "select format_type(atttypid, atttypmod) from pg_attribute where attrelid = 'public.demo_view'::regclass and attname = 'age'";

    public override async Task InitializeAsync()
    {
        await base.InitializeAsync();
        if (TestServer.ConnectionString is not null)
        {
            await SqlAs("pace", Demo);
            await Platform().ApplyAsync(await Request(Masked("public.demo_view", "marketing")), None);
        }
    }

    [PostgresFact]
    public async Task A_column_of_another_type_makes_the_view_anew_with_owner_and_foreign_grants()
    {
        await Sql("grant %owner% to %pace%; grant create on schema public to %owner%; grant select on public.demo to %owner%");
        await Sql("alter view public.demo_view owner to %owner%");
        await Sql("grant select on public.demo_view to %auditor% with grant option; grant select (id) on public.demo_view to %clerk%");
        await Sql("comment on column public.demo_view.brand is 'the maker'");

        ApplyResult result = await Platform().ApplyAsync(await Request(AgeAsText, version: 2), None);

        Assert.Equal(["text"], await Rows(null, TypeOfAge));
        Assert.Equal([Role("owner")], await Rows(null, "select viewowner from pg_views where viewname = 'demo_view'"));
        await SqlAs("auditor", "grant select on public.demo_view to %friend%");
        Assert.Equal(["1", "2"], await Rows("clerk", "select id from public.demo_view"));
        Assert.True(await IsRefused("clerk", "select email from public.demo_view"));
        Assert.Equal(2, (await Rows("marketing", "select email from public.demo_view")).Length);
        Assert.Equal(["the maker"], await Rows(null, "select col_description('public.demo_view'::regclass, 4)"));
        Assert.Empty(result.Warnings);
    }

    [PostgresFact]
    public async Task The_plan_of_a_view_made_anew_is_what_apply_runs()
    {
        await SqlAs("pace", "grant select on public.demo_view to %auditor%");
        ApplyRequest request = await Request(AgeAsText, version: 2);

        ApplyPlan plan = await Platform().PlanAsync(request, None);

        Assert.Equal("drop view \"public\".\"demo_view\"", plan.Statements[0]);
        Assert.Equal(plan.Statements, (await Platform().ApplyAsync(request, None)).Statements);
    }

    [PostgresFact]
    public async Task What_the_owner_revoked_is_not_given_back_by_default_privileges()
    {
        await SqlAs("pace", "alter default privileges grant all on tables to %other%, %another% with grant option");
        await SqlAs("pace", "grant select on public.demo_view to %another%");

        await Platform().ApplyAsync(await Request(AgeAsText, version: 2), None);

        Assert.True(await IsRefused("other", "select id from public.demo_view"));
        Assert.Equal(["1", "2"], await Rows("another", "select id from public.demo_view"));
        Assert.True(await IsRefused("another", "delete from public.demo_view"));
        Assert.Equal(
            [$"{Role("another")}|SELECT|f", $"{Role("marketing")}|SELECT|f"],
            await Rows(null, "select r.rolname, x.privilege_type, x.is_grantable from pg_class c, aclexplode(c.relacl) x "
                + "join pg_roles r on r.oid = x.grantee where c.relname = 'demo_view' and x.grantee <> c.relowner"));
    }

    [PostgresFact]
    public async Task A_right_that_was_passed_on_comes_back_as_the_owners_and_says_so()
    {
        await SqlAs("pace", "grant select on public.demo_view to %auditor% with grant option");
        await SqlAs("auditor", "grant select on public.demo_view to %friend%");
        await SqlAs("pace", "grant select on public.demo_view to %marketing% with grant option");
        await SqlAs("marketing", "grant select on public.demo_view to %crony%");

        ApplyResult result = await Platform().ApplyAsync(await Request(AgeAsText, version: 2), None);

        Assert.Equal(2, (await Rows("friend", "select id from public.demo_view")).Length);
        Assert.Contains(result.Warnings, warning => warning.Contains(Role("friend"), StringComparison.Ordinal));
        // What came from the policy's own grant would outlive it.
        Assert.True(await IsRefused("crony", "select id from public.demo_view"));
        Assert.Contains(result.Warnings, warning => warning.Contains(Role("crony"), StringComparison.Ordinal));
    }

    [PostgresFact]
    public async Task A_right_on_a_column_that_is_no_longer_there_is_named_and_the_others_stay()
    {
        await SqlAs("pace", "grant select (id, brand) on public.demo_view to %clerk%");

        ApplyResult result = await Platform().ApplyAsync(
            await Request(Masked("public.demo_view", "marketing"), 2, fields: "id bigint, email text"), None);

        Assert.Equal(["1", "2"], await Rows("clerk", "select id from public.demo_view"));
        Assert.Contains("'brand'", Assert.Single(result.Warnings), StringComparison.Ordinal);
    }

    [PostgresFact]
    public async Task A_new_column_at_the_end_replaces_the_view_in_place()
    {
        await SqlAs("pace", "alter table public.demo add column country text; create view public.report as select id from public.demo_view");

        ApplyResult result = await Platform().ApplyAsync(
            await Request(
                Masked("public.demo_view", "marketing"), 2, fields: "id bigint, email text, age integer, brand varchar, country text"),
            None);

        Assert.StartsWith("create or replace view", result.Statements[0], StringComparison.Ordinal);
        Assert.Equal(["1", "2"], await Rows("pace", "select id from public.report"));
    }

    [PostgresFact]
    public async Task What_depends_on_the_view_is_named_and_nothing_is_changed()
    {
        await SqlAs("pace", """
            create schema reports;
            create view reports.weekly as select id, age from public.demo_view;
            create materialized view reports.stored as select age from public.demo_view;
            create function reports.first(public.demo_view) returns int language sql as 'select 1';
            create function public.stop() returns trigger language plpgsql as 'begin return null; end';
            create trigger redirect instead of insert on public.demo_view for each row execute function public.stop();
            """);
        ApplyRequest request = await Request(AgeAsText, version: 2);

        PaceException error = await Refused(() => Platform().ApplyAsync(request, None), PaceErrorKind.TargetHasDependants);

        Assert.Contains("view reports.weekly", error.Message, StringComparison.Ordinal);
        Assert.Contains("materialized view reports.stored", error.Message, StringComparison.Ordinal);
        Assert.Contains("function reports.first(public.demo_view)", error.Message, StringComparison.Ordinal);
        Assert.Contains("trigger redirect on public.demo_view", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("_RETURN", error.Message, StringComparison.Ordinal);
        Assert.Equal(["integer"], await Rows(null, TypeOfAge));
        Assert.Equal(1, Assert.Single(await Platform().ReadMarksAsync("public.demo", None)).Version);
        await Refused(() => Platform().PlanAsync(request, None), PaceErrorKind.TargetHasDependants);
    }

    [PostgresFact]
    public async Task A_change_that_only_the_server_sees_makes_the_view_anew_too()
    {
        const string Collated =
            """
            - target: {ref: {integration_fqn: public.demo_view}}
              field_transforms:
                - field: {name_parts: [email]}
                  transforms:
                    - sql_statement: {statement: "email collate \"C\""}
            """;
        await SqlAs("pace", "grant select on public.demo_view to %auditor%");

        ApplyResult result = await Platform().ApplyAsync(await Request(Collated, version: 2), None);

        // Before version 15 the server replaces a view by one of another collation, and goes on sorting by the former.
        bool refuses = int.Parse(Assert.Single(await Rows(null, "show server_version_num")), CultureInfo.InvariantCulture) >= 150000;
        Assert.Equal(refuses, result.Statements.Contains("drop view \"public\".\"demo_view\""));
        Assert.Equal(2, (await Rows("auditor", "select id from public.demo_view")).Length);
    }

    [PostgresFact]
    public async Task Lengths_and_precisions_count_as_types_and_domains_as_what_is_below_them()
    {
        await SqlAs("pace", """
            create domain public.mail as varchar(40);
            create table public.wide (a varchar(5), b numeric(10,2), c timestamptz(3), d public.mail, e time(2), f interval(3));
            """);
        const string Fields = "a varchar, b numeric, c timestamptz, d varchar, e time, f interval";
        const string Rules = "- target: {ref: {integration_fqn: public.wide_view}}";
        await Platform().ApplyAsync(await Request(Rules, 1, Fields, "public.wide"), None);
        ApplyResult same = await Platform().ApplyAsync(await Request(Rules, 1, Fields, "public.wide"), None);
        Assert.StartsWith("create or replace view", same.Statements[0], StringComparison.Ordinal);

        await SqlAs("pace", "drop view public.wide_view; alter table public.wide alter column a type varchar(6)");
        await SqlAs("pace", "create view public.wide_view as select a::varchar(5), b, c, d, e, f from public.wide");
        ApplyResult changed = await Platform().ApplyAsync(
            await Request(Rules, 2, Fields, "public.wide") with { Force = true }, None);
        Assert.StartsWith("drop view", changed.Statements[0], StringComparison.Ordinal);
    }
}
