using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Pace.Engine.Diagnostics;
using Pace.Engine.Platforms.Sqlite;
using Pace.Engine.Tests.Platforms.Sqlite.Support;

namespace Pace.Engine.Tests.Platforms.Sqlite;

/// <summary>What views show through Pace's connection.</summary>
public sealed class SqliteViewTests : IDisposable
{
    private readonly SqliteFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Each_principal_sees_what_the_policy_says()
    {
        SqlitePlatform platform = await DemoAsync();
        await platform.ApplyAsync(SamplePolicies.Demo);

        Assert.Equal(
            [
                [1, "ann@x.org", 17, 10.25m, new DateOnly(2020, 1, 1)], [2, "bob@y.org", 33, 20.50m, new DateOnly(2029, 12, 31)],
                [3, null, null, null, null],
            ],
            await platform.ValuesAsync("demo_view", "administrator"));
        Assert.Equal([[2, "****@y.org", 30, 20m, null]], await platform.ValuesAsync("demo_view", "marketing"));
        Assert.Equal([[2, "?", 30, 20m, null]], await platform.ValuesAsync("demo_view"));
        Assert.Equal(
            [[1, "ann@x.org", 17, 10.25m, new DateOnly(2020, 1, 1)]],
            (await platform.ValuesAsync("demo_view", "marketing", "administrator"))[..1]);
    }

    [Fact]
    public async Task A_view_of_somebodys_own_is_seen_as_principals_only_where_it_reads_one_of_Paces()
    {
        SqlitePlatform platform = await DemoAsync();
        await platform.ApplyAsync(SamplePolicies.Demo);
        _folder.Run("create view mine as select * from demo", _folder.EmbeddedFile);
        _folder.Run("create view over as select email from demo_view", _folder.EmbeddedFile);

        PaceException error = await Assert.ThrowsAsync<PaceException>(() => platform.ValuesAsync("mine", "marketing"));
        Assert.Equal(PaceErrorKind.NotSupported, error.Kind);
        Assert.Contains("no policy made", error.Message, StringComparison.Ordinal);
        Assert.Equal([["****@y.org"]], await platform.ValuesAsync("over", "marketing"));
        Assert.Equal([["?"]], await platform.ValuesAsync("over"));
    }

