using Pace.Engine.Diagnostics;
using Pace.Engine.Evaluation;
using Pace.Engine.Platforms;
using Pace.Engine.Policies;
using Pace.Engine.Postgres.Tests.Support;

namespace Pace.Engine.Postgres.Tests;

/// <summary>Rows as audiences would see them, by the server's own SQL.</summary>
public sealed class EvaluationTests : PostgresTest
{
    private const string Fields = "id bigint, email text, age integer, brand varchar";

    private const string Rules =
        """
        - target:
            ref:
              integration_fqn: public.demo_view
          filters:
            - generic_filter:
                conditions:
                  - { principals: [{ group: fraud }], condition: "true" }
                  - { principals: [], condition: "age > 17" }
          field_transforms:
            - field: { name_parts: [email] }
              transforms:
                - { principals: [{ group: fraud }], identity: {} }
                - { principals: [{ group: marketing }, { group: sales }], regexp: { regexp: "^.*(@.*)$", replacement: "****$1" } }
                - { principals: [], nullify: {} }
        """;

    private static readonly SampleTable Sample = new(
        ["brand", "age", "id", "email", "unlisted"],
        [["Nokia", 16, 2L, "bob@gmail.com", 0], ["Apple", "33", "1", "ann@hotmail.com", null], [null, null, 3, null, ""]]);

    [PostgresFact]
    public async Task Each_audience_sees_its_own_rows_and_values_and_no_group_needs_to_be_there()
    {
        DataPolicy policy = (await Request(Rules)).Policy;

        IReadOnlyList<EvaluatedView> views = await Platform().EvaluateAsync(
            new EvaluationRequest(policy, [Audience.Of("fraud"), Audience.Of("sales"), new Audience(["marketing", "fraud"]), Audience.EveryoneElse])
            {
                Sample = Sample,
            },
            None);

        Assert.Equal(["fraud", "sales", "marketing, fraud", "everyone else"], views.Select(view => view.Audience.ToString()));
        Assert.All(views, view => Assert.Equal("public.demo_view", view.Target.ToString()));
        Assert.All(views, view => Assert.Equal(["id", "email", "age", "brand"], view.Columns));
        Assert.Equal(["2|bob@gmail.com|16|Nokia", "1|ann@hotmail.com|33|Apple", "3|-|-|-"], Lines(views[0]));
        Assert.Equal(["1|****@hotmail.com|33|Apple"], Lines(views[1]));
        Assert.Equal(Lines(views[0]), Lines(views[2]));
        Assert.Equal(["1|-|33|Apple"], Lines(views[3]));
        Assert.IsType<long>(views[0].Rows[0][0]);
        Assert.IsType<int>(views[0].Rows[0][2]);
    }

    [PostgresFact]
    public async Task A_principal_that_the_policy_does_not_name_is_refused()
    {
        DataPolicy policy = (await Request(Rules)).Policy;
        PaceException error = await Refused(
            () => Evaluate(new(policy, [Audience.Of("frad")]) { Sample = Sample }), PaceErrorKind.PrincipalNotFound);
        Assert.Contains("did you mean 'fraud'?", error.Message, StringComparison.Ordinal);
    }

    [PostgresFact]
    public async Task Without_a_sample_the_first_rows_of_the_source_are_shown()
    {
        await SqlAs("pace", Demo + "insert into demo select n, n || '@x.org', n, null from generate_series(10, 200) n");
        DataPolicy policy = (await Request(Rules)).Policy;
        EvaluationRequest request = new(policy, [Audience.Of("fraud")]);

        Assert.Equal(100, (await Evaluate(request)).Rows.Count);
        Assert.Equal(["1|ann@hotmail.com|33|Apple", "2|bob@gmail.com|16|Nokia"], Lines(await Evaluate(request with { First = 2 })));
        Assert.Empty((await Evaluate(request with { First = 0 })).Rows);
    }

