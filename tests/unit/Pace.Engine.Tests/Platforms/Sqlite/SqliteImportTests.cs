using System.Globalization;
using Pace.Engine.Diagnostics;
using Pace.Engine.Platforms;
using Pace.Engine.Platforms.Sqlite;
using Pace.Engine.Sql;
using Pace.Engine.Tests.Platforms.Sqlite.Support;
using Pace.Engine.Tests.Storage.Support;

namespace Pace.Engine.Tests.Platforms.Sqlite;

public sealed class SqliteImportTests : IDisposable
{
    private static readonly string[] Demo = ["id integer!", "email text", "amount numeric(10,2)"];

    private readonly SqliteFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task What_is_imported_is_read_back_with_its_types()
    {
        SqlitePlatform platform = _folder.Embedded();
        object?[] row =
        [
            short.MinValue, int.MaxValue, long.MinValue, 12345678901234567890.12345678m, -0.1, "a\nb\t'\"é😀", "vc", true,
            new DateOnly(2024, 2, 29), new DateTime(2024, 2, 29, 1, 2, 3).AddTicks(1234560),
            new DateTimeOffset(2024, 2, 29, 1, 2, 3, TimeSpan.Zero), Guid.Parse("6f9619ff-8b86-d011-b42d-00c04fc964ff"), new byte[] { 0, 255 }, 1.5f,
            """{"a":1}""",
        ];
        string[] columns =
        [
            "s smallint", "i integer", "b bigint", "n numeric(28,8)", "d double precision", "t text", "v varchar(2)", "o boolean",
            "day date", "ts timestamp", "tz timestamptz", "u uuid", "bin bytea", "r real", "j json",
        ];

        ImportedTable imported = await platform.ImportAsync("all types", columns, [row, new object?[15]]);

        Assert.Equal((2, true), (imported.Rows, imported.Created));
        object?[][] values = await platform.ValuesAsync("all types");
        Assert.Equal(row, values[0]);
        Assert.Equal(row.Select(value => value!.GetType()), values[0].Select(value => value!.GetType()));
        Assert.Equal(new object?[15], values[1]);
    }

    [Fact]
    public async Task Texts_of_a_CSV_file_are_read_as_the_columns_types()
    {
        SqlitePlatform platform = _folder.Embedded();

        await platform.ImportAsync("demo", ["i bigint", "n numeric(10,2)", "o boolean", "ts timestamp"], [["7", "1.5", "true", "2024-01-02T03:04"]]);

        Assert.Equal([[7L, 1.50m, true, new DateTime(2024, 1, 2, 3, 4, 0)]], await platform.ValuesAsync("demo"));
    }

    [Fact]
    public async Task A_number_with_decimals_stays_exact_in_the_file()
    {
        SqlitePlatform platform = _folder.Embedded();

        await platform.ImportAsync("demo", ["n numeric(38,10)"], [["0.10"], ["1234567890123456789012345678.0123456789"]]);

        Assert.Equal("text,text", _folder.Run("select group_concat(typeof(n)) from demo", _folder.EmbeddedFile));
        Assert.Equal(
            "0.1000000000,1234567890123456789012345678.0123456789", _folder.Run("select group_concat(n) from demo", _folder.EmbeddedFile));
    }

