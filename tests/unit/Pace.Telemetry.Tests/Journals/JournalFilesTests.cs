using System.Diagnostics;
using Pace.Telemetry.Contract;
using Pace.Telemetry.Store.Journals;
using Pace.Telemetry.Tests.Processes;

namespace Pace.Telemetry.Tests.Journals;

/// <summary>What happens to journals: by their owners, by folds, and by people.</summary>
public sealed class JournalFilesTests : IDisposable
{
    private const string Command = "Get-PaceVersion";
    private readonly TemporaryDirectory _directory = new();
    private readonly YamlTelemetryStore _store;

    public JournalFilesTests() => _store = TestStore.Open(_directory);

    public void Dispose()
    {
        _store.Dispose();
        _directory.Dispose();
    }

    private string[] Journals => Directory.GetFiles(_directory.Root, JournalFormat.Prefix + "*");

    private uint Counted()
    {
        Assert.True(_store.Flush(TimeSpan.FromSeconds(5)), _store.Problem);
        Assert.Null(_store.Problem);
        return TestStore.CountInFile(File.ReadAllText(_directory.Telemetry), Command);
    }

    [Fact]
    public void A_process_has_one_journal_and_leaves_none_behind()
    {
        for (int i = 0; i < 3; i++)
        {
            Assert.True(_store.RecordAndFold());
            _store.Record("Get-PaceTable", ExitCode.Failed);
        }

        Assert.Single(Journals);
        _store.Leave(TimeSpan.FromSeconds(1));
        Assert.Empty(Journals);
        Assert.Equal(3u, TestStore.CountInFile(File.ReadAllText(_directory.Telemetry), Command));
        Assert.Equal(3u, TestStore.CountInFile(File.ReadAllText(_directory.Telemetry), "Get-PaceTable", "1"));
    }

    [Fact]
    public void What_is_recorded_after_leaving_is_counted_by_the_next_process()
    {
        Assert.True(_store.RecordAndFold());
        _store.Leave(TimeSpan.FromSeconds(1));
        _store.Record(Command, ExitCode.Completed);
        _store.Dispose();
        using YamlTelemetryStore next = TestStore.Open(_directory);
        Assert.True(next.RecordAndFold());
        Assert.Equal(3u, next.Read().CountOf(Command));
        Assert.Single(Journals);
    }

    [Fact]
    public void Leaving_while_others_hold_the_lock_waits_no_longer_than_told_and_leaves_the_counts_to_the_next_process()
    {
        _store.Record(Command, ExitCode.Completed);
        using (new FileStream(Path.Combine(_directory.Root, "telemetry.lock"), FileMode.Create, FileAccess.ReadWrite, FileShare.None))
        {
            long start = Stopwatch.GetTimestamp();
            _store.Leave(TimeSpan.FromMilliseconds(200));
            Assert.InRange(Stopwatch.GetElapsedTime(start), TimeSpan.FromMilliseconds(190), TimeSpan.FromSeconds(2));
        }

        _store.Dispose();
        using YamlTelemetryStore next = TestStore.Open(_directory);
        Assert.True(next.Flush(TimeSpan.FromSeconds(1)));
        Assert.Equal(1u, next.Read().CountOf(Command));
        Assert.Empty(Journals);
    }

    [Fact]
    public void Another_process_reads_the_journal_of_one_that_lives_and_neither_takes_it_away_nor_counts_it_twice()
    {
        using YamlTelemetryStore other = TestStore.Open(_directory);
        for (uint i = 1; i <= 4; i++)
        {
            _store.Record(Command, ExitCode.Completed);
            Assert.Equal(i, other.Read().CountOf(Command));
            Assert.True(other.Flush(TimeSpan.FromSeconds(5)));
            Assert.Equal(i, TestStore.CountInFile(File.ReadAllText(_directory.Telemetry), Command));
            Assert.Single(Journals);
        }

        Assert.Equal(4u, Counted());
    }

    [Fact]
    public void A_killed_process_is_known_to_be_gone_even_while_a_program_lives_that_it_started()
    {
        if (OperatingSystem.IsWindows()) return;
        using Process child = ChildProcess.Start("hold", _directory.Telemetry, "3", "sleep");
        using Process started = Process.GetProcessById(int.Parse(child.StandardOutput.ReadLine()!, null));
        try
        {
            string journal = Assert.Single(Journals);
            Assert.Equal(3u, Counted());
            Assert.Equal([journal], Journals);
            child.KillAndWait();
            Assert.False(started.HasExited);
            Assert.Equal(3u, Counted());
            Assert.Empty(Journals);
        }
        finally
        {
            started.Kill();
        }
    }

    [Fact]
    public void A_journal_that_somebody_deletes_costs_nothing_as_long_as_its_process_lives()
    {
        Assert.True(_store.RecordAndFold());
        _store.Record(Command, ExitCode.Completed);
        File.Delete(Assert.Single(Journals));
        _store.Record(Command, ExitCode.Completed);
        Assert.Equal(3u, Counted());
        _store.Record(Command, ExitCode.Completed);
        Assert.Single(Journals);
        Assert.Equal(4u, Counted());
    }

    [Fact]
    public void A_journal_that_another_process_folded_and_somebody_deleted_then_is_not_counted_twice()
    {
        using YamlTelemetryStore other = TestStore.Open(_directory);
        for (int i = 0; i < 3; i++) _store.Record(Command, ExitCode.Completed);
        Assert.True(other.Flush(TimeSpan.FromSeconds(5)));
        File.Delete(Assert.Single(Journals));
        // This one drops the marks of what is no longer there.
        Assert.True(other.RecordAndFold());
        _store.Record(Command, ExitCode.Completed);
        Assert.Equal(5u, Counted());
    }

