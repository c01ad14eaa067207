using System.Text;
using Microsoft.Data.Sqlite;
using Pace.Engine.Diagnostics;
using Pace.Engine.Storage;
using Pace.Engine.Tests.Storage.Support;

namespace Pace.Engine.Tests.Storage;

public sealed class UnusableStoreTests : IDisposable
{
    private readonly StoreFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_file_that_is_no_database_is_an_error_and_stays_as_it_is()
    {
        string text = new('x', 5000);
        File.WriteAllText(_folder.File, text);

        AssertUnusable("is damaged, or is no SQLite file.");
        Assert.Equal(text, File.ReadAllText(_folder.File));
    }

    [Fact]
    public void A_damaged_page_is_an_error()
    {
        for (int version = 0; version < 20; version++)
        {
            _folder.Store().Save(Some.Key, new string('x', 1000));
        }

        using (FileStream stream = new(_folder.File, FileMode.Open))
        {
            stream.Position = 4096;
            stream.Write(Encoding.ASCII.GetBytes(new string('#', 3 * 4096)));
        }

        AssertUnusable("is damaged, or is no SQLite file.");
    }

    [Fact]
    public void A_file_that_was_cut_off_is_an_error()
    {
        _folder.Store().Save(Some.Key);
        using (FileStream stream = new(_folder.File, FileMode.Open))
        {
            stream.SetLength(4096);
        }

        AssertUnusable("is damaged, or is no SQLite file.");
    }

    [Fact]
    public void The_file_of_another_program_is_an_error_and_stays_as_it_is()
    {
        _folder.Run("CREATE TABLE policies (policy TEXT); INSERT INTO policies VALUES ('theirs')");
        byte[] before = File.ReadAllBytes(_folder.File);

        AssertUnusable("is a SQLite file of another program, not a store of Pace.");
        Assert.Equal(before, File.ReadAllBytes(_folder.File));
    }

    [Fact]
    public void A_folder_in_the_place_of_the_file_is_an_error()
    {
        Directory.CreateDirectory(_folder.File);

        AssertUnusable("is a folder where a file is needed.");
    }

    [Fact]
    public void A_file_in_the_place_of_the_folder_is_an_error()
    {
        File.WriteAllText(Path.Combine(_folder.Root, "data"), "");
        SqlitePolicyStore store = new(Path.Combine(_folder.Root, "data", "policies.db"));

        PaceException error = Assert.Throws<PaceException>(() => store.BeginSave(Some.Key, Some.Policy()));

        Assert.Equal((PaceErrorKind.StoreUnusable, store.Path), (error.Kind, error.Target));
        Assert.Contains(store.Path, error.Message, StringComparison.Ordinal);
    }

    [FactOnUnix("folder that even an administrator cannot write to")]
    public void A_folder_that_cannot_be_written_is_an_error_with_what_to_do()
    {
        SqlitePolicyStore store = new("/dev/null/pace/policies.db");

        PaceException error = Assert.Throws<PaceException>(() => store.BeginSave(Some.Key, Some.Policy()));

        Assert.Equal(PaceErrorKind.StoreUnusable, error.Kind);
        Assert.StartsWith("The store '/dev/null/pace/policies.db' cannot be opened: ", error.Message, StringComparison.Ordinal);
        Assert.Contains("PACE_DATA_PATH", error.Remedy, StringComparison.Ordinal);
    }

    [FactOnUnix("file-size limit for a process")]
    public void A_full_disk_is_an_error_and_costs_nothing_that_was_stored()
    {
        using ChildProcess child = new("fill", _folder.File, "100000");
        string[] lines = child.ReadToEnd();

        Assert.Equal(
            $"StoreUnusable The store '{_folder.File}' cannot be read or written: the disk is full, limited or failing.", lines[^1]);
        int stored = lines.Length - 1;
        Assert.InRange(stored, 1, 25);
        Assert.Equal(Enumerable.Range(1, stored).Select(version => $"saved {version}"), lines[..^1]);
        PolicyKey key = new("p", "public.demo");
        Assert.Equal(Enumerable.Range(1, stored), _folder.Store().History(key).Select(item => item.Version));
        Assert.Equal(stored + 1, _folder.Store().Save(key).Version);
        Assert.Equal("ok", _folder.Run("PRAGMA integrity_check"));
    }