    [Theory]
    [InlineData("i integer", "1.5", "is no integer")]
    [InlineData("i smallint", "40000", "is outside the range of smallint")]
    [InlineData("n numeric(3,1)", "1000", "has more digits than numeric(3,1) holds")]
    [InlineData("v varchar(2)", "abc", "is longer than 2 characters")]
    [InlineData("c char(2)", "abc", "is longer than 2 characters")]
    [InlineData("d date", "31.12.2024", "is no date")]
    [InlineData("u uuid", "x", "is no UUID")]
    [InlineData("j json", "{", "is no JSON")]
    [InlineData("b bytea", "x", "is neither bytes nor hexadecimal digits")]
    [InlineData("t text", "a\0b", "holds a NUL character")]
    public async Task A_value_that_does_not_fit_is_refused_with_its_row_and_column_and_never_shown(string column, string value, string problem)
    {
        SqlitePlatform platform = _folder.Embedded();
        await platform.ImportAsync("demo", ["old integer"], [[1]]);

        PaceException error = await Assert.ThrowsAsync<PaceException>(
            () => platform.ImportAsync("demo", [column], [[null], [value]], ImportMode.Replace));

        Assert.Equal(PaceErrorKind.DataInvalid, error.Kind);
        Assert.Contains($"row 2: column '{column[0]}' {problem}", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(value.Length > 2 ? value : "'x'", error.Message, StringComparison.Ordinal);
        Assert.Equal([[1]], await platform.ValuesAsync("demo"));
    }

    [Fact]
    public async Task NULL_is_refused_where_a_column_may_not_hold_it()
    {
        PaceException error = await Assert.ThrowsAsync<PaceException>(
            () => _folder.Embedded().ImportAsync("demo", Demo, [[1, "a", 1m], [null, "b", 2m]]));

        Assert.Contains("row 2: column 'id' is empty", error.Message, StringComparison.Ordinal);
        Assert.Empty(await _folder.Embedded().ListTablesAsync(null, Page.All, CancellationToken.None));
    }

    [Fact]
    public async Task A_row_with_too_few_values_is_refused()
    {
        PaceException error = await Assert.ThrowsAsync<PaceException>(() => _folder.Embedded().ImportAsync("demo", Demo, [[1, "a"]]));

        Assert.Contains("row 1 has 2 values, and there are 3 columns", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_table_that_is_there_is_neither_replaced_nor_added_to_unasked()
    {
        SqlitePlatform platform = _folder.Embedded();
        await platform.ImportAsync("demo", Demo, [[1, "a", 1m]]);

        PaceException error = await Assert.ThrowsAsync<PaceException>(() => platform.ImportAsync("DEMO", Demo, [[2, "b", 2m]]));

        Assert.Equal((PaceErrorKind.TargetNotPace, "DEMO"), (error.Kind, error.Target));
        Assert.Single(await platform.RowsAsync("demo"));
    }

    [Fact]
    public async Task Replacing_makes_the_table_anew()
    {
        SqlitePlatform platform = _folder.Embedded();
        await platform.ImportAsync("demo", Demo, [[1, "a", 1m]]);

        ImportedTable imported = await platform.ImportAsync("demo", ["other text"], [["x"], ["y"]], ImportMode.Replace);

        Assert.Equal((2, true), (imported.Rows, imported.Created));
        Assert.Equal([["x"], ["y"]], await platform.ValuesAsync("demo"));
    }

    [Fact]
    public async Task Adding_takes_the_tables_own_types_and_leaves_out_what_is_not_given()
    {
        SqlitePlatform platform = _folder.Embedded();
        await platform.ImportAsync("demo", Demo, [[1, "a", 1m]]);

        ImportedTable imported = await platform.ImportAsync("demo", ["AMOUNT text", "id text"], [["2.5", "2"]], ImportMode.Append);

        Assert.Equal((1, false), (imported.Rows, imported.Created));
        Assert.Equal([[1, "a", 1.00m], [2, null, 2.50m]], await platform.ValuesAsync("demo"));
        PaceException error = await Assert.ThrowsAsync<PaceException>(
            () => platform.ImportAsync("demo", ["id integer", "emial text"], [[3, "c"]], ImportMode.Append));
        Assert.Contains("the table has no column 'emial'; did you mean 'email'?", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Adding_to_a_table_that_is_not_there_makes_it()
    {
        ImportedTable imported = await _folder.Embedded().ImportAsync("demo", Demo, [[1, "a", 1m]], ImportMode.Append);

        Assert.True(imported.Created);
    }

    [Fact]
    public async Task No_table_takes_the_name_of_a_view_or_an_index()
    {
        SqlitePlatform platform = _folder.Embedded();
        await platform.ImportAsync("demo", Demo, []);
        _folder.Run("create view v as select id from demo; create index i on demo(id)", _folder.EmbeddedFile);

        foreach ((string name, string kind) in new[] { ("v", "a view"), ("i", "an index") })
        {
            PaceException error = await Assert.ThrowsAsync<PaceException>(() => platform.ImportAsync(name, Demo, [], ImportMode.Replace));
            Assert.Equal(PaceErrorKind.TargetNotPace, error.Kind);
            Assert.Contains($"There is {kind} '{name}'", error.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_table_is_not_replaced_by_one_without_a_column_that_a_view_reads()
    {
        SqlitePlatform platform = _folder.Embedded();
        await platform.ImportAsync("demo", Demo, [[1, "a", 1m]]);
        _folder.Run("create view \"my view\" as select email from demo", _folder.EmbeddedFile);

        PaceException error = await Assert.ThrowsAsync<PaceException>(() => platform.ImportAsync("demo", ["id integer"], [], ImportMode.Replace));

        Assert.Equal(PaceErrorKind.TargetHasDependants, error.Kind);
        Assert.Contains("my view", error.Message, StringComparison.Ordinal);
        Assert.Equal([["a"]], await platform.ValuesAsync("my view"));
        await platform.ImportAsync("demo", ["email text"], [["b"]], ImportMode.Replace);
        Assert.Equal([["b"]], await platform.ValuesAsync("my view"));
    }

    [Theory]
    [InlineData("sqlite_x")]
    [InlineData("a\0b")]
    public async Task A_name_that_SQLite_cannot_have_is_refused(string name)
    {
        PaceException error = await Assert.ThrowsAsync<PaceException>(() => _folder.Embedded().ImportAsync(name, Demo, []));

        Assert.Equal(PaceErrorKind.DataInvalid, error.Kind);
    }

    [Theory]
    [InlineData("a; drop table b --")]
    [InlineData("\"quoted\" 'twice' [and] `again`")]
    [InlineData("with.dots and spaces")]
    [InlineData("ÄÖ 表 😀")]
    [InlineData("select")]
    [InlineData("pace_rows")]
    public async Task Any_other_name_is_a_name(string name)
    {
        SqlitePlatform platform = _folder.Embedded();

        await platform.ImportAsync(name, ["id integer"], [[1]]);

        TableInfo table = Assert.Single(await platform.ListTablesAsync(null, Page.All, CancellationToken.None));
        Assert.Equal((name, 1, 1L), (table.Name, table.Columns, table.Rows));
        Assert.Equal([[1]], await platform.ValuesAsync(table.Id));
    }

    [Fact]
    public async Task Columns_whose_names_differ_in_case_are_refused_as_one()
    {
        PaceException error = await Assert.ThrowsAsync<PaceException>(
            () => _folder.Embedded().ImportAsync("demo", ["a integer", "A integer"], []));

        Assert.Contains("the column 'A' is there twice", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_cancelled_import_leaves_the_old_table()
    {
        SqlitePlatform platform = _folder.Embedded();
        await platform.ImportAsync("demo", Demo, [[1, "a", 1m]]);
        using CancellationTokenSource source = new();
        IEnumerable<object?[]> rows = Enumerable.Range(0, int.MaxValue).Select(at =>
        {
            if (at == 1000)
            {
                source.Cancel();
            }

            return new object?[] { at, "x", 1m };
        });

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => platform.ImportAsync(
            new TableImport(
                new QualifiedName(["demo"]), [new("id", SqlType.Of(SqlTypeKind.Integer)), new("e", SqlType.Of(SqlTypeKind.Text)), new("n", SqlType.Of(SqlTypeKind.Numeric))], rows, ImportMode.Replace),
            source.Token));

        Assert.Single(await platform.RowsAsync("demo"));
    }

    [Fact]
    public async Task A_reader_that_fails_half_way_leaves_the_old_table()
    {
        SqlitePlatform platform = _folder.Embedded();
        await platform.ImportAsync("demo", Demo, [[1, "a", 1m]]);

        await Assert.ThrowsAsync<InvalidDataException>(() => platform.ImportAsync("demo", Demo, Broken(), ImportMode.Replace));

        Assert.Single(await platform.RowsAsync("demo"));

        static IEnumerable<object?[]> Broken()
        {
            yield return [2, "b", 2m];
            throw new InvalidDataException("line 3");
        }
    }

    [Fact]
    public async Task A_killed_import_leaves_the_old_table()
    {
        SqlitePlatform platform = _folder.Embedded();
        await platform.ImportAsync("demo", ["id integer"], [[1]]);
        using (ChildProcess child = new("import", _folder.EmbeddedFile, "demo", "0"))
        {
            Assert.Equal("20000 rows", child.ReadLine());
            child.Kill();
        }

        Assert.Equal([[1]], await platform.ValuesAsync("demo"));
        await platform.ImportAsync("demo", ["id integer"], [[2]], ImportMode.Replace);
        Assert.Equal("ok", _folder.Run("pragma integrity_check", _folder.EmbeddedFile));
    }

    [Fact]
    public async Task Two_processes_that_import_at_once_lose_nothing()
    {
        using (ChildProcess first = new("import", _folder.EmbeddedFile, "first", "30000"))
        using (ChildProcess second = new("import", _folder.EmbeddedFile, "second", "30000"))
        {
            Assert.Equal("done", first.ReadToEnd()[^1]);
            Assert.Equal("done", second.ReadToEnd()[^1]);
        }

        IReadOnlyList<TableInfo> tables = await _folder.Embedded().ListTablesAsync(null, Page.All, CancellationToken.None);
        Assert.Equal([("first", 30000L), ("second", 30000L)], tables.Select(table => (table.Name, table.Rows!.Value)));
    }

    [Fact]
    public async Task Progress_is_told_and_ends_with_all_rows()
    {
        List<long> reports = [];
        await _folder.Embedded().ImportAsync(
            new TableImport(
                new QualifiedName(["demo"]),
                [new ImportColumn("id", SqlType.Of(SqlTypeKind.Integer))],
                Enumerable.Range(0, 25_000).Select(at => new object?[] { at.ToString(CultureInfo.InvariantCulture) }))
            {
                Progress = new Collecting(reports),
            },
            CancellationToken.None);

        Assert.Equal([10_000, 20_000, 25_000], reports);
    }

    private sealed class Collecting(List<long> reports) : IProgress<long>
    {
        public void Report(long value) => reports.Add(value);
    }
}
