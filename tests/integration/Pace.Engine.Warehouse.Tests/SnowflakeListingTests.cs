using Pace.Engine.Diagnostics;
using Pace.Engine.Evaluation;
using Pace.Engine.Platforms;
using Pace.Engine.Policies;
using Pace.Engine.Warehouse.Tests.Support;
using Pace.Tests.Warehouses;

namespace Pace.Engine.Warehouse.Tests;

public sealed class SnowflakeListingTests : SnowflakeTest
{
    [Fact]
    public async Task Databases_schemas_tables_and_groups_are_listed_by_name()
    {
        Assert.Equal(["ARCHIVE", "SHOP"], (await Platform.ListDatabasesAsync(Page.All, None)).Select(item => item.Name));
        Assert.Equal(["PUBLIC", "SALES"], (await Platform.ListSchemasAsync(null, Page.All, None)).Select(item => item.Name));
        Assert.Equal(["PUBLIC"], (await Platform.ListSchemasAsync("ARCHIVE", Page.All, None)).Select(item => item.Name));
        Assert.Equal(["FRAUD_AND_RISK", "MARKETING", "PACE_ADMIN"], (await Platform.ListGroupsAsync(Page.All, None)).Select(item => item.Name));
        TableInfo table = Assert.Single(await Platform.ListTablesAsync(null, Page.All, None));
        Assert.Equal(("PUBLIC.DEMO", "table", 6, 3L, "The demo"), (table.Id, table.Kind, table.Columns, table.Rows, table.Comment));
    }

    [Fact]
    public async Task Lists_are_read_in_pages_that_leave_nothing_out()
    {
        foreach (int number in Enumerable.Range(0, 25))
        {
            Stub.Content.Add("SALES", $"T{number:D2}", (new StubColumn("ID", "fixed"), "NUMBER", false, []));
        }

        List<string> all = [];
        for (int skip = 0; skip < 40; skip += 10)
        {
            all.AddRange((await Platform.ListTablesAsync("SALES", new Page(skip, 10), None)).Select(table => table.Name));
        }

        Assert.Equal(Enumerable.Range(0, 25).Select(number => $"T{number:D2}"), all);
        Stub.PartRows = 4;
        Assert.Equal(25, (await Platform.ListTablesAsync("SALES", Page.All, None)).Count);
        Assert.Empty(await Platform.ListTablesAsync("SALES", new Page(0, 0), None));
    }

    [Fact]
    public async Task What_is_not_there_is_told_with_the_nearest_name()
    {
        PaceException schema = await Assert.ThrowsAsync<PaceException>(() => Platform.ListTablesAsync("public", Page.All, None));
        PaceException database = await Assert.ThrowsAsync<PaceException>(() => Platform.ListSchemasAsync("shop", Page.All, None));
        PaceException table = await Assert.ThrowsAsync<PaceException>(() => Platform.CreateBlueprintAsync("PUBLIC.DEMOS", None));
        Assert.All([schema, database, table], error => Assert.Equal(PaceErrorKind.ResourceNotFound, error.Kind));
        Assert.Contains("did you mean 'PUBLIC'?", schema.Message, StringComparison.Ordinal);
        Assert.Contains("did you mean 'SHOP'?", database.Message, StringComparison.Ordinal);
        Assert.Contains("did you mean 'PUBLIC.DEMO'?", table.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("PUBLIC.DEMO")]
    [InlineData("DEMO")]
    [InlineData("SHOP.PUBLIC.DEMO")]
    public async Task A_blueprint_has_types_nullability_and_tags(string name)
    {
        DataPolicy policy = await Platform.CreateBlueprintAsync(name, None);
        Assert.Equal("PUBLIC.DEMO", policy.Source!.Ref!.IntegrationFqn);
        Assert.Equal("The demo", policy.Metadata!.Description);
        Assert.Equal(
            ["TRANSACTIONID number(38,0) True ", "USERID varchar False PII", "EMAIL varchar False EMAIL PII", "AGE number(38,0) False ",
                "TRANSACTIONAMOUNT number(38,2) False ", "SEEN timestamp_tz False "],
            policy.Source.Fields.Select(field => $"{field.Name} {field.Type} {field.Required} {string.Join(' ', field.Tags)}"));
    }

    [Fact]
    public async Task Rows_come_with_values_of_their_types_from_all_parts()
    {
        Stub.PartRows = 2;
        List<TableRow> rows = [];
        await foreach (TableRow row in Platform.ReadRowsAsync(new RowRequest("PUBLIC.DEMO"), None))
        {
            rows.Add(row);
        }

        Assert.Equal(3, rows.Count);
        Assert.Equal(["TRANSACTIONID", "USERID", "EMAIL", "AGE", "TRANSACTIONAMOUNT", "SEEN"], rows[0].Columns);
        Assert.Equal(
            [861200791L, "533445", "jeffreypowell@hotmail.com", 33L, 123.45m, new DateTimeOffset(2021, 3, 19, 17, 6, 59, TimeSpan.Zero)],
            rows[0].Values);
        Assert.Null(rows[2].Values[1]);
        Assert.Contains(Stub.Requests, request => request.Query.GetValueOrDefault("partition") == "1");
    }

    [Fact]
    public async Task Only_the_rows_that_are_asked_for_are_read()
    {
        List<object?> ids = [];
        await foreach (TableRow row in Platform.ReadRowsAsync(new RowRequest("PUBLIC.DEMO", new Page(1, 1)), None))
        {
            ids.Add(row.Values[0]);
        }

        Assert.Equal([733970993L], ids);
        Assert.EndsWith("limit 1 offset 1", Stub.Ran[^1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Rows_as_somebody_else_and_evaluating_are_not_supported()
    {
        PaceException rows = await Assert.ThrowsAsync<PaceException>(async () =>
        {
            await foreach (TableRow row in Platform.ReadRowsAsync(new RowRequest("PUBLIC.DEMO", Audience: new Audience(["MARKETING"])), None))
            {
                Assert.Fail($"{row} was given.");
            }
        });
        PaceException evaluation = await Assert.ThrowsAsync<PaceException>(
            () => Platform.EvaluateAsync(null!, None));
        Assert.All([rows, evaluation], error => Assert.Equal(PaceErrorKind.NotSupported, error.Kind));
    }
}
