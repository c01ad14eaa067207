using Pace.Engine.Compilation;
using Pace.Engine.Sql.Dialects;
using Pace.Engine.Tests.Support;

namespace Pace.Engine.Tests.Compilation;

/// <summary>
/// The defects of the existing engine, by their numbers in the list of what Pace must not have, on a real PostgreSQL.
/// Rows that concern grants and what is left behind by earlier versions are tested with the platform.
/// </summary>
public sealed class PostgresDefectTests(PostgresWorld world) : IClassFixture<PostgresWorld>
{
    [PostgresFact]
    public async Task Row_3_what_a_describing_pattern_does_not_match_is_not_shown()
    {
        await world.Run("create table r3 (email text); insert into r3 values ('a@b.c'), ('no mail'), (null)");
        await world.Apply(PolicyText.Of("public.r3", "email text", """
              - field: { name_parts: [ email ] }
                transforms: [ { regexp: { regexp: "^.*(@.*)$", replacement: "****$1" } } ]
        """));

        Assert.Equal(["****@b.c", "∅", "∅"], await world.Query(null, "select email from r3_view"));
    }

    [PostgresFact]
    public async Task Row_3_a_redacting_pattern_takes_out_its_matches_and_leaves_the_rest()
    {
        await world.Run("create table r3b (note text); insert into r3b values ('call 0123'), ('nothing')");
        await world.Apply(PolicyText.Of("public.r3b", "note text", """
              - field: { name_parts: [ note ] }
                transforms: [ { regexp: { regexp: '\d', replacement: '#' } } ]
        """));

        Assert.Equal(["call ####", "nothing"], await world.Query(null, "select note from r3b_view"));
    }

    [PostgresFact]
    public async Task Row_6_a_cheap_function_in_a_readers_predicate_sees_no_hidden_row()
    {
        await world.Run("""
            create table r6 (id int, secret text); insert into r6 values (1, 'shown'), (2, 'hidden');
            create table r6_seen (secret text); grant insert, select on r6_seen to public;
            create function r6_peek(text) returns boolean language plpgsql cost 0.0000001 as
            $$ begin insert into r6_seen values ($1); return true; end $$;
            grant usage on schema public to %reader%
            """);
        await world.Apply(PolicyText.Of("public.r6", "id integer, secret text", "", """
              - generic_filter: { conditions: [ { condition: "id = 1" } ] }
        """));
        await world.Run("grant select on r6_view to %reader%");

        Assert.Equal(["1|shown"], await world.Query("reader", "select * from r6_view where r6_peek(secret)"));
        Assert.Equal(["shown"], await world.Query(null, "select distinct secret from r6_seen"));
    }

    [PostgresFact]
    public async Task Row_6_a_readers_predicate_on_a_masked_column_gets_the_mask()
    {
        await world.Run("""
            create table r6m (secret text); insert into r6m values ('hidden');
            create table r6m_seen (secret text); grant insert, select on r6m_seen to public;
            create function r6m_peek(text) returns boolean language plpgsql cost 0.0000001 as
            $$ begin insert into r6m_seen values ($1); return true; end $$;
            grant usage on schema public to %reader%
            """);
        await world.Apply(PolicyText.Of("public.r6m", "secret text", """
              - field: { name_parts: [ secret ] }
                transforms: [ { principals: [ { group: "%owners%" } ], identity: {} }, { fixed: { value: "***" } } ]
        """));
        await world.Run("grant select on r6m_view to %reader%");

        Assert.Equal(["***"], await world.Query("reader", "select * from r6m_view where r6m_peek(secret)"));
        Assert.Equal(["***"], await world.Query(null, "select distinct secret from r6m_seen"));
    }

    [PostgresFact]
    public async Task Row_8_a_seed_changes_every_hash_of_numbers_and_of_texts()
    {
        await world.Run("create table r8 (a text, b int); insert into r8 values ('x', 7)");
        List<string> seen = [];
        foreach (string seed in new[] { "{}", "{ seed: 1 }", "{ seed: 2 }" })
        {
            await world.Apply(PolicyText.Of("public.r8", "a text, b integer", $$"""
                  - { field: { name_parts: [ a ] }, transforms: [ { hash: {{seed}} } ] }
                  - { field: { name_parts: [ b ] }, transforms: [ { hash: {{seed}} } ] }
            """));
            seen.AddRange((await world.Query(null, "select * from r8_view"))[0].Split('|'));
        }

        Assert.Equal(6, seen.Distinct().Count());
    }

