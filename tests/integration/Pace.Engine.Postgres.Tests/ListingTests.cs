using Pace.Engine.Diagnostics;
using Pace.Engine.Platforms;
using Pace.Engine.Postgres.Tests.Support;

namespace Pace.Engine.Postgres.Tests;

public sealed class ListingTests : PostgresTest
{
    [PostgresFact]
    public async Task Databases_are_those_that_the_login_may_connect_to()
    {
        IReadOnlyList<DatabaseInfo> databases = await Platform().ListDatabasesAsync(Page.All, None);

        Assert.Contains(new DatabaseInfo("pg", Database), databases);
        Assert.Contains(new DatabaseInfo("pg", "postgres"), databases);
        Assert.DoesNotContain(databases, database => database.Name.StartsWith("template", StringComparison.Ordinal));
    }

    [PostgresFact]
    public async Task Schemas_are_listed_without_the_systems_own_for_this_and_for_other_databases()
    {
        await SqlAs("pace", "create schema zebra; create schema \"Äpfel\"; create schema \"Big\"");
        IProcessingPlatform platform = Platform();

        Assert.Equal(
            ["Big", "public", "zebra", "Äpfel"],
            (await platform.ListSchemasAsync(null, Page.All, None)).Select(schema => schema.Name));
        SchemaInfo other = (await platform.ListSchemasAsync("postgres", Page.All, None)).First(schema => schema.Name == "public");
        Assert.Equal(new SchemaInfo("pg", "postgres", "public"), other);
    }

    [PostgresFact]
    public async Task A_database_or_schema_that_is_not_there_is_refused_with_the_nearest_name()
    {
        PaceException database = await Refused(() => Platform().ListSchemasAsync("postgre", Page.All, None), PaceErrorKind.ResourceNotFound);
        Assert.Contains("did you mean 'postgres'?", database.Message, StringComparison.Ordinal);

        PaceException schema = await Refused(() => Platform().ListTablesAsync("Public", Page.All, None), PaceErrorKind.ResourceNotFound);
        Assert.Contains("did you mean 'public'?", schema.Message, StringComparison.Ordinal);
    }

    [PostgresFact]
    public async Task Tables_tell_kind_columns_estimated_rows_comment_and_policy()
    {
        await SqlAs("pace", Demo + """
            comment on table public.demo is 'customers';
            alter table public.demo add column gone int; alter table public.demo drop column gone;
            analyze public.demo;
            create table public.unknown (x int);
            create table public.parts (x int) partition by range (x);
            create table public.parts_1 partition of public.parts for values from (0) to (10);
            create materialized view public.stored as select 1 as x;
            """);
        await Sql("create extension file_fdw; create server files foreign data wrapper file_fdw;"
            + "create foreign table public.file (x text) server files options (filename '/dev/null')");
        await Platform().ApplyAsync(await Request(Masked("public.demo_view", "marketing")), None);

        IReadOnlyList<TableInfo> tables = await Platform().ListTablesAsync("public", Page.All, None);

        Assert.Equal(
            ["demo", "demo_view", "file", "parts", "stored", "unknown"], tables.Select(table => table.Name));
        Assert.Equal(
            ["table", "view", "foreign table", "partitioned table", "materialized view", "table"], tables.Select(table => table.Kind));
        Assert.Equal(new TableInfo("pg", "public.demo", "public", "demo", "table", 4, 2, null, "customers"), tables[0]);
        Assert.Equal(new TableInfo("pg", "public.demo_view", "public", "demo_view", "view", 4, null, "public.demo", null), tables[1]);
        Assert.Null(tables[5].Rows);
    }

    [PostgresFact]
    public async Task Names_with_dots_quotes_and_spaces_come_as_a_policy_writes_them()
    {
        await SqlAs("pace", "create schema \"a.b\"; create table \"a.b\".\"Say \"\"hi\"\"\" (x int); create table \"a.b\".\" lead\" (x int)");

        Assert.Equal(
            ["\"a.b\".\" lead\"", "\"a.b\".\"Say \"\"hi\"\"\""],
            (await Platform().ListTablesAsync(null, Page.All, None)).Select(table => table.Id));
        await Platform().CreateBlueprintAsync("\"a.b\".\"Say \"\"hi\"\"\"", None);
    }

    [PostgresFact]
    public async Task Pages_put_together_are_the_whole_list()
    {
        await SqlAs("pace", string.Concat(Enumerable.Range(0, 25).Select(at => $"create table public.t{at:00} (x int);")));
        IProcessingPlatform platform = Platform();

        List<string> names = [];
        for (long skip = 0; ; skip += 10)
        {
            IReadOnlyList<TableInfo> page = await platform.ListTablesAsync("public", new Page(skip, 10), None);
            names.AddRange(page.Select(table => table.Name));
            if (page.Count < 10)
            {
                break;
            }
        }

        Assert.Equal(Enumerable.Range(0, 25).Select(at => $"t{at:00}"), names);
        Assert.Empty(await platform.ListTablesAsync("public", new Page(0, 0), None));
        Assert.Equal(5, (await platform.ListTablesAsync("public", new Page(20), None)).Count);
    }
}