    [PostgresFact]
    public async Task Types_are_those_that_the_view_would_have_on_the_server()
    {
        DataPolicy policy = (await Request(
            """
            - target: { ref: { integration_fqn: public.v } }
              field_transforms:
                - { field: { name_parts: [a] }, transforms: [{ hash: { seed: 7 } }] }
                - { field: { name_parts: [b] }, transforms: [{ aggregation: { sum: {} } }] }
                - { field: { name_parts: [f] }, transforms: [{ sql_statement: { statement: "c + 1" } }] }
            """,
            fields: "a integer, b smallint, c numeric(10,2), d varchar(20), e timestamptz, f double precision")).Policy;

        EvaluatedView view = await Evaluate(new EvaluationRequest(policy, [Audience.EveryoneElse])
        {
            Sample = new(["a", "b", "c", "d", "e", "f"], [[1, 2, 1.5m, "x", new DateTimeOffset(2024, 2, 29, 1, 0, 0, TimeSpan.FromHours(2)), 0.1]]),
        });

        Assert.Equal(
            ["BigInt", "BigInt", "Numeric 10,2", "VarChar 20", "TimestampTz", "Numeric"],
            view.Types!.Select(type => $"{type.Kind} {string.Join(',', type.Arguments)}".TrimEnd()));
        Assert.Equal([2L, 1.50m, "x", new DateTimeOffset(2024, 2, 28, 23, 0, 0, TimeSpan.Zero), 2.50m], view.Rows[0].Skip(1));
    }

    [PostgresFact]
    public async Task Values_are_read_by_the_types_of_the_policy_and_rows_keep_their_order()
    {
        await SqlAs("pace", "create type public.mood as enum ('sad', 'glad')");
        DataPolicy policy = (await Request(
            "- target: { ref: { integration_fqn: public.v } }",
            fields: "a boolean, b date, c timestamp, d text, e bytea, f integer[], g public.mood, h uuid, i double precision, j numeric")).Policy;
        object?[] row =
        [
            true, new DateOnly(2024, 2, 29), new DateTime(2024, 2, 29, 12, 34, 56).AddTicks(1234560), "a\tb\\N\r\n\"'é😀", new byte[] { 0, 255 },
            new object?[] { 1, null }, "glad", Guid.Parse("6f8a2ab6-6a4e-4f8e-9b5e-000000000001"), -1.5e-7, -0.10m,
        ];
        object?[] texts = ["false", "2024-02-29", "2024-02-29 12:34:56", "", "\\x00", "{}", "sad", row[7]!.ToString(), "1e300", "12345678901234567890123456789.5"];

        EvaluatedView view = await Evaluate(new EvaluationRequest(policy, [Audience.EveryoneElse])
        {
            Sample = new(["a", "b", "c", "d", "e", "f", "g", "h", "i", "j"], [row, texts, new object?[10], .. Enumerable.Repeat(row, 500)]),
        });

        Assert.Equal(row, view.Rows[0]);
        Assert.Equal(
            [
                false, row[1], new DateTime(2024, 2, 29, 12, 34, 56), "", new byte[] { 0 }, Array.Empty<object?>(), "sad", row[7], 1e300,
                "12345678901234567890123456789.5",
            ],
            view.Rows[1]);
        Assert.Equal(new object?[10], view.Rows[2]);
        Assert.Equal(503, view.Rows.Count);
    }

    [PostgresFact]
    public async Task Detokenize_never_multiplies_rows_and_takes_tables_in_hand_before_the_platforms_own()
    {
        await SqlAs("pace", """
            create schema tokens;
            create table tokens.emails (token text, plain text);
            insert into tokens.emails values ('t1', 'theirs')
            """);
        DataPolicy policy = (await Request(
            """
            - target: { ref: { integration_fqn: public.demo_view } }
              field_transforms:
                - field: { name_parts: [email] }
                  transforms:
                    - principals: [{ group: fraud }]
                      detokenize: { token_source_ref: tokens.emails, token_field: { name_parts: [token] }, value_field: { name_parts: [plain] } }
                    - { principals: [], identity: {} }
            """,
            fields: "id bigint, email varchar(4)")).Policy;
        EvaluationRequest request = new(policy, [Audience.Of("fraud")])
        {
            Sample = new(["id", "email"], [[1, "t1"], [2, "t2"], [3, "t1"], [4, null]]),
        };
        SampleTable tokens = new(["plain", "token"], [["b@example.com", "t1"], ["a@example.com", "t1"], ["c", null], ["t1", "t1 "]]);

        Assert.Equal(["1|theirs", "2|t2", "3|theirs", "4|-"], Lines(await Evaluate(request)));
        Dictionary<string, SampleTable> inHand = new() { ["tokens.emails"] = tokens };
        Assert.Equal(["1|a@example.com", "2|t2", "3|a@example.com", "4|-"], Lines(await Evaluate(request with { TokenTables = inHand })));
        await Sql("drop schema tokens cascade");
        Assert.Equal(4, (await Evaluate(request with { TokenTables = inHand })).Rows.Count);
        PaceException missing = await Refused(() => Evaluate(request), PaceErrorKind.PolicyInvalid);
        Assert.Contains("there is no token table 'tokens.emails'", missing.Message, StringComparison.Ordinal);
    }

