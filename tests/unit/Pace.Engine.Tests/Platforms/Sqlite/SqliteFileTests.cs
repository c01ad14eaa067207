using System.Diagnostics;
using Microsoft.Data.Sqlite;
using Pace.Engine.Diagnostics;
using Pace.Engine.Platforms;
using Pace.Engine.Platforms.Sqlite;
using Pace.Engine.Policies;
using Pace.Engine.Tests.Platforms.Sqlite.Support;
using Pace.Engine.Tests.Storage.Support;

namespace Pace.Engine.Tests.Platforms.Sqlite;

public sealed class SqliteFileTests : IDisposable
{
    // Rows without end, as slow as they are looked at.
    private const string Endless =
        "create view endless as with recursive n(i) as (select 1 union all select i + 1 from n) select sum(i) as i from n";

    private readonly SqliteFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Looking_at_the_embedded_platform_makes_no_file()
    {
        SqlitePlatform platform = _folder.Embedded();

        Assert.Empty(await platform.ListTablesAsync(null, Page.All, CancellationToken.None));
        Assert.Empty(await platform.ListGroupsAsync(Page.All, CancellationToken.None));
        Assert.Empty(await platform.ReadMarksAsync("demo", CancellationToken.None));
        Assert.Empty(await platform.WithdrawAsync("demo", CancellationToken.None));
        PaceException error = await Assert.ThrowsAsync<PaceException>(() => platform.RowsAsync("demo"));

        Assert.Equal(PaceErrorKind.ResourceNotFound, error.Kind);
        Assert.False(Directory.Exists(Path.GetDirectoryName(_folder.EmbeddedFile)));
    }