    [PostgresFact]
    public async Task Row_8_a_hash_is_the_sha256_of_seed_and_value()
    {
        await world.Run("create table r8h (a varchar, b bigint, c numeric); insert into r8h values ('abc', 77, 1.500)");
        await world.Apply(PolicyText.Of("public.r8h", "a varchar, b bigint, c numeric", """
              - { field: { name_parts: [ a ] }, transforms: [ { hash: { seed: 1234 } } ] }
              - { field: { name_parts: [ b ] }, transforms: [ { hash: { seed: -5 } } ] }
              - { field: { name_parts: [ c ] }, transforms: [ { hash: {} } ] }
        """));

        Assert.Equal([$"{Hex("1234:abc")}|{Integer("-5:77")}|{Integer("0:1.5")}"], await world.Query(null, "select * from r8h_view"));
    }

    [PostgresFact]
    public async Task Row_9_quotes_dots_and_semicolons_in_names_are_part_of_the_names()
    {
        await world.Run("""
            create table "r9 ""odd""; drop.table" ("a.b; --" text, "c""d" int);
            insert into "r9 ""odd""; drop.table" values ('x', 1), ('y', 2)
            """);
        await world.Apply("""
            metadata: { title: odd }
            source:
              ref: { integration_fqn: 'public."r9 ""odd""; drop.table"', platform: { id: pg, platform_type: POSTGRES } }
              fields: [ { name_parts: [ 'a.b; --' ], type: text }, { name_parts: [ 'c"d' ], type: integer } ]
            rule_sets:
              - target: { ref: { integration_fqn: 'public."r9; view"' } }
                filters: [ { generic_filter: { conditions: [ { condition: '"c""d" > 1' } ] } } ]
            """);

        Assert.Equal(["y|2"], await world.Query(null, "select * from \"r9; view\""));
    }

    [PostgresFact]
    public async Task Row_10_a_hash_of_text_stands_beside_the_text_itself()
    {
        await world.Run("create table r10 (email varchar); insert into r10 values ('a')");
        await world.Apply(PolicyText.Of("public.r10", "email varchar", """
              - field: { name_parts: [ email ] }
                transforms: [ { principals: [ { group: "%r10_group%" } ], identity: {} }, { hash: { seed: 3 } } ]
        """));

        Assert.Equal([Hex("3:a")], await Else("r10_view", "select email from r10_view"));
    }

    [PostgresFact]
    public async Task Row_11_and_12_a_token_table_with_the_sources_names_and_repeated_tokens_changes_no_row()
    {
        await world.Run("""
            create table r11 (id int, card text, "Name" text); create table "R11 tokens" ("Token" text, card text, id int, "Name" text);
            insert into r11 values (1, 't1', 'a'), (2, 't2', 'b'), (3, null, 'c'), (4, 't4', 'd');
            insert into "R11 tokens" values ('t1', 'value 1b', 9, 'n'), ('t1', 'value 1a', 9, 'n'), ('t2', 'value 2', 9, 'n'), ('t4', null, 9, 'n');
            """);
        await world.Apply("""
            metadata: { title: tokens }
            source:
              ref: { integration_fqn: public.r11, platform: { id: pg, platform_type: POSTGRES } }
              fields: [ { name_parts: [ id ], type: integer }, { name_parts: [ card ], type: text }, { name_parts: [ Name ], type: text } ]
            rule_sets:
              - target: { ref: { integration_fqn: public.r11_view } }
                filters: [ { generic_filter: { conditions: [ { condition: "id > 0 and card is distinct from 'x'" } ] } } ]
                field_transforms:
                  - field: { name_parts: [ card ] }
                    transforms:
                      - principals: [ { group: "%investigation%" } ]
                        detokenize:
                          token_source_ref: 'public."R11 tokens"'
                          token_field: { name_parts: [ Token ] }
                          value_field: { name_parts: [ card ] }
                      - identity: {}
            """);
        await world.Run("grant %investigation% to %r11_user%; grant select on r11_view to %r11_other%");

        Assert.Equal(
            ["1|value 1a|a", "2|value 2|b", "3|∅|c", "4|t4|d"],
            await world.Query("r11_user", "select * from r11_view"));
        Assert.Equal(["1|t1|a", "2|t2|b", "3|∅|c", "4|t4|d"], await world.Query("r11_other", "select * from r11_view"));
    }

    [PostgresFact]
    public async Task Row_13_one_token_table_serves_two_fields_and_two_groups()
    {
        await world.Run("""
            create table r13 (a text, b text); create table r13_tokens (token text, value text);
            insert into r13 values ('t1', 't2'); insert into r13_tokens values ('t1', 'one'), ('t2', 'two')
            """);
        const string Detokenize =
            "detokenize: { token_source_ref: public.r13_tokens, token_field: { name_parts: [ token ] }, value_field: { name_parts: [ value ] } }";
        await world.Apply(PolicyText.Of("public.r13", "a text, b text", $$"""
              - field: { name_parts: [ a ] }
                transforms:
                  - { principals: [ { group: "%r13_x%" } ], {{Detokenize}} }
                  - { principals: [ { group: "%r13_y%" } ], {{Detokenize}} }
                  - { nullify: {} }
              - field: { name_parts: [ b ] }
                transforms: [ { {{Detokenize}} } ]
        """));

        Assert.Equal(["one|two"], await world.Query("r13_x", "select * from r13_view"));
        Assert.Equal(["one|two"], await world.Query("r13_y", "select * from r13_view"));
        Assert.Equal(["∅|two"], await Else("r13_view", "select * from r13_view"));
    }