    [Fact]
    public void A_journal_that_somebody_truncates_costs_nothing_as_long_as_its_process_lives()
    {
        Assert.True(_store.RecordAndFold());
        _store.Record(Command, ExitCode.Completed);
        using (FileStream stream = new(Assert.Single(Journals), FileMode.Open, FileAccess.Write, FileShare.ReadWrite)) stream.SetLength(0);
        _store.Record(Command, ExitCode.Completed);
        Assert.Equal(3u, Counted());
        _store.Record(Command, ExitCode.Completed);
        Assert.Equal(4u, Counted());
        Assert.Single(Journals);
    }

    [Theory]
    [InlineData(".bak")]
    [InlineData("")]
    public void A_copy_of_a_journal_counts_nothing_and_stays(string suffix)
    {
        _store.Record(Command, ExitCode.Completed);
        string journal = Assert.Single(Journals);
        string copy = suffix.Length > 0
            ? journal + suffix
            : Path.Combine(_directory.Root, JournalFormat.Prefix + JournalFormat.NewId());
        File.Copy(journal, copy);
        Assert.Equal(1u, Counted());
        Assert.Equal(1u, Counted());
        Assert.True(File.Exists(copy));
    }

    [Fact]
    public void A_journal_of_an_unknown_version_is_left_alone()
    {
        using (YamlTelemetryStore gone = TestStore.Open(_directory)) gone.Record(Command, ExitCode.Completed);
        string journal = Assert.Single(Journals);
        byte[] bytes = File.ReadAllBytes(journal);
        bytes[8]++;
        File.WriteAllBytes(journal, bytes);
        _store.Record(Command, ExitCode.Completed);
        Assert.Equal(1u, Counted());
        Assert.Equal(bytes, File.ReadAllBytes(journal));
    }

    [Fact]
    public void A_journal_whose_process_was_killed_before_it_wrote_a_byte_is_tidied_up()
    {
        string empty = Path.Combine(_directory.Root, JournalFormat.Prefix + JournalFormat.NewId());
        string zeros = Path.Combine(_directory.Root, JournalFormat.Prefix + JournalFormat.NewId());
        File.WriteAllBytes(empty, []);
        File.WriteAllBytes(zeros, new byte[JournalFormat.SlotBytes * 3]);
        Assert.True(_store.RecordAndFold());
        Assert.Single(Journals);
        Assert.DoesNotContain(empty, Journals);
        Assert.DoesNotContain(zeros, Journals);
    }

    [Fact]
    public async Task A_pipe_or_a_directory_under_a_journals_name_holds_nobody_off()
    {
        if (OperatingSystem.IsWindows()) return;
        await Pipe.MakeAsync(Path.Combine(_directory.Root, JournalFormat.Prefix + JournalFormat.NewId()));
        Directory.CreateDirectory(Path.Combine(_directory.Root, JournalFormat.Prefix + JournalFormat.NewId()));
        _store.Record(Command, ExitCode.Completed);
        uint count = await Task.Run(() => _store.Read().CountOf(Command) + Counted()).WaitAsync(TimeSpan.FromSeconds(20));
        Assert.Equal(2u, count);
    }

    [Fact]
    public void Far_more_journals_than_one_fold_reads_are_all_counted_and_tidied_up_in_bounded_time()
    {
        for (int i = 0; i < 1500; i++)
        {
            using var journal = new Journal(_directory.Telemetry, JournalFile.Create(_directory.Root));
            journal.Count(Command, i % 2);
        }

        Assert.Equal(750u, _store.Read().CountOf(Command));
        long start = Stopwatch.GetTimestamp();
        Assert.True(_store.Flush(TimeSpan.FromSeconds(20)));
        Assert.True(Stopwatch.GetElapsedTime(start) < TimeSpan.FromSeconds(10));
        Assert.Equal(750u, _store.Read().CountOf(Command));
        Assert.Equal(750u, _store.Read().CountOf(Command, 1));
        Assert.Empty(Journals);
        // Once the files are gone, their marks have nothing to say.
        Assert.True(_store.RecordAndFold());
        Assert.True(new FileInfo(_directory.Ledger).Length < 1000);
    }

    [Fact]
    public void A_full_journal_costs_no_count()
    {
        const int Commands = 8300;
        for (int i = 0; i < Commands; i++) _store.Record($"Get-PaceThing{i}", ExitCode.Completed);
        Assert.NotNull(_store.Problem);
        Assert.True(_store.Flush(TimeSpan.FromSeconds(20)));
        Assert.Null(_store.Problem);
        Assert.Equal(Commands, _store.Read().Entries.Count);
        Assert.True(new FileInfo(Assert.Single(Journals)).Length <= JournalFormat.LimitBytes);
    }

    [Fact]
    public void Two_stores_of_one_process_add_up()
    {
        using YamlTelemetryStore other = TestStore.Open(_directory);
        Parallel.For(0, 4, i =>
        {
            for (int j = 0; j < 200; j++)
            {
                YamlTelemetryStore store = i % 2 == 0 ? _store : other;
                store.Record(Command, ExitCode.Completed);
                if (j % 20 == 0) store.Flush(TimeSpan.FromSeconds(30));
            }
        });
        Assert.True(other.Flush(TimeSpan.FromSeconds(30)));
        Assert.Equal(800u, Counted());
    }
}