    [FactOnUnix("rights of files")]
    public async Task The_embedded_file_is_its_users_alone()
    {
        await _folder.Embedded().ImportAsync("demo", ["id integer"], [[1]]);

        if (OperatingSystem.IsWindows())
        {
            return;
        }

        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(_folder.EmbeddedFile));
        Assert.Equal(
            UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute,
            File.GetUnixFileMode(Path.GetDirectoryName(_folder.EmbeddedFile)!));
    }

    [Fact]
    public async Task The_embedded_file_carries_its_version_and_a_newer_one_is_left_alone()
    {
        await _folder.Embedded().ImportAsync("demo", ["id integer"], [[1]]);
        Assert.Equal(1L, _folder.Run("pragma user_version", _folder.EmbeddedFile));
        Assert.Equal(0x50414354L, _folder.Run("pragma application_id", _folder.EmbeddedFile));
        _folder.Run("pragma user_version = 99", _folder.EmbeddedFile);

        PaceException error = await Assert.ThrowsAsync<PaceException>(() => _folder.Embedded().RowsAsync("demo"));

        Assert.Contains("was written by a newer Pace", error.Message, StringComparison.Ordinal);
        Assert.Equal(1L, _folder.Run("select id from demo", _folder.EmbeddedFile));
    }

    [Fact]
    public async Task The_file_of_another_program_in_the_embedded_ones_place_is_left_alone()
    {
        Directory.CreateDirectory(Path.GetDirectoryName(_folder.EmbeddedFile)!);
        _folder.Run("create table theirs (x)", _folder.EmbeddedFile);
        byte[] before = File.ReadAllBytes(_folder.EmbeddedFile);

        PaceException error = await Assert.ThrowsAsync<PaceException>(() => _folder.Embedded().ImportAsync("demo", ["id integer"], []));

        Assert.Contains("is a SQLite file of another program", error.Message, StringComparison.Ordinal);
        Assert.Equal(before, File.ReadAllBytes(_folder.EmbeddedFile));
    }

    [Fact]
    public async Task A_users_file_that_is_not_there_is_an_error_and_is_not_made()
    {
        PaceException error = await Assert.ThrowsAsync<PaceException>(() => _folder.User().ListTablesAsync(null, Page.All, CancellationToken.None));

        Assert.Equal((PaceErrorKind.PlatformUnreachable, "sales"), (error.Kind, error.Target));
        Assert.Contains($"There is no file '{_folder.UserFile}'", error.Message, StringComparison.Ordinal);
        Assert.False(File.Exists(_folder.UserFile));
    }

    [Fact]
    public async Task A_folder_and_a_file_that_is_no_database_are_errors()
    {
        Directory.CreateDirectory(_folder.UserFile);
        PaceException folder = await Assert.ThrowsAsync<PaceException>(() => _folder.User().RowsAsync("demo"));
        Directory.Delete(_folder.UserFile);
        File.WriteAllText(_folder.UserFile, new string('x', 5000));
        PaceException text = await Assert.ThrowsAsync<PaceException>(() => _folder.User().RowsAsync("demo"));

        Assert.Contains("is a folder", folder.Message, StringComparison.Ordinal);
        Assert.Contains("is no SQLite file", text.Message, StringComparison.Ordinal);
        Assert.Equal((PaceErrorKind.PlatformUnreachable, PaceErrorKind.PlatformUnreachable), (folder.Kind, text.Kind));
        Assert.Equal(new string('x', 5000), File.ReadAllText(_folder.UserFile));
    }

    [Fact]
    public async Task What_is_wrong_with_Paces_own_file_is_nothing_to_correct_in_a_configuration()
    {
        Directory.CreateDirectory(Path.GetDirectoryName(_folder.EmbeddedFile)!);
        File.WriteAllText(_folder.EmbeddedFile, new string('x', 5000));
        PaceException own = await Assert.ThrowsAsync<PaceException>(() => _folder.Embedded().RowsAsync("demo"));
        File.WriteAllText(_folder.UserFile, new string('x', 5000));
        PaceException users = await Assert.ThrowsAsync<PaceException>(() => _folder.User().RowsAsync("demo"));

        Assert.Contains("PACE_DATA_PATH", own.Remedy, StringComparison.Ordinal);
        Assert.DoesNotContain("config.yaml", own.Remedy, StringComparison.Ordinal);
        Assert.Contains("config.yaml", users.Remedy, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Looking_at_a_users_file_changes_no_byte_of_it()
    {
        SqlitePlatform platform = _folder.User("create table demo (id integer); insert into demo values (1)");
        byte[] before = File.ReadAllBytes(_folder.UserFile);

        await platform.ListTablesAsync(null, Page.All, CancellationToken.None);
        await platform.CreateBlueprintAsync("demo", CancellationToken.None);
        await platform.RowsAsync("demo");

        Assert.Equal(before, File.ReadAllBytes(_folder.UserFile));
        Assert.Equal([_folder.UserFile], Directory.GetFiles(_folder.Root));
    }

    [Fact]
    public async Task Whoever_writes_is_waited_for_and_named_when_it_takes_too_long()
    {
        SqlitePlatform platform = _folder.User("create table demo (id integer)", patience: TimeSpan.FromMilliseconds(50));
        using SqliteConnection writer = new($"Data Source={_folder.UserFile};Pooling=False");
        writer.Open();
        Execute(writer, "begin exclusive");

        PaceException reading = await Assert.ThrowsAsync<PaceException>(() => platform.RowsAsync("demo"));
        PaceException importing = await Assert.ThrowsAsync<PaceException>(() => platform.ImportAsync("other", ["id integer"], []));
        Execute(writer, "rollback");

        Assert.Equal((PaceErrorKind.PlatformRefused, PaceErrorKind.PlatformRefused), (reading.Kind, importing.Kind));
        Assert.Contains($"Another process is working on '{_folder.UserFile}'", reading.Message, StringComparison.Ordinal);
        Assert.Empty(await platform.RowsAsync("demo"));
    }

    [Fact]
    public async Task Who_reads_rows_of_the_embedded_platform_keeps_nobody_from_writing()
    {
        SqlitePlatform platform = _folder.Embedded(TimeSpan.FromMilliseconds(50));
        await platform.ImportAsync("demo", ["id integer"], [[1], [2]]);
        await using IAsyncEnumerator<TableRow> rows =
            platform.ReadRowsAsync(new RowRequest("demo"), CancellationToken.None).GetAsyncEnumerator();
        await rows.MoveNextAsync();

        await platform.ImportAsync("demo", ["id integer"], [[3]], ImportMode.Replace);

        Assert.True(await rows.MoveNextAsync());
        Assert.Equal(2, rows.Current.Values[0]);
        Assert.Equal([[3]], await platform.ValuesAsync("demo"));
    }

    [Fact]
    public async Task A_long_query_ends_soon_after_it_is_cancelled()
    {
        SqlitePlatform platform = _folder.User(Endless);
        using CancellationTokenSource source = new(TimeSpan.FromMilliseconds(200));
        Stopwatch watch = Stopwatch.StartNew();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
        {
            await foreach (TableRow _ in platform.ReadRowsAsync(new RowRequest("endless"), source.Token))
            {
            }
        });

        Assert.InRange(watch.Elapsed, TimeSpan.FromMilliseconds(100), TimeSpan.FromSeconds(5));
    }

    [Fact]
    public async Task A_wait_for_somebody_else_ends_when_it_is_cancelled()
    {
        SqlitePlatform platform = _folder.User("create table demo (id integer)");
        using SqliteConnection writer = new($"Data Source={_folder.UserFile};Pooling=False");
        writer.Open();
        Execute(writer, "begin exclusive");
        using CancellationTokenSource source = new(TimeSpan.FromMilliseconds(100));

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => platform.ListTablesAsync(null, Page.All, source.Token));
    }

    [Fact]
    public async Task Nothing_is_left_open_so_that_the_file_can_be_moved()
    {
        SqlitePlatform platform = _folder.Embedded();
        await platform.ImportAsync("demo", ["id integer"], [[1]]);
        await platform.RowsAsync("demo");

        Assert.Equal([_folder.EmbeddedFile], Directory.GetFiles(Path.GetDirectoryName(_folder.EmbeddedFile)!));
    }

    [Fact]
    public async Task A_hostile_files_views_call_nothing_that_does_harm()
    {
        SqlitePlatform platform = _folder.User("create view v as select load_extension('/tmp/x.so') as x");

        PaceException error = await Assert.ThrowsAsync<PaceException>(() => platform.RowsAsync("v"));

        Assert.Equal(PaceErrorKind.PlatformRefused, error.Kind);
    }

    [Theory]
    [InlineData("sales.db")]
    [InlineData("./sales.db")]
    [InlineData(":memory:")]
    [InlineData("file:x?mode=memory")]
    [InlineData("~")]
    public void A_path_that_is_no_full_path_is_refused(string path)
    {
        PaceException error = Assert.Throws<PaceException>(() => Create(path));

        Assert.Equal(PaceErrorKind.PlatformMisconfigured, error.Kind);
        Assert.Contains("'path' is no full path", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_path_may_begin_at_home()
    {
        string home = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);

        Assert.Equal(Path.Combine(home, "x", "sales.db"), ((SqlitePlatform)Create("~/x/sales.db")).Path);
    }

    [Fact]
    public void An_entry_without_a_path_is_refused()
    {
        PaceException error = Assert.Throws<PaceException>(
            () => PlatformRegistry.Default.Create(new PlatformSettings("sales", PlatformType.Sqlite, new Dictionary<string, string>())));

        Assert.Contains("'path' is missing", error.Message, StringComparison.Ordinal);
    }

    private static IProcessingPlatform Create(string path) => PlatformRegistry.Default.Create(
        new PlatformSettings("sales", PlatformType.Sqlite, new Dictionary<string, string> { ["path"] = path }));

    private static void Execute(SqliteConnection connection, string sql)
    {
        using SqliteCommand command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}