    [PostgresFact]
    public async Task Row_15_names_in_mixed_case_work_in_patterns_and_grants()
    {
        await world.Run("create schema \"Mixed\"; create table \"Mixed\".\"Tab\" (\"EMail\" text); insert into \"Mixed\".\"Tab\" values ('a@b')");
        await world.Apply("""
            metadata: { title: mixed }
            source:
              ref: { integration_fqn: Mixed.Tab, platform: { id: pg, platform_type: POSTGRES } }
              fields: [ { name_parts: [ EMail ], type: text } ]
            rule_sets:
              - target: { ref: { integration_fqn: Mixed.View } }
                field_transforms:
                  - field: { name_parts: [ EMail ] }
                    transforms:
                      - { principals: [ { group: "%Mixed_Case%" } ], regexp: { regexp: "^(.).*$", replacement: "$1*" } }
                      - { nullify: {} }
            """);
        await world.Run("grant usage on schema \"Mixed\" to %Mixed_Case%");

        Assert.Equal(["a*"], await world.Query("Mixed_Case", "select * from \"Mixed\".\"View\""));
    }

    [PostgresFact]
    public async Task Row_16_a_nullified_column_keeps_its_type()
    {
        await world.Run("create table r16 (a numeric(8,2), b timestamptz)");
        await world.Apply(Policy16());

        Assert.Equal(
            ["a|numeric(8,2)", "b|timestamp with time zone"],
            await world.Query(null, "select attname::text, format_type(atttypid, atttypmod) from pg_attribute where attrelid = 'r16_view'::regclass and attnum > 0"));
    }

    [PostgresFact]
    public async Task Row_23_and_24_the_whole_match_and_the_first_group_are_what_they_are_called()
    {
        await world.Run("create table r23 (a text, b text, c text); insert into r23 values ('x12y', 'x12y', 'x12y')");
        await world.Apply(PolicyText.Of("public.r23", "a text, b text, c text", """
              - { field: { name_parts: [ a ] }, transforms: [ { regexp: { regexp: '\d+', replacement: '<$0>' } } ] }
              - { field: { name_parts: [ b ] }, transforms: [ { regexp: { regexp: '(\d)\d' } } ] }
              - { field: { name_parts: [ c ] }, transforms: [ { regexp: { regexp: '\d+' } } ] }
        """));

        Assert.Equal(["x<12>y|1|12"], await world.Query(null, "select * from r23_view"));
    }

    [PostgresFact]
    public async Task Row_25_a_condition_reaches_the_platform_as_it_was_written()
    {
        await world.Run("create table r25 (a text); insert into r25 values ('Straße'), ('b')");
        CompiledPolicy compiled = await world.Apply(PolicyText.Of("public.r25", "a text", "", """
              - generic_filter: { conditions: [ { condition: "a ~* 'STRASSE|stra(ß|x)e' and a::varchar(20) similar to '%e'" } ] }
        """));

        Assert.Contains("(a ~* 'STRASSE|stra(ß|x)e' and a::varchar(20) similar to '%e')", compiled.Views[0].Query, StringComparison.Ordinal);
        Assert.Equal(["Straße"], await world.Query(null, "select * from r25_view"));
    }

    [PostgresFact]
    public async Task Row_26_the_role_in_force_decides_or_the_login_when_the_platform_says_so()
    {
        await world.Run("create table r26 (a text); insert into r26 values ('raw'); grant %r26_group% to %r26_login%");
        string policy = PolicyText.Of("public.r26", "a text", """
              - field: { name_parts: [ a ] }
                transforms: [ { principals: [ { group: "%r26_group%" } ], identity: {} }, { fixed: { value: "mask" } } ]
        """);
        await world.Apply(policy);
        Assert.Equal(["raw"], await world.Query("r26_login", "select * from r26_view"));
        Assert.Equal(["mask"], await Else("r26_view", "select * from r26_view"));

        // The session's login is the superuser, who is a member of every role.
        await world.Apply(policy, JudgeBy.SessionUser);
        Assert.Equal(["raw"], await Else("r26_view", "select * from r26_view"));
    }

