using System.Text.Json;
using Npgsql;
using Pace.Engine.Comparison;
using Pace.Engine.Platforms;
using Pace.Engine.Postgres.Tests.Support;

namespace Pace.Engine.Postgres.Tests;

/// <summary>A view in which some see amounts, some sums of them, and some nothing.</summary>
public sealed class AggregateReaderTests : PostgresTest
{
    private const string View = "public.paid_view";
    private const string Fields = "id bigint, brand varchar, amount real, age integer";

    private const string Rules =
        """
        - target: { ref: { integration_fqn: public.paid_view } }
          field_transforms:
            - field: { name_parts: [ amount ] }
              transforms:
                - { principals: [ { group: "%fraud%" } ], identity: {} }
                - { principals: [ { group: "%audit%" } ], aggregation: { sum: {}, partition_by: [ { name_parts: [ brand ] } ] } }
                - { principals: [], nullify: {} }
            - field: { name_parts: [ age ] }
              transforms:
                - { principals: [ { group: "%fraud%" } ], identity: {} }
                - { principals: [ { group: "%audit%" } ], aggregation: { avg: { precision: 0 } } }
                - { principals: [], nullify: {} }
          filters:
            - generic_filter:
                conditions:
                  - { principals: [ { group: "%fraud%" } ], condition: "true" }
                  - { principals: [], condition: "age > 17" }
        """;

    public override async Task InitializeAsync()
    {
        await base.InitializeAsync();
        if (TestServer.ConnectionString is not null)
        {
            await SqlAs("pace", """
                create table public.paid (id bigint not null primary key, brand varchar(20), amount real, age int);
                insert into public.paid select n, case n % 2 when 0 then 'HP' else 'Acer' end, n, n from generate_series(1, 20) as n;
                analyze public.paid;
                """);
        }
    }

    [PostgresFact]
    public async Task Each_reader_gets_each_row_once_as_the_first_branch_that_is_his_says()
    {
        await Apply();
        await Sql("grant %fraud%, %audit% to %both%; grant select on public.paid_view to %other%");

        Assert.Equal(["1|Acer|1|1", "20|HP|20|20"], await Rows("fraud", $"select * from {View} where id in (1, 20)"));
        Assert.Equal(["18|HP|38|19", "19|Acer|19|19", "20|HP|38|19"], await Rows("audit", $"select * from {View}"));
        Assert.Equal(["18|HP|-|-", "19|Acer|-|-", "20|HP|-|-"], await Rows("other", $"select * from {View}"));
        Assert.Equal(await Rows("fraud", $"select * from {View}"), await Rows("both", $"select * from {View}"));
    }

    [PostgresFact]
    public async Task An_aggregate_that_cannot_be_computed_fails_for_its_readers_alone()
    {
        await SqlAs("pace", "update public.paid set amount = 3e38");
        await Apply();

        Assert.Equal(["3e+38"], await Rows("fraud", $"select distinct amount from {View}"));
        PostgresException error = await Assert.ThrowsAsync<PostgresException>(() => Rows("audit", $"select amount from {View}"));
        Assert.Equal(PostgresErrorCodes.NumericValueOutOfRange, error.SqlState);
    }

    [PostgresFact]
    public async Task Who_sees_no_aggregate_reads_the_table_once_and_a_single_row_by_its_index()
    {
        await SqlAs("pace", "insert into public.paid select n, 'HP', n, n from generate_series(21, 20000) as n; analyze public.paid");
        await Apply();

        Assert.Equal(["20000 by Seq Scan"], await Scans("fraud", $"select * from {View}"));
        Assert.Equal(["1 by Index Scan"], await Scans("fraud", $"select * from {View} where id = 77"));
    }