    [PostgresFact]
    public async Task A_value_that_is_not_of_its_type_is_told_by_row_and_column_and_never_shown()
    {
        DataPolicy policy = (await Request("- target: { ref: { integration_fqn: public.v } }", fields: "a integer, b varchar(5), c date, d uuid, e char(2)")).Policy;
        SampleTable good = new(["a", "b", "c", "d", "e"], [.. Enumerable.Repeat<object?[]>([1, "x", "2024-02-29", null, "ab  "], 300)]);

        async Task<string> Complaint(int row, int column, object value)
        {
            object?[][] rows = [.. good.Rows.Select(values => values.ToArray())];
            rows[row][column] = value;
            EvaluationRequest request = new(policy, [Audience.EveryoneElse]) { Sample = good with { Rows = rows } };
            PaceException error = await Refused(() => Evaluate(request), PaceErrorKind.DataInvalid);
            Assert.Null(error.InnerException);
            Assert.DoesNotContain(value.ToString()!, error.Message, StringComparison.Ordinal);
            return error.Message;
        }

        Assert.Equal("Row 218 of the sample: the value of 'a' is no integer.", await Complaint(217, 0, "12x"));
        Assert.Equal("Row 1 of the sample: the value of 'a' is outside the range of integer.", await Complaint(0, 0, 3000000000L));
        Assert.Equal("Row 300 of the sample: the value of 'b' is longer than 5 characters.", await Complaint(299, 1, "sesame"));
        Assert.Equal("Row 8 of the sample: the value of 'c' is no date such as 2024-12-31.", await Complaint(7, 2, "2023-02-29"));
        Assert.Equal("Row 4 of the sample: the value of 'd' is no uuid.", await Complaint(3, 3, "6f8a2ab6"));
        Assert.Equal("Row 5 of the sample: the value of 'e' is no char(2).", await Complaint(4, 4, "sesame"));
        Assert.Contains("NUL", await Complaint(2, 1, "a\0b"), StringComparison.Ordinal);
        PaceException missing = await Refused(
            () => Evaluate(new(policy, [Audience.EveryoneElse]) { Sample = new(["a", "B", "c", "d", "e"], []) }), PaceErrorKind.DataInvalid);
        Assert.StartsWith("The sample has no column 'b' (did you mean 'B'?).", missing.Message, StringComparison.Ordinal);
    }

    [PostgresFact]
    public async Task What_the_server_refuses_of_the_policys_own_SQL_is_told_with_its_place()
    {
        DataPolicy policy = (await Request(
            """
            - target: { ref: { integration_fqn: public.demo_view } }
              filters:
                - generic_filter: { conditions: [{ principals: [], condition: "agee > 17" }] }
              field_transforms:
                - { field: { name_parts: [brand] }, transforms: [{ sql_statement: { statement: "no_such_function(brand)" } }] }
            """)).Policy;

        PaceException error = await Refused(
            () => Evaluate(new(policy, [Audience.EveryoneElse]) { Sample = Sample }), PaceErrorKind.PolicyInvalid);

        Assert.Equal(
            ["rule_sets[0].filters[0].generic_filter.conditions[0].condition", "rule_sets[0].field_transforms[0].transforms[0].sql_statement.statement"],
            error.Diagnostics.Select(problem => problem.Path));
        Assert.All(error.Diagnostics, problem => Assert.True(problem is { File: "demo.yaml", Position: not null }));
    }

    [PostgresFact]
    public async Task The_policys_own_SQL_may_name_the_source_as_it_may_in_a_view()
    {
        await SqlAs("pace", Demo);
        ApplyRequest request = await Request(
            """
            - target: { ref: { integration_fqn: public.demo_view } }
              filters:
                - generic_filter: { conditions: [{ principals: [], condition: "demo.age > 17 and public.demo.id > 0 and \"public\".\"demo\".id > 0" }] }
              field_transforms:
                - { field: { name_parts: [brand] }, transforms: [{ sql_statement: { statement: "'public.demo.' || Public.DEMO.brand" } }] }
            """);
        Assert.Empty(await Platform().CheckAsync(request.Policy, request.Compiled, None));

        Assert.Equal(["1|ann@hotmail.com|33|public.demo.Apple"], Lines(await Evaluate(new(request.Policy, [Audience.EveryoneElse]))));
    }

