using Pace.Engine.Diagnostics;
using Pace.Engine.Platforms;
using Pace.Engine.Platforms.Sqlite;
using Pace.Engine.Policies;
using Pace.Engine.Tests.Platforms.Sqlite.Support;

namespace Pace.Engine.Tests.Platforms.Sqlite;

public sealed class SqliteListingTests : IDisposable
{
    private const string Schema =
        """
        create table b (id integer primary key, x text);
        insert into b values (1, 'x'), (2, 'y');
        create table "a.dotted" (id integer);
        create view v as select id, x from b;
        create view broken as select missing from nowhere;
        create virtual table words using fts5(word);
        create index i on b(x);
        """;

    private readonly SqliteFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_file_is_one_database_with_one_schema()
    {
        SqlitePlatform platform = _folder.User(Schema);

        Assert.Equal([new DatabaseInfo("sales", "main")], await platform.ListDatabasesAsync(Page.All, CancellationToken.None));
        Assert.Equal([new SchemaInfo("sales", "main", "main")], await platform.ListSchemasAsync(null, Page.All, CancellationToken.None));
        Assert.Equal([new SchemaInfo("sales", "main", "main")], await platform.ListSchemasAsync("main", Page.All, CancellationToken.None));
        Assert.Empty(await platform.ListDatabasesAsync(new Page(1), CancellationToken.None));
        PaceException error = await Assert.ThrowsAsync<PaceException>(() => platform.ListTablesAsync("public", Page.All, CancellationToken.None));
        Assert.Equal((PaceErrorKind.ResourceNotFound, "public"), (error.Kind, error.Target));
    }

    [Fact]
    public async Task Tables_and_views_are_listed_by_name_with_their_exact_counts()
    {
        SqlitePlatform platform = _folder.User(Schema);

        IReadOnlyList<TableInfo> tables = await platform.ListTablesAsync(null, Page.All, CancellationToken.None);

        Assert.Equal(
            [
                ("\"a.dotted\"", "table", 1, 0L), ("b", "table", 2, 2L), ("broken", "view", 0, null), ("v", "view", 2, (long?)null),
                ("words", "virtual table", 1, 0L),
            ],
            tables.Select(table => (table.Id, table.Kind, table.Name == "words" ? 1 : table.Columns, table.Rows)));
        Assert.Equal(["a.dotted", "b"], (await platform.ListTablesAsync("main", new Page(0, 2), CancellationToken.None)).Select(table => table.Name));
        Assert.Equal(["v", "words"], (await platform.ListTablesAsync("main", new Page(3), CancellationToken.None)).Select(table => table.Name));
    }

    [Theory]
    [InlineData("b")]
    [InlineData("main.b")]
    [InlineData("B")]
    [InlineData("MAIN.\"b\"")]
    public async Task A_table_is_found_by_its_name_alone_or_with_main_before_it(string name)
    {
        Assert.Equal([[1L, "x"], [2L, "y"]], await _folder.User(Schema).ValuesAsync(name));
    }

