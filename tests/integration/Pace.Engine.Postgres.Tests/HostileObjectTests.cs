using Pace.Engine.Diagnostics;
using Pace.Engine.Platforms;
using Pace.Engine.Postgres.Tests.Support;
using Pace.Engine.Sql;

namespace Pace.Engine.Postgres.Tests;

/// <summary>
/// What somebody can do who may create objects on the search path of Pace's login, as everybody may in schema public of
/// servers before version 15, and of databases that came from one.
/// </summary>
public sealed class HostileObjectTests : PostgresTest
{
    private const string Token =
        """
        - target:
            ref:
              integration_fqn: public.demo_view
          field_transforms:
            - field:
                name_parts: [brand]
              transforms:
                - principals: [{group: "%marketing%"}]
                  detokenize:
                    token_source_ref: public.tokens
                    token_field:
                      name_parts: [token]
                    value_field:
                      name_parts: [value]
                - fixed:
                    value: "****"
        """;

    private const string ConditionOnBrand =
        """
        - target:
            ref:
              integration_fqn: public.demo_view
          filters:
            - generic_filter:
                conditions:
                  - principals: [{group: "%marketing%"}]
                    condition: "true"
                  - condition: "CONDITION"
        """;

    // An operator whose operands fit exactly is taken before one of the system's that needs a conversion.
    private const string EqualVarchars =
        """
        create function public.equal_to_all(varchar, varchar) returns boolean language sql as 'select true';
        create operator public.= (leftarg = varchar, rightarg = varchar, function = public.equal_to_all);
        """;

    public override async Task InitializeAsync()
    {
        await base.InitializeAsync();
        if (TestServer.ConnectionString is not null)
        {
            await SqlAs("pace", Demo);
            await Sql("grant create, usage on schema public to public");
        }
    }

    [PostgresFact]
    public async Task No_operator_on_the_search_path_is_run_in_the_name_of_paces_login()
    {
        // One for each pair of types and each operator that the system's own does not fit exactly: each fails when it is run.
        await SqlAs("attacker", """
            do $$
            declare
                types text[] := array['oid', 'int2', 'int4', 'int8', 'text', 'varchar', 'name', 'regclass', '"char"', 'bpchar', 'bool'];
                names text[] := array['=', '<>', '<', '>', '<=', '>=', '~', '!~', '||', '+', '-'];
                l text; r text; n text; result text;
            begin
                foreach l in array types loop
                    foreach r in array types loop
                        foreach n in array names loop
                            if not exists (select from pg_catalog.pg_operator o where o.oprname::text = n
                                and o.oprleft = l::regtype and o.oprright = r::regtype) then
                                result := case when n = '||' then 'text' when n in ('+', '-') then 'int8' else 'boolean' end;
                                execute format('create or replace function public.trap_%s(%s, %s) returns %s language plpgsql as '
                                    || '''begin raise exception ''''captured %s''''; end''', result, l, r, result, result);
                                execute format('create operator public.%s (leftarg = %s, rightarg = %s, function = public.trap_%s)', n, l, r, result);
                            end if;
                        end loop;
                    end loop;
                end loop;
            end $$;
            """);
        await SqlAs("pace", "create table public.tokens (token text, value text); comment on column public.demo.id is 'pace::id'");
        IProcessingPlatform platform = Platform();

        await platform.ListDatabasesAsync(Page.All, None);
        await platform.ListSchemasAsync(null, Page.All, None);
        await platform.ListGroupsAsync(Page.All, None);
        await platform.ListTablesAsync("public", Page.All, None);
        await platform.CreateBlueprintAsync("demo", None);
        await foreach (TableRow row in platform.ReadRowsAsync(new RowRequest("public.demo", Page.All), None))
        {
            Assert.NotEmpty(row.Columns);
        }

        ApplyRequest request = await Request(Masked("public.demo_view", "marketing"));
        await platform.CheckAsync(request.Policy, request.Compiled, None);
        await platform.PlanAsync(request, None);
        await platform.ApplyAsync(request, None);
        await SqlAs("pace", "grant select (id) on public.demo_view to %auditor%; alter default privileges in schema public grant select on tables to public");
        await SqlAs("pace", "create view public.above as select id from public.demo_view");
        await platform.ApplyAsync(request with { Version = 2 }, None);
        await platform.ReadMarksAsync("public.demo", None);
        await SqlAs("pace", "drop view public.above");
        await platform.PlanWithdrawAsync("public.demo", None);
        Assert.Single(await platform.WithdrawAsync("public.demo", None));
    }

