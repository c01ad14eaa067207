using Pace.Engine.Diagnostics;
using Pace.Engine.Platforms;
using Pace.Engine.Policies;
using Pace.Engine.Warehouse.Tests.Support;

namespace Pace.Engine.Warehouse.Tests;

public sealed class BigQueryListingTests : BigQueryTest
{
    [Theory]
    [InlineData(1000)]
    [InlineData(1)]
    public async Task Projects_datasets_tables_and_groups_are_listed_by_name_whatever_the_pages(int pageSize)
    {
        Stub.PageSize = pageSize;
        Assert.Equal(["archive-project", "shop-project"], (await Platform.ListDatabasesAsync(Page.All, None)).Select(item => item.Name));
        Assert.Equal(["shop", "views"], (await Platform.ListSchemasAsync(null, Page.All, None)).Select(item => item.Name));
        Assert.Equal(["fraud_and_risk", "marketing"], (await Platform.ListGroupsAsync(Page.All, None)).Select(item => item.Name));
        IReadOnlyList<TableInfo> tables = await Platform.ListTablesAsync(null, Page.All, None);
        Assert.Equal(["shop-project.shop.demo", "shop-project.shop.user_groups"], tables.Select(table => table.Id));
        Assert.Equal(("shop", "demo", "table", 7, 3L, "The demo"), (tables[0].Schema, tables[0].Name, tables[0].Kind, tables[0].Columns, tables[0].Rows, tables[0].Comment));
        Assert.Equal(["user_groups"], (await Platform.ListTablesAsync("shop", new Page(1, 5), None)).Select(table => table.Name));
    }

    [Fact]
    public async Task What_is_not_there_is_told_with_the_nearest_name()
    {
        PaceException dataset = await Assert.ThrowsAsync<PaceException>(() => Platform.ListTablesAsync("shops", Page.All, None));
        PaceException project = await Assert.ThrowsAsync<PaceException>(() => Platform.ListSchemasAsync("shop-projects", Page.All, None));
        PaceException table = await Assert.ThrowsAsync<PaceException>(() => Platform.CreateBlueprintAsync("shop-project.shop.demos", None));
        Assert.All([dataset, project, table], error => Assert.Equal(PaceErrorKind.ResourceNotFound, error.Kind));
        Assert.Contains("did you mean 'shop'?", dataset.Message, StringComparison.Ordinal);
        Assert.Contains("did you mean 'shop-project'?", project.Message, StringComparison.Ordinal);
        Assert.Contains("did you mean 'shop-project.shop.demo'?", table.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("shop-project.shop.demo")]
    [InlineData("shop.demo")]
    [InlineData("demo")]
    public async Task A_blueprint_has_types_nullability_tags_and_nested_fields(string name)
    {
        DataPolicy policy = await Platform.CreateBlueprintAsync(name, None);
        Assert.Equal("shop-project.shop.demo", policy.Source!.Ref!.IntegrationFqn);
        Assert.Equal(
            ["transactionid int64 True ", "email string False email", "age int64 False ", "amount numeric False ", "seen timestamp False ",
                "address.city string False ", "address.zip string False ", "labels string[] False "],
            policy.Source.Fields.Select(field => $"{field.Name} {field.Type} {field.Required} {string.Join(' ', field.Tags)}"));
    }

    [Fact]
    public async Task Rows_come_with_values_of_their_types_from_all_pages()
    {
        Stub.PageSize = 2;
        List<TableRow> rows = [];
        await foreach (TableRow row in Platform.ReadRowsAsync(new RowRequest("shop.demo"), None))
        {
            rows.Add(row);
        }

        Assert.Equal(3, rows.Count);
        Assert.Equal(["transactionid", "email", "age", "amount", "seen", "address", "labels"], rows[0].Columns);
        Assert.Equal(
            [861200791L, "jeffreypowell@hotmail.com", 33L, 123.45m, new DateTimeOffset(2021, 3, 19, 17, 6, 59, TimeSpan.Zero).AddTicks(10),
                """{"city":"Berlin","zip":null}"""],
            rows[0].Values.Take(6));
        Assert.Equal(["a", "b"], Assert.IsType<object?[]>(rows[0].Values[6]));
        Assert.Null(rows[2].Values[1]);
    }

    [Fact]
    public async Task Groups_need_a_table_that_says_who_is_in_which()
    {
        await using IProcessingPlatform other = Create(("user-groups-table", null));
        PaceException error = await Assert.ThrowsAsync<PaceException>(() => other.ListGroupsAsync(Page.All, None));
        Assert.Equal(PaceErrorKind.PlatformMisconfigured, error.Kind);
        await using IProcessingPlatform iam = Create(("user-groups-table", null), ("use-iam-check-extension", "true"));
        Assert.Empty(await iam.ListGroupsAsync(Page.All, None));
    }
}