    [Theory]
    [InlineData("nonsense")]
    [InlineData("")]
    public void A_policy_that_cannot_be_read_back_is_an_error_that_names_it(string text)
    {
        _folder.Store().Save(Some.Key);
        _folder.Run($"UPDATE policies SET policy = '{text}'");

        PaceException error = AssertUnusable("cannot be read from the store", () => _folder.Store().List());

        Assert.Contains("Version 1 of policy 'public.demo' for platform 'pg'", error.Message, StringComparison.Ordinal);
        Assert.Contains("Remove-PaceDataPolicy", error.Remedy, StringComparison.Ordinal);
        Assert.True(_folder.Store().Remove(Some.Key));
    }

    [Fact]
    public void A_time_that_cannot_be_read_back_is_an_error_that_names_the_policy()
    {
        _folder.Store().Save(Some.Key);
        _folder.Run("UPDATE policies SET updated_at = 'yesterday'");

        AssertUnusable("Version 1 of policy 'public.demo' for platform 'pg' cannot be read", () => _folder.Store().Find(Some.Key));
    }

    [Fact]
    public void The_file_itself_refuses_a_second_active_version()
    {
        _folder.Store().Save(Some.Key);
        _folder.Store().Save(Some.Key);

        Assert.Throws<SqliteException>(() => _folder.Run("UPDATE policies SET active = 1"));
    }

    [Theory]
    [InlineData(SQLitePCL.raw.SQLITE_BUSY, "Another process is writing")]
    [InlineData(SQLitePCL.raw.SQLITE_LOCKED, "Another process is writing")]
    [InlineData(SQLitePCL.raw.SQLITE_READONLY, "it is read-only")]
    [InlineData(SQLitePCL.raw.SQLITE_CANTOPEN, "cannot be opened")]
    [InlineData(SQLitePCL.raw.SQLITE_PERM, "cannot be opened")]
    [InlineData(SQLitePCL.raw.SQLITE_FULL, "the disk is full")]
    [InlineData(SQLitePCL.raw.SQLITE_IOERR, "the disk is full, limited or failing")]
    [InlineData(SQLitePCL.raw.SQLITE_CORRUPT, "is damaged")]
    [InlineData(SQLitePCL.raw.SQLITE_NOTADB, "is no SQLite file")]
    [InlineData(SQLitePCL.raw.SQLITE_NOMEM, "cannot be used")]
    public void Whatever_SQLite_says_becomes_an_error_with_the_file_and_what_to_do(int code, string part)
    {
        SqliteException inner = new("raw", code);

        PaceException error = Assert.Throws<PaceException>(() => StoreErrors.Translate<int>("/data/policies.db", () => throw inner));

        Assert.Equal((PaceErrorKind.StoreUnusable, "/data/policies.db"), (error.Kind, error.Target));
        Assert.Contains("'/data/policies.db'", error.Message, StringComparison.Ordinal);
        Assert.Contains(part, error.Message, StringComparison.Ordinal);
        Assert.EndsWith(".", error.Remedy, StringComparison.Ordinal);
        Assert.Same(inner, error.InnerException);
    }

    private void AssertUnusable(string part)
    {
        AssertUnusable(part, () => _folder.Store().List());
        AssertUnusable(part, () => _folder.Store().Find(Some.Key));
        AssertUnusable(part, () => _folder.Store().History(Some.Key));
        AssertUnusable(part, () => _folder.Store().Save(Some.Key));
        AssertUnusable(part, () => _folder.Store().MarkApplied(Some.Key, 1, _folder.Clock.Now));
        AssertUnusable(part, () => _folder.Store().Remove(Some.Key));
    }

    private PaceException AssertUnusable(string part, Func<object?> act)
    {
        PaceException error = Assert.Throws<PaceException>(act);
        Assert.Equal((PaceErrorKind.StoreUnusable, _folder.File), (error.Kind, error.Target));
        Assert.Contains($"'{_folder.File}'", error.Message, StringComparison.Ordinal);
        Assert.Contains(part, error.Message, StringComparison.Ordinal);
        Assert.EndsWith(".", error.Remedy, StringComparison.Ordinal);
        return error;
    }
}