    [Fact]
    public async Task A_name_that_is_not_there_is_an_error_with_the_nearest_one()
    {
        PaceException error = await Assert.ThrowsAsync<PaceException>(() => _folder.User("create table customers (id)").RowsAsync("custmers"));

        Assert.Equal((PaceErrorKind.ResourceNotFound, "custmers"), (error.Kind, error.Target));
        Assert.Contains("did you mean 'customers'?", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("i")]
    [InlineData("public.b")]
    [InlineData("sqlite_schema")]
    [InlineData("a.b.c")]
    [InlineData("")]
    public async Task What_is_no_table_or_view_is_not_found(string name)
    {
        PaceException error = await Assert.ThrowsAsync<PaceException>(() => _folder.User(Schema).RowsAsync(name));

        Assert.Equal(PaceErrorKind.ResourceNotFound, error.Kind);
    }

    [Fact]
    public async Task Rows_come_in_the_tables_order_though_an_index_holds_them_in_another()
    {
        SqlitePlatform platform = _folder.User(
            "create table t (x text); create index i on t(x); insert into t values ('c'), ('a'), ('b')");

        Assert.Equal([["c"], ["a"], ["b"]], await platform.ValuesAsync("t"));
    }

    [Fact]
    public async Task Rows_can_be_left_out_and_limited()
    {
        SqlitePlatform platform = _folder.User("create table t (x int); insert into t values (1), (2), (3), (4)");

        Assert.Equal([2L, 3L], await Values(new Page(1, 2)));
        Assert.Equal([3L, 4L], await Values(new Page(2)));
        Assert.Empty(await Values(new Page(0, 0)));

        async Task<object?[]> Values(Page page)
        {
            List<object?> values = [];
            await foreach (TableRow row in platform.ReadRowsAsync(new RowRequest("t", page), CancellationToken.None))
            {
                values.Add(row.Values[0]);
            }

            return [.. values];
        }
    }

    [Fact]
    public async Task Cells_of_a_table_are_of_its_columns_types_and_what_is_of_no_type_is_shown_as_it_is()
    {
        SqlitePlatform platform = _folder.User(
            """
            create table t (i int, n decimal(10,2), r real, d date, ts datetime, o boolean, b blob, x);
            insert into t values (1, 0.1, 2, '2024-02-29', '2024-02-29 10:11:12', 1, x'00ff', 5);
            insert into t values ('n/a', 1234567.891, 'x', 1709164800, 'yesterday', 2, 'text', 1.5);
            """);

        object?[][] values = await platform.ValuesAsync("t");

        Assert.Equal(
            [1L, 0.10m, 2.0, new DateOnly(2024, 2, 29), new DateTime(2024, 2, 29, 10, 11, 12), true, new byte[] { 0, 255 }, 5L], values[0]);
        Assert.Equal(["n/a", 1234567.891m, "x", 1709164800L, "yesterday", 2L, "text", 1.5], values[1]);
    }

    [Fact]
    public async Task A_blueprint_has_the_types_that_the_columns_are_declared_with()
    {
        SqlitePlatform platform = _folder.User(
            """
            create table t (
                a integer primary key, b INT, c TINYINT, d VARCHAR ( 20 ), e nvarchar(30), f CHAR(5), g TEXT, h REAL, i DOUBLE PRECISION,
                j FLOAT not null, k NUMERIC, l DECIMAL( 10 , 2 ), m BOOLEAN, n DATE, o DATETIME, p TIMESTAMP, q BLOB,
                r "unsigned big int", s "native character(70)", t CLOB, u json, v numeric text(12,3), w timestamptz text, x STRING, y money)
            """);

        DataPolicy policy = await platform.CreateBlueprintAsync("T", CancellationToken.None);

        Assert.Equal(("t", "sales", PlatformType.Sqlite), (policy.Id, policy.Source!.Ref!.Platform!.Id, policy.Source.Ref.Platform.PlatformType));
        Assert.Equal(
            [
                "bigint", "bigint", "bigint", "varchar(20)", "varchar(30)", "varchar(5)", "text", "double precision", "double precision",
                "double precision", "numeric", "numeric(10,2)", "boolean", "date", "timestamp", "timestamp", "bytea",
                "bigint", "varchar(70)", "text", "json", "numeric(12,3)", "timestamptz", "text", "numeric",
            ],
            policy.Source.Fields.Select(field => field.Type));
        Assert.Equal(["a", "j"], policy.Source.Fields.Where(field => field.Required).Select(field => field.Name));
        Assert.Empty(policy.RuleSets);
    }

    [Fact]
    public async Task A_column_without_a_type_is_of_the_one_that_its_values_have()
    {
        SqlitePlatform platform = _folder.User(
            """
            create table t (i, r, x, b, none, mixed);
            insert into t values (1, 1, 'a', x'00', null, 1), (null, 1.5, 'b', x'01', null, 'x');
            create view v as select count(*) as c, x || 'y' as z from t;
            """);

        DataPolicy table = await platform.CreateBlueprintAsync("t", CancellationToken.None);
        DataPolicy view = await platform.CreateBlueprintAsync("v", CancellationToken.None);

        Assert.Equal(["bigint", "double precision", "text", "bytea", "text", "text"], table.Source!.Fields.Select(field => field.Type));
        Assert.Equal(["bigint", "text"], view.Source!.Fields.Select(field => field.Type));
    }

    [Fact]
    public async Task A_blueprint_of_an_imported_table_has_the_types_that_it_was_imported_with()
    {
        SqlitePlatform platform = _folder.Embedded();
        string[] types =
        [
            "smallint", "integer", "bigint", "numeric", "numeric(10,2)", "real", "double precision", "text", "varchar(10)", "char(3)",
            "boolean", "date", "time", "timestamp", "timestamptz", "uuid", "json", "jsonb", "xml", "bytea",
        ];
        await platform.ImportAsync("t", [.. types.Select((type, at) => $"c{at} {type}")], []);

        DataPolicy policy = await platform.CreateBlueprintAsync("t", CancellationToken.None);

        Assert.Equal(types, policy.Source!.Fields.Select(field => field.Type));
    }
}