    [PostgresFact]
    public async Task A_computation_that_fails_is_told_without_the_value()
    {
        DataPolicy policy = (await Request(
            """
            - target: { ref: { integration_fqn: public.demo_view } }
              field_transforms:
                - { field: { name_parts: [age] }, transforms: [{ sql_statement: { statement: "brand::integer" } }] }
            """)).Policy;

        PaceException error = await Refused(
            () => Evaluate(new(policy, [Audience.EveryoneElse]) { Sample = Sample }), PaceErrorKind.DataInvalid);

        Assert.DoesNotContain("Nokia", error.ToString(), StringComparison.Ordinal);
        Assert.Contains("public.demo_view", error.Message, StringComparison.Ordinal);
    }

    [PostgresFact]
    public async Task Nothing_is_left_on_the_server_whether_it_succeeds_fails_or_is_cancelled()
    {
        await SqlAs("pace", Demo + "create function slow(text) returns text language sql as 'select pg_sleep(20)::text'");
        DataPolicy policy = (await Request(Rules)).Policy;
        DataPolicy slow = (await Request(
            """
            - target: { ref: { integration_fqn: public.demo_view } }
              field_transforms:
                - { field: { name_parts: [brand] }, transforms: [{ sql_statement: { statement: "public.slow(brand)" } }] }
            """)).Policy;
        string[] before = await Left();
        IProcessingPlatform platform = Platform();

        await platform.EvaluateAsync(new(policy, [Audience.EveryoneElse]) { Sample = Sample }, None);
        Assert.Equal(before, await Left());
        await platform.EvaluateAsync(new(policy, [Audience.EveryoneElse]), None);
        Assert.Equal(before, await Left());
        SampleTable bad = Sample with { Rows = [["x", "not a number", 1, null, null]] };
        await Refused(() => platform.EvaluateAsync(new(policy, [Audience.EveryoneElse]) { Sample = bad }, None), PaceErrorKind.DataInvalid);
        Assert.Equal(before, await Left());
        using CancellationTokenSource soon = new(TimeSpan.FromSeconds(1));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => platform.EvaluateAsync(new(slow, [Audience.EveryoneElse]) { Sample = Sample }, soon.Token));
        Assert.Equal(before, await Left());

        // And the platform goes on.
        Assert.Equal(2, Assert.Single(await platform.EvaluateAsync(new(policy, [Audience.Of("fraud")]), None)).Rows.Count);
    }

    [PostgresFact]
    public async Task Somebody_elses_operators_are_not_run_in_the_logins_name()
    {
        await Sql("""
            create schema trap authorization %mallory%;
            grant usage on schema trap to public;
            """);
        await SqlAs("mallory", """
            create function trap.equals(varchar, varchar) returns boolean language sql as 'select true';
            create operator trap.= (leftarg = varchar, rightarg = varchar, function = trap.equals)
            """);
        await Sql($"alter role %pace% set search_path = trap, public");
        DataPolicy policy = (await Request(
            """
            - target: { ref: { integration_fqn: public.demo_view } }
              filters:
                - generic_filter: { conditions: [{ principals: [], condition: "brand = brand" }] }
            """)).Policy;

        PaceException error = await Refused(
            () => Evaluate(new(policy, [Audience.EveryoneElse]) { Sample = Sample }), PaceErrorKind.PlatformRefused);

        Assert.Contains("trap", error.Message, StringComparison.Ordinal);
    }

    // All that is temporary, and all that is not the system's.
    private async Task<string[]> Left() => await Rows(null, """
        select n.nspname, c.relname from pg_class c join pg_namespace n on n.oid = c.relnamespace
        where n.nspname <> 'information_schema' and n.nspname not in ('pg_catalog', 'pg_toast')
        """);

    private async Task<EvaluatedView> Evaluate(EvaluationRequest request) => Assert.Single(await Platform().EvaluateAsync(request, None));

    private static string[] Lines(EvaluatedView view) => [.. view.Rows.Select(row => string.Join('|', row.Select(value => value ?? "-")))];
}