    [PostgresFact]
    public async Task Row_28_a_group_in_another_case_matches_nobody()
    {
        await world.Run("create table r28 (a text); insert into r28 values ('raw'); grant %r28_group% to %r28_login%");
        await world.Apply(PolicyText.Of("public.r28", "a text", """
              - field: { name_parts: [ a ] }
                transforms: [ { principals: [ { group: "%R28_GROUP%" } ], identity: {} }, { fixed: { value: "mask" } } ]
        """));
        await world.Run("grant select on r28_view to %r28_login%");

        Assert.Equal(["mask"], await world.Query("r28_login", "select * from r28_view"));
    }

    [PostgresFact]
    public async Task Row_30_the_first_branch_that_matches_decides_for_a_member_of_two_groups()
    {
        await world.Run("create table r30 (a text); insert into r30 values ('raw'); grant %r30_a% to %r30_login%; grant %r30_b% to %r30_login%");
        await world.Apply(PolicyText.Of("public.r30", "a text", """
              - field: { name_parts: [ a ] }
                transforms:
                  - { principals: [ { group: "%r30_b%" } ], fixed: { value: "first" } }
                  - { principals: [ { group: "%r30_a%" } ], identity: {} }
                  - { nullify: {} }
        """));

        Assert.Equal(["first"], await world.Query("r30_login", "select * from r30_view"));
    }

    [PostgresFact]
    public async Task A_role_that_was_dropped_matches_nobody_and_breaks_nothing()
    {
        await world.Run("create table gone (a text); insert into gone values ('raw')");
        await world.Apply(PolicyText.Of("public.gone", "a text", """
              - field: { name_parts: [ a ] }
                transforms: [ { principals: [ { group: "%gone_group%" } ], identity: {} }, { fixed: { value: "mask" } } ]
        """));
        await world.Run("revoke all on gone_view from %gone_group%; drop role %gone_group%");

        Assert.Equal(["mask"], await world.Query(null, "select * from gone_view"));
    }

    [PostgresFact]
    public async Task A_limit_of_days_does_not_move_with_the_readers_time_zone()
    {
        await world.Run("""
            create table late (id int, at timestamp);
            insert into late values (1, (now() at time zone 'UTC') - interval '23 hours'), (2, (now() at time zone 'UTC') - interval '25 hours')
            """);
        await world.Apply(PolicyText.Of("public.late", "id integer, at timestamp", "", """
              - retention_filter: { field: { name_parts: [ at ] }, conditions: [ { period: { days: 1 } } ] }
        """));

        foreach (string zone in new[] { "Etc/GMT+12", "UTC", "Etc/GMT-14" })
        {
            Assert.Equal(["1"], await world.Query(null, $"set timezone = '{zone}'; select id from late_view"));
        }
    }

    [PostgresFact]
    public async Task Rounding_is_exact_where_a_quotient_would_not_be()
    {
        await world.Run("create table far (a bigint, b bigint, c bigint); insert into far select n, n, n from unnest(array[9000000000000000001, -9000000000000000001, 7, -7, 0]) n");
        await world.Apply(PolicyText.Of("public.far", "a bigint, b bigint, c bigint", """
              - { field: { name_parts: [ a ] }, transforms: [ { numeric_rounding: { floor: { divisor: 2 } } } ] }
              - { field: { name_parts: [ b ] }, transforms: [ { numeric_rounding: { ceil: { divisor: 2 } } } ] }
              - { field: { name_parts: [ c ] }, transforms: [ { numeric_rounding: { round: { divisor: 2, precision: 0 } } } ] }
        """));

        Assert.Equal(
            ["-8|-6|-8", "-9000000000000000002|-9000000000000000000|-9000000000000000002", "0|0|0", "6|8|8", "9000000000000000000|9000000000000000002|9000000000000000002"],
            await world.Query(null, "select * from far_view"));
    }

    private static string Policy16() => """
        metadata: { title: types }
        source:
          ref: { integration_fqn: public.r16, platform: { id: pg, platform_type: POSTGRES } }
          fields: [ { name_parts: [ a ], type: "numeric(8,2)" }, { name_parts: [ b ], type: timestamptz } ]
        rule_sets:
          - target: { ref: { integration_fqn: public.r16_view } }
            field_transforms:
              - { field: { name_parts: [ a ] }, transforms: [ { nullify: {} } ] }
              - { field: { name_parts: [ b ] }, transforms: [ { nullify: {} } ] }
        """;

    // Somebody who is in no group that a policy names.
    private async Task<string[]> Else(string view, string query)
    {
        await world.Run($"grant select on {view} to %everyone_else%");
        return await world.Query("everyone_else", query);
    }

    private static string Hex(string text) =>
        Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(text)));

    private static long Integer(string text) => System.Buffers.Binary.BinaryPrimitives.ReadInt64BigEndian(
        System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(text)));
}