    [PostgresFact]
    public async Task An_operator_of_somebody_else_never_decides_which_token_is_whose()
    {
        await SqlAs("pace", "create table public.tokens (token varchar, value varchar); insert into public.tokens values ('Apple', 'secret')");
        await SqlAs("attacker", EqualVarchars);

        PaceException error = await Refused(async () => await Platform().ApplyAsync(await Request(Token), None), PaceErrorKind.PlatformRefused);

        Assert.Contains("public.=", error.Message, StringComparison.Ordinal);
        Assert.Contains(Role("attacker"), error.Message, StringComparison.Ordinal);
        Assert.Empty(await Rows(null, "select 1 from pg_class where relname = 'demo_view'"));
    }

    [PostgresFact]
    public async Task An_operator_or_function_of_somebody_else_never_decides_who_sees_a_row()
    {
        await SqlAs("attacker", EqualVarchars
            + "create function public.lower(varchar) returns text language sql as $$ select 'apple' $$;");
        foreach (string condition in new[] { "brand = 'Apple'", "lower(brand) = 'apple'", "brand in ('Apple', 'Nokia')" })
        {
            ApplyRequest request = await Request(ConditionOnBrand.Replace("CONDITION", condition, StringComparison.Ordinal));
            await Refused(() => Platform().ApplyAsync(request, None), PaceErrorKind.PlatformRefused);
        }
    }

    [PostgresFact]
    public async Task Functions_with_names_and_types_of_their_own_can_be_used_whoever_made_them()
    {
        await SqlAs("librarian", """
            create type public.mood as enum ('sad', 'ok');
            create function public.mask(text) returns text language sql as $$ select 'm' $$;
            create function public.lower(public.mood) returns text language sql as $$ select 'm' $$;
            """);
        await SqlAs("pace", "create function public.upper(varchar) returns text language sql as $$ select 'NOKIA' $$");
        ApplyRequest request = await Request(ConditionOnBrand.Replace(
            "CONDITION", "mask(brand) = lower('ok'::public.mood) and public.upper(brand) = 'NOKIA'", StringComparison.Ordinal));

        await Platform().ApplyAsync(request, None);

        await Sql("grant select on public.demo_view to %other%");
        Assert.Equal(2, (await Rows("other", "select * from public.demo_view")).Length);
    }

    [PostgresFact]
    public async Task A_mark_that_somebody_forged_on_a_view_of_his_own_stops_no_superuser()
    {
        string mark = Forged(2147483647);
        await SqlAs("attacker", $"create view public.mine as select 1 as x; comment on view public.mine is '{mark}'");

        ApplyResult result = await SuperuserPlatform().ApplyAsync(await Request(Masked("public.demo_view", "marketing")), None);

        Assert.Contains("public.mine", Assert.Single(result.Warnings), StringComparison.Ordinal);
        Assert.Equal(["1"], await Rows("attacker", "select x from public.mine"));
        Assert.Equal([new QualifiedName(["public", "demo_view"])], await SuperuserPlatform().WithdrawAsync("public.demo", None));
    }

    [PostgresFact]
    public async Task A_forged_mark_makes_nobodys_view_the_policys_even_for_a_superuser()
    {
        string mark = Forged(1);
        await SqlAs("attacker", $"create view public.demo_view as select 1 as x; comment on view public.demo_view is '{mark}'");

        ApplyRequest request = await Request(Masked("public.demo_view", "marketing"), version: 2);
        PaceException error = await Refused(() => SuperuserPlatform().ApplyAsync(request, None), PaceErrorKind.TargetNotPace);

        Assert.Contains(Role("attacker"), error.Message, StringComparison.Ordinal);
    }

    private static string Forged(int version) =>
        $$"""pace: {"format":1,"policy":"public.demo","version":{{version}},"hash":"sha256:{{new string('0', 64)}}","grants":[]}""";
}
