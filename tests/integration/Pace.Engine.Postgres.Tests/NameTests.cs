using Pace.Engine.Compilation;
using Pace.Engine.Diagnostics;
using Pace.Engine.Platforms;
using Pace.Engine.Policies;
using Pace.Engine.Postgres.Tests.Support;
using Pace.Engine.Sql;
using Pace.Engine.Sql.Dialects;

namespace Pace.Engine.Postgres.Tests;

/// <summary>Names that need care, through all of a policy's life.</summary>
public sealed class NameTests : PostgresTest
{
    [PostgresFact]
    public async Task Names_with_dots_quotes_case_and_letters_of_any_script_are_what_they_are()
    {
        string[] names =
        [
            "a.b", "Say \"hi\"", "UPPER", "select", "größe", "данные", "with space", "semi;colon", "o'clock", "back\\slash", "%s", "$1",
            "@name :x", "-- no comment", new string('ö', 31) + "x",
        ];
        await SqlAs("pace", string.Concat(names.Select(name =>
            $"create schema {PostgresText.Identifier(name)}; create table {PostgresText.Identifier(name)}.{PostgresText.Identifier(name)}"
            + $" ({PostgresText.Identifier(name)} text); insert into {PostgresText.Identifier(name)}.{PostgresText.Identifier(name)} values ('x');")));
        await using IProcessingPlatform platform = Platform();

        foreach (string name in names)
        {
            string group = name[..Math.Min(name.Length, 20)] + Role("");
            string role = PostgresText.Identifier(group);
            await Sql($"create role {role} nologin");
            try
            {
                QualifiedName target = new([name, "v " + name[..Math.Min(name.Length, 25)]]);
                DataPolicy blueprint = await platform.CreateBlueprintAsync(new QualifiedName([name, name]).ToString(), None);
                DataPolicy policy = blueprint with
                {
                    RuleSets =
                    [
                        new RuleSet
                        {
                            Target = new Target { Ref = new ResourceUrn { IntegrationFqn = target.ToString() } },
                            FieldTransforms =
                            [
                                new FieldTransform
                                {
                                    Field = new Field { NameParts = [name] },
                                    Transforms =
                                    [
                                        new Transform { Principals = [Principal.Group(group)], Action = new IdentityTransform() },
                                        new Transform { Action = new FixedTransform { Value = name } },
                                    ],
                                },
                            ],
                        },
                    ],
                };
                CompiledPolicy compiled = PolicyCompiler.Compile(policy, platform.Dialect).Require(policy);

                Assert.Empty(await platform.CheckAsync(policy, compiled, None));
                await platform.ApplyAsync(new ApplyRequest(policy, compiled, 1), None);

                ViewMark mark = Assert.Single(await platform.ReadMarksAsync(policy.Id, None));
                Assert.Equal(target, mark.Target);
                Assert.Equal([group], mark.Grants);
                Assert.Equal([name], await Rows("pace", $"select * from {PostgresText.Name(target)}"));
                Assert.Equal(["x"], await Rows(null, $"grant usage on schema {PostgresText.Identifier(name)} to {role}; set role {role}; "
                    + $"select * from {PostgresText.Name(target)}"));
                Assert.Equal([target], await platform.WithdrawAsync(policy.Id, None));
            }
            finally
            {
                await Sql($"drop owned by {role}; drop role {role}");
            }
        }
    }

    [PostgresFact]
    public async Task A_name_of_64_bytes_is_never_cut_off_to_another_one()
    {
        await SqlAs("pace", Demo);
        string longest = new('v', 63);
        await Platform().ApplyAsync(await Request(Masked("public." + longest, "marketing")), None);
        Assert.Equal([longest], await Rows(null, "select viewname from pg_views where schemaname = 'public'"));

        ApplyRequest request = await Request(Masked("public.v", "marketing"));
        CompiledView view = request.Compiled.Views[0] with { Target = new QualifiedName(["public", longest + "v"]) };
        await Refused(
            () => Platform().ApplyAsync(request with { Compiled = request.Compiled with { Views = [view] } }, None),
            PaceErrorKind.PolicyInvalid);
        Assert.Equal([longest], await Rows(null, "select viewname from pg_views where schemaname = 'public'"));
    }

    [PostgresFact]
    public async Task Columns_called_like_those_of_the_catalog_change_nobodys_branch()
    {
        await SqlAs("pace", """
            create table public.odd (oid bigint, rolname text, rolcanlogin boolean, "current_user" text, pace_value_1 text, pace_tokens_1 text);
            insert into public.odd select 10, r, true, 'postgres', 'token', 'x' from unnest(array['%marketing%', 'postgres']) r;
            create table public.tokens (pace_token_1 text, pace_value_1 text, rolname text, oid bigint, rolcanlogin boolean);
            insert into public.tokens values ('token', 'secret', '%marketing%', 10, false), ('token', null, '', 0, false), (null, 'null', '', 0, false);
            """);
        ApplyRequest request = await Request(
            """
            - target:
                ref:
                  integration_fqn: public.odd_view
              field_transforms:
                - field:
                    name_parts: [pace_value_1]
                  transforms:
                    - principals: [{group: "%marketing%"}, {group: "%fraud%"}]
                      detokenize:
                        token_source_ref: public.tokens
                        token_field:
                          name_parts: [pace_token_1]
                        value_field:
                          name_parts: [pace_value_1]
                    - fixed:
                        value: "****"
              filters:
                - generic_filter:
                    conditions:
                      - principals: [{group: "%marketing%"}]
                        condition: "true"
                      - condition: "rolname = 'postgres'"
            """,
            1,
            "oid bigint, rolname text, rolcanlogin boolean, current_user text, pace_value_1 text, pace_tokens_1 text",
            "public.odd");
        Assert.Empty(await Platform().CheckAsync(request.Policy, request.Compiled, None));

        await Platform().ApplyAsync(request, None);
        await SqlAs("pace", "grant select on public.odd_view to %other%");

        Assert.Equal(["secret", "secret"], await Rows("marketing", "select pace_value_1 from public.odd_view"));
        Assert.Equal(["secret"], await Rows("fraud", "select pace_value_1 from public.odd_view"));
        Assert.Equal(["****"], await Rows("other", "select pace_value_1 from public.odd_view"));
    }
}