    [PostgresFact]
    public async Task A_right_that_is_given_or_taken_while_rows_are_read_makes_no_row_come_twice_or_never()
    {
        await Apply();
        foreach ((string role, string change) in new[] { ("giving", "grant %audit% to %giving%"), ("taking", "revoke %audit% from %taking%") })
        {
            await Sql($"grant select on {View} to %{role}%; create table public.touched_{role} ()");
            await Sql(role == "taking" ? "grant %audit% to %taking%" : "select 1");
            await using NpgsqlConnection connection = await TestServer.Connect(Database);
            await TestServer.Execute(connection, $"set role {Role(role)}; begin; declare c no scroll cursor for select id from {View}");
            int rows = await Count(connection, "fetch 1 from c");

            await Sql(change);
            // A lock on a table is where a session hears of what others changed.
            await TestServer.Execute(connection, $"set role none; lock table public.touched_{role} in access share mode; set role {Role(role)}");
            rows += await Count(connection, "fetch all from c");

            Assert.Equal(3, rows);
        }
    }

    [PostgresFact]
    public async Task What_was_just_applied_is_no_drift() => Assert.Empty(await Platform().FindDriftAsync(await Applied(), None));

    [PostgresFact]
    public Task One_query_in_the_place_of_two_is_told_with_the_columns_that_it_shows_otherwise() => IsTold(
        "select id, brand, amount, age::numeric from public.paid where age > 17",
        "the view shows columns 'amount', 'age' in another way, and perhaps other rows");

    [PostgresFact]
    public async Task A_mask_that_was_taken_off_for_one_kind_of_readers_is_told_with_its_column()
    {
        await Apply();
        string query = Assert.Single(await Rows(null, $"select pg_get_viewdef('{View}'::regclass, true)"));
        await IsTold(query.Replace("ELSE NULL::real", "ELSE paid.amount", StringComparison.Ordinal), "the view shows column 'amount' in another way");
        await IsTold(query.Replace("paid.age > 17", "paid.age > 16", StringComparison.Ordinal), "the view shows other rows");
    }

    private async Task IsTold(string query, string what)
    {
        DriftRequest request = await Applied();
        await SqlAs("pace", $"create or replace view {View} with (security_barrier = true) as {query}");
        PolicyDifference found = Assert.Single(await Platform().FindDriftAsync(request, None));
        Assert.Equal((DifferenceKind.ViewChanged, what), (found.Kind, found.What));
    }

    private async Task<DriftRequest> Applied()
    {
        ApplyRequest request = await Apply();
        return new DriftRequest(request.Policy, request.Compiled, 1);
    }

    private async Task<ApplyRequest> Apply()
    {
        ApplyRequest request = await Request(Rules, fields: Fields, source: "public.paid");
        await Platform().ApplyAsync(request, None);
        return request;
    }

    private static async Task<int> Count(NpgsqlConnection connection, string sql)
    {
        await using NpgsqlCommand command = new(sql, connection);
        await using NpgsqlDataReader reader = await command.ExecuteReaderAsync();
        int rows = 0;
        while (await reader.ReadAsync())
        {
            rows++;
        }

        return rows;
    }

    // How often the table was read, and how: what the server says that it did, not what it planned.
    private async Task<string[]> Scans(string role, string query)
    {
        string plan = Assert.Single(await Rows(role, $"explain (analyze, format json, timing off, summary off) {query}"));
        List<string> scans = [];
        Walk(JsonDocument.Parse(plan).RootElement[0].GetProperty("Plan"));
        return [.. scans];

        void Walk(JsonElement node)
        {
            if (node.TryGetProperty("Relation Name", out JsonElement table) && table.GetString() == "paid" && node.GetProperty("Actual Loops").GetDouble() > 0)
            {
                scans.Add($"{(long)node.GetProperty("Actual Rows").GetDouble()} by {node.GetProperty("Node Type").GetString()}");
            }

            if (node.TryGetProperty("Plans", out JsonElement children))
            {
                foreach (JsonElement child in children.EnumerateArray())
                {
                    Walk(child);
                }
            }
        }
    }
}