    [Fact]
    public async Task Values_have_the_types_that_PostgreSQL_gives_the_columns()
    {
        SqlitePlatform platform = await DemoAsync();
        await platform.ApplyAsync(
            """
            source:
              ref: { integration_fqn: demo, platform: { id: embedded, platform_type: SQLITE } }
              fields:
                - { name_parts: [ id ], type: integer }
                - { name_parts: [ email ], type: text }
                - { name_parts: [ age ], type: smallint }
                - { name_parts: [ amount ], type: "numeric(10,2)" }
            rule_sets:
              - target: { ref: { integration_fqn: v } }
                field_transforms:
                  - field: { name_parts: [ id ] }
                    transforms: [ { principals: [ { group: a } ], hash: { seed: "7" } }, { principals: [], identity: {} } ]
                  - field: { name_parts: [ email ] }
                    transforms: [ { principals: [ { group: a } ], hash: { seed: "7" } }, { principals: [], sql_statement: { statement: "email || '!'" } } ]
                  - field: { name_parts: [ age ] }
                    transforms: [ { principals: [ { group: a } ], sql_statement: { statement: "age + 1" } }, { principals: [], fixed: { value: "0" } } ]
                  - field: { name_parts: [ amount ] }
                    transforms: [ { principals: [ { group: a } ], sql_statement: { statement: "amount * 2 - 0.5" } }, { principals: [], nullify: {} } ]
            """);

        object?[] first = (await platform.ValuesAsync("v"))[0];
        object?[] hashed = (await platform.ValuesAsync("v", "a"))[0];

        // integer and bigint have bigint in common; smallint and integer literal integer.
        Assert.Equal([1L, "ann@x.org!", 0, null], first);
        byte[] digest = SHA256.HashData(Encoding.UTF8.GetBytes("7:1"));
        Assert.Equal(BinaryPrimitives.ReadInt64BigEndian(digest), hashed[0]);
        Assert.Equal(Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes("7:ann@x.org"))).ToLowerInvariant(), hashed[1]);
        Assert.Equal([18, 20.00m], hashed[2..]);
        Assert.Equal([typeof(int), typeof(decimal)], hashed[2..].Select(value => value!.GetType()));
    }

    [Fact]
    public async Task An_aggregate_is_over_the_rows_that_are_shown_and_NULL_is_a_partition()
    {
        SqlitePlatform platform = _folder.Embedded();
        await platform.ImportAsync(
            "sales",
            ["id integer", "region text", "amount numeric(10,2)", "qty bigint", "price double precision", "day date"],
            [
                [1, "n", 1.10m, 1L, 0.5, "2024-01-01"], [2, "s", 2m, 2L, 1.5, "2024-01-02"], [3, null, 3m, 3L, 2.5, "2024-01-03"],
                [4, "n", 4m, long.MaxValue, 3.5, "2024-01-04"], [5, null, null, null, null, null], [6, "hidden", 100m, 9L, 9.5, "2024-01-06"],
            ]);
        string Aggregates(string kind, string by) =>
            $$"""
            source:
              ref: { integration_fqn: sales, platform: { id: embedded, platform_type: SQLITE } }
              fields:
                - { name_parts: [ id ], type: integer }
                - { name_parts: [ region ], type: text }
                - { name_parts: [ amount ], type: "numeric(10,2)" }
                - { name_parts: [ qty ], type: bigint }
                - { name_parts: [ price ], type: double precision }
                - { name_parts: [ day ], type: date }
            rule_sets:
              - target: { ref: { integration_fqn: v } }
                filters: [ { generic_filter: { conditions: [ { principals: [], condition: "id < 6" } ] } } ]
                field_transforms:
                  - { field: { name_parts: [ amount ] }, transforms: [ { principals: [], aggregation: { {{kind}}, {{by}} } } ] }
                  - { field: { name_parts: [ qty ] }, transforms: [ { principals: [], aggregation: { {{kind}}, {{by}} } } ] }
                  - { field: { name_parts: [ price ] }, transforms: [ { principals: [], aggregation: { {{kind}}, {{by}} } } ] }
            """;
        const string Region = "partition_by: [ { name_parts: [ region ] } ]";
        const string Nothing = "partition_by: []";

        await platform.ApplyAsync(Aggregates("sum: {}", Region));
        Assert.Equal(
            [
                [1, "n", 5.10m, 9223372036854775808m, 4.0], [2, "s", 2.00m, 2m, 1.5], [3, null, 3.00m, 3m, 2.5],
                [4, "n", 5.10m, 9223372036854775808m, 4.0], [5, null, 3.00m, 3m, 2.5],
            ],
            (await platform.ValuesAsync("v")).Select(row => row[..5]));

        await platform.ApplyAsync(Aggregates("min: {}", Nothing), 2);
        Assert.Equal(Enumerable.Repeat<object?[]>([1.10m, 1L, 0.5], 5), (await platform.ValuesAsync("v")).Select(row => row[2..5]));

        await platform.ApplyAsync(Aggregates("avg: { precision: 1 }", Region), 3);
        Assert.Equal([2.6m, 4611686018427387904.0m, 2.0m], (await platform.ValuesAsync("v"))[0][2..5]);
    }

    [Fact]
    public async Task Numbers_that_are_equal_are_one_partition_and_one_token_however_they_are_written()
    {
        SqlitePlatform platform = _folder.User(
            """
            create table t (id int, n numeric text(10,2), v int);
            insert into t values (1, '1.10', 1), (2, '1.1', 2), (3, '2', 4);
            create table tokens (token text, value text);
            insert into tokens values ('1.100', '7.0'), ('1.1', '6.5'), ('2.0', null);
            """);
        await platform.ApplyAsync(
            """
            source:
              ref: { integration_fqn: t, platform: { id: sales, platform_type: SQLITE } }
              fields:
                - { name_parts: [ id ], type: bigint }
                - { name_parts: [ n ], type: "numeric(10,2)" }
                - { name_parts: [ v ], type: bigint }
            rule_sets:
              - target: { ref: { integration_fqn: w } }
                field_transforms:
                  - field: { name_parts: [ n ] }
                    transforms:
                      - principals: [ { group: a } ]
                        detokenize: { token_source_ref: tokens, token_field: { name_parts: [ token ] }, value_field: { name_parts: [ value ] } }
                      - { principals: [], identity: {} }
                  - field: { name_parts: [ v ] }
                    transforms: [ { principals: [], aggregation: { max: {}, partition_by: [ { name_parts: [ n ] } ] } } ]
            """);

        Assert.Equal([[1L, 1.10m, 2L], [2L, 1.1m, 2L], [3L, 2m, 4L]], await platform.ValuesAsync("w"));
        Assert.Equal([[1L, 6.5m, 2L], [2L, 6.5m, 2L], [3L, 2m, 4L]], await platform.ValuesAsync("w", "a"));
    }

    [Fact]
    public async Task A_value_that_is_not_of_its_fields_type_is_an_error_that_names_the_column_and_not_the_value()
    {
        SqlitePlatform platform = _folder.User("create table t (id, age); insert into t values (1, 20), (2, 'secret')");
        await platform.ApplyAsync(SamplePolicies.TwoIntegers("age > 17", "identity: {}"));

        PaceException error = await Assert.ThrowsAsync<PaceException>(() => platform.ValuesAsync("v"));

        Assert.Equal((PaceErrorKind.DataInvalid, "sales"), (error.Kind, error.Target));
        Assert.Contains("the value of 'age' is no bigint", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_value_that_is_only_shown_must_be_of_its_columns_type_too()
    {
        SqlitePlatform platform = _folder.User("create table t (id, age); insert into t values (1, 'x')");
        await platform.ApplyAsync(SamplePolicies.TwoIntegers("id = 1", "identity: {}"));

        PaceException error = await Assert.ThrowsAsync<PaceException>(() => platform.ValuesAsync("v"));

        Assert.Equal(PaceErrorKind.DataInvalid, error.Kind);
    }

    [Theory]
    [InlineData("age + 9223372036854775807 > 0")]
    [InlineData("age - 9223372036854775807 - 9 < 0")]
    [InlineData("age * 4611686018427387904 < 0")]
    [InlineData("-(age - 9223372036854775807 - 3) > 0")]
    public async Task Leaving_an_integers_range_is_an_error_and_never_a_floating_point_number(string condition)
    {
        SqlitePlatform platform = _folder.User("create table t (id, age); insert into t values (1, 2)");
        await platform.ApplyAsync(SamplePolicies.TwoIntegers(condition, "identity: {}"));

        PaceException error = await Assert.ThrowsAsync<PaceException>(() => platform.ValuesAsync("v"));

        Assert.Equal(PaceErrorKind.DataInvalid, error.Kind);
        Assert.Contains("a computed value is outside the range of bigint", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Equality_of_texts_is_exact_whatever_collation_a_column_has()
    {
        SqlitePlatform platform = _folder.User(
            "create table t (id int, x text collate nocase); insert into t values (1, 'A'), (2, 'a'), (3, 'B'), (4, 'ä'), (5, 'a ')");
        await platform.ApplyAsync(
            """
            source:
              ref: { integration_fqn: t, platform: { id: sales, platform_type: SQLITE } }
              fields: [ { name_parts: [ id ], type: bigint }, { name_parts: [ x ], type: text } ]
            rule_sets:
              - target: { ref: { integration_fqn: equal } }
                filters: [ { generic_filter: { conditions: [ { principals: [], condition: "x = 'a'" } ] } } ]
              - target: { ref: { integration_fqn: contained } }
                filters: [ { generic_filter: { conditions: [ { principals: [], condition: "x in ('a', 'b')" } ] } } ]
              - target: { ref: { integration_fqn: liked } }
                filters: [ { generic_filter: { conditions: [ { principals: [], condition: "x like 'a%'" } ] } } ]
              - target: { ref: { integration_fqn: greater } }
                filters: [ { generic_filter: { conditions: [ { principals: [], condition: "x > 'B'" } ] } } ]
            """);

        Assert.Equal([2L], (await platform.ValuesAsync("equal")).Select(row => row[0]));
        Assert.Equal([2L], (await platform.ValuesAsync("contained")).Select(row => row[0]));
        Assert.Equal([2L, 5L], (await platform.ValuesAsync("liked")).Select(row => row[0]));
        Assert.Equal([2L, 4L, 5L], (await platform.ValuesAsync("greater")).Select(row => row[0]));
    }

    [Fact]
    public async Task An_empty_text_is_no_NULL()
    {
        SqlitePlatform platform = _folder.User("create table t (id int, x text); insert into t values (1, ''), (2, null)");
        await platform.ApplyAsync(
            """
            source:
              ref: { integration_fqn: t, platform: { id: sales, platform_type: SQLITE } }
              fields: [ { name_parts: [ id ], type: bigint }, { name_parts: [ x ], type: text } ]
            rule_sets:
              - target: { ref: { integration_fqn: v } }
                filters: [ { generic_filter: { conditions: [ { principals: [], condition: "x = ''" } ] } } ]
                field_transforms:
                  - field: { name_parts: [ x ] }
                    transforms: [ { principals: [ { group: a } ], identity: {} }, { principals: [], regexp: { regexp: "a*", replacement: "" } } ]
            """);

        Assert.Equal([[1L, ""]], await platform.ValuesAsync("v"));
        Assert.Equal([[1L, ""]], await platform.ValuesAsync("v", "a"));
    }

    [Fact]
    public async Task Retention_counts_days_of_24_hours_back_from_now()
    {
        _folder.Clock.Now = new DateTimeOffset(2030, 1, 10, 12, 0, 0, TimeSpan.Zero);
        SqlitePlatform platform = _folder.User(
            """
            create table t (id int, d date, ts datetime, tz text);
            insert into t values
                (1, '2030-01-01', '2030-01-01 12:00:00', '2030-01-01 12:00:00Z'),
                (2, '2030-01-02', '2030-01-01T12:00:00.000001', '2030-01-01 13:00:00.000001+01'),
                (3, null, null, null), (4, '0001-01-01', '0001-01-01', '0001-01-01 00:00Z');
            """);
        string Retain(string field, string days) =>
            $$"""
            source:
              ref: { integration_fqn: t, platform: { id: sales, platform_type: SQLITE } }
              fields:
                - { name_parts: [ id ], type: bigint }
                - { name_parts: [ d ], type: date }
                - { name_parts: [ ts ], type: timestamp }
                - { name_parts: [ tz ], type: timestamptz }
            rule_sets:
              - target: { ref: { integration_fqn: v } }
                filters: [ { retention_filter: { field: { name_parts: [ {{field}} ] }, conditions: [ { principals: [ { group: a } ] }, { principals: [], period: { days: {{days}} } } ] } } ]
            """;
        int version = 0;
        foreach (string field in new[] { "d", "ts", "tz" })
        {
            await platform.ApplyAsync(Retain(field, "\"9\""), ++version);
            Assert.Equal([2L], (await platform.ValuesAsync("v")).Select(row => row[0]));
            Assert.Equal([1L, 2L, 3L, 4L], (await platform.ValuesAsync("v", "a")).Select(row => row[0]));
            await platform.ApplyAsync(Retain(field, "\"1000000\""), ++version);
            Assert.Equal([1L, 2L, 4L], (await platform.ValuesAsync("v")).Select(row => row[0]));
        }
    }

    [Fact]
    public async Task Rows_keep_the_order_of_the_source_with_tokens_and_aggregates_too()
    {
        SqlitePlatform platform = _folder.Embedded();
        int[] ids = [.. Enumerable.Range(0, 500).Select(at => (at * 7919) % 500)];
        await platform.ImportAsync("t", ["id integer", "x text"], ids.Select(id => new object?[] { id, $"t{id % 7}" }));
        await platform.ImportAsync("tokens", ["token text", "value text"], [["t3", "three"], ["t1", "one"]]);
        _folder.Run("create index i on t(x, id); create index j on tokens(token, value)", _folder.EmbeddedFile);

        await platform.ApplyAsync(SamplePolicies.TokensAndAggregates);

        Assert.Equal(ids.Select(id => (object?)id), (await platform.ValuesAsync("v", "a")).Select(row => row[0]));
        Assert.Equal(
            ids.Select(id => (object?)(id % 7 == 3 ? "three" : id % 7 == 1 ? "one" : $"t{id % 7}")),
            (await platform.ValuesAsync("v", "a")).Select(row => row[1]));
    }

    [Fact]
    public async Task Names_that_try_to_be_SQL_are_names()
    {
        const string Hostile = "x\"; drop table \"t\" --";
        SqlitePlatform platform = _folder.Embedded();
        await platform.ImportAsync(Hostile, ["id integer", "pace_rows integer", "pace_aggregates_1 integer"], [[1, 2, 3]]);
        string quoted = "\"" + Hostile.Replace("\"", "\"\"", StringComparison.Ordinal) + "\"";
        await platform.ApplyAsync(
            $$"""
            source:
              ref: { integration_fqn: '{{quoted}}', platform: { id: embedded, platform_type: SQLITE } }
              fields:
                - { name_parts: [ id ], type: integer }
                - { name_parts: [ pace_rows ], type: integer }
                - { name_parts: [ pace_aggregates_1 ], type: integer }
            rule_sets:
              - target: { ref: { integration_fqn: 'pace_rows' } }
                field_transforms:
                  - field: { name_parts: [ pace_rows ] }
                    transforms: [ { principals: [ { group: "*/ '; --" } ], fixed: { value: "9" } }, { principals: [], aggregation: { sum: {}, partition_by: [ { name_parts: [ pace_aggregates_1 ] } ] } } ]
            """);

        Assert.Equal([[1, 2L, 3]], await platform.ValuesAsync("pace_rows"));
        Assert.Equal([[1, 9L, 3]], await platform.ValuesAsync("pace_rows", "*/ '; --"));
    }

    [Fact]
    public async Task A_principal_that_no_policy_names_is_refused_with_the_nearest()
    {
        SqlitePlatform platform = await DemoAsync();
        await platform.ApplyAsync(SamplePolicies.Demo);

        PaceException unknown = await Assert.ThrowsAsync<PaceException>(() => platform.ValuesAsync("demo_view", "marketng"));
        PaceException table = await Assert.ThrowsAsync<PaceException>(() => platform.ValuesAsync("demo", "marketing"));

        Assert.Contains("did you mean 'marketing'?", unknown.Message, StringComparison.Ordinal);
        Assert.Equal(PaceErrorKind.NotSupported, table.Kind);
    }

    [Fact]
    public async Task A_view_over_another_policys_view_is_seen_as_the_same_principal()
    {
        SqlitePlatform platform = await DemoAsync();
        await platform.ApplyAsync(SamplePolicies.Demo);
        _folder.Run("create view mine as select email from demo_view where id = 2", _folder.EmbeddedFile);

        Assert.Equal([["?"]], await platform.ValuesAsync("mine"));
        Assert.Equal([["****@y.org"]], await platform.ValuesAsync("mine", "marketing"));
    }

    [Fact]
    public async Task A_view_follows_its_renamed_table_and_wants_its_policy_again_when_a_column_is_renamed()
    {
        SqlitePlatform platform = _folder.User("create table t (id int, age int); insert into t values (1, 20)");
        await platform.ApplyAsync(SamplePolicies.TwoIntegers("age > 17", "fixed: { value: \"0\" }"));

        _folder.Run("alter table t rename to moved");
        Assert.Equal([[1L, 0L]], await platform.ValuesAsync("v"));
        _folder.Run("alter table moved rename column id to number");
        PaceException error = await Assert.ThrowsAsync<PaceException>(() => platform.ValuesAsync("v"));

        Assert.Equal((PaceErrorKind.PlatformRefused, "v"), (error.Kind, error.Target));
        Assert.Contains("one was renamed", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Other_programs_cannot_read_the_views()
    {
        SqlitePlatform platform = await DemoAsync();
        await platform.ApplyAsync(SamplePolicies.Demo);

        Assert.Throws<Microsoft.Data.Sqlite.SqliteException>(() => _folder.Run("select * from demo_view", _folder.EmbeddedFile));
    }

    private async Task<SqlitePlatform> DemoAsync()
    {
        SqlitePlatform platform = _folder.Embedded();
        await platform.ImportAsync(
            "demo",
            ["id integer!", "email text", "age smallint", "amount numeric(10,2)", "joined date"],
            [[1, "ann@x.org", 17, 10.25m, "2020-01-01"], [2, "bob@y.org", 33, 20.5m, "2029-12-31"], [3, null, null, null, null]]);
        return platform;
    }
}
