using System.Diagnostics;
using Pace.Telemetry.Contract;

namespace Pace.Telemetry.Tests.Processes;

/// <summary>Disks that are full, places that nobody may write, clocks that run backwards.</summary>
public sealed class BadDaysTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void A_full_disk_costs_no_count_as_long_as_the_process_lives_and_is_told()
    {
        if (OperatingSystem.IsWindows()) return;
        string[] lines = ChildProcess.Start("full-disk", _directory.Telemetry).Finish().Split('\n');
        Assert.StartsWith("False 3 counts are in memory only", lines[0], StringComparison.Ordinal);
        Assert.Equal("True ", lines[1]);
        using YamlTelemetryStore store = TestStore.Open(_directory);
        Assert.Equal(4u, store.Read().CountOf("Get-PaceVersion"));
    }

    [Fact]
    public void A_file_system_that_is_full_costs_no_count_as_long_as_the_process_lives()
    {
        string mount = Path.Combine(_directory.Root, "small");
        Directory.CreateDirectory(mount);
        // Only who may mount gets further; the test above does without.
        if (!OperatingSystem.IsLinux() || !Run("mount", "-t", "tmpfs", "-o", "size=64k", "pace-test", mount)) return;
        try
        {
            using var store = new YamlTelemetryStore(Path.Combine(mount, "telemetry.yaml"), "0.1.0");
            Assert.True(store.RecordAndFold());
            string filler = Path.Combine(mount, "filler");
            Fill(filler);
            for (int i = 0; i < 100; i++) store.Record($"Get-PaceThing{i}", ExitCode.Completed);
            Assert.False(store.Flush(TimeSpan.FromSeconds(1)));
            Assert.NotNull(store.Problem);
            Assert.Equal(1u, TestStore.CountInFile(File.ReadAllText(store.File), "Get-PaceVersion"));
            Assert.Equal(101, store.Read().Entries.Count);
            File.Delete(filler);
            Assert.True(store.Flush(TimeSpan.FromSeconds(1)), store.Problem);
            Assert.Null(store.Problem);
            Assert.Equal(101, store.Read().Entries.Count);
        }
        finally
        {
            Assert.True(Run("umount", mount));
        }
    }

    [Fact]
    public void A_directory_that_may_not_be_written_leaves_the_counts_in_memory_and_the_store_says_so()
    {
        if (OperatingSystem.IsWindows()) return;
        using (YamlTelemetryStore store = TestStore.Open(_directory)) Assert.True(store.RecordAndFold());
        string[] before = Directory.GetFiles(_directory.Root);
        const UnixFileMode Readable = UnixFileMode.UserRead | UnixFileMode.GroupRead | UnixFileMode.OtherRead;
        File.SetUnixFileMode(_directory.Telemetry, Readable);
        File.SetUnixFileMode(_directory.Root, Readable | UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute);
        string output = ChildProcess.Start("read-only", _directory.Telemetry).Finish();
        File.SetUnixFileMode(_directory.Root, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        Assert.StartsWith("False 4 3 counts are in memory only", output, StringComparison.Ordinal);
        Assert.Equal(before.Order(), Directory.GetFiles(_directory.Root).Order());
    }

    [Fact]
    public void A_clock_that_is_set_back_costs_nothing()
    {
        using var store = new YamlTelemetryStore(_directory.Telemetry, "0.1.0", time: new BackwardsTime());
        for (int i = 0; i < 3; i++)
        {
            Assert.True(store.RecordAndFold());
            File.WriteAllText(_directory.Telemetry, "[");
            Assert.True(store.RecordAndFold());
        }

        Assert.Equal(3, store.Read().SetAside.Count);
        Assert.Equal(1u, store.Read().CountOf("Get-PaceVersion"));
    }

    private static void Fill(string file)
    {
        try
        {
            using FileStream stream = File.Create(file);
            while (true) stream.Write(new byte[4096]);
        }
        catch (IOException)
        {
            // Full.
        }
    }

    private static bool Run(string program, params string[] arguments)
    {
        try
        {
            var start = new ProcessStartInfo(program, arguments) { RedirectStandardError = true };
            using Process process = Process.Start(start)!;
            process.WaitForExit();
            return process.ExitCode == 0;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return false;
        }
    }

    private sealed class BackwardsTime : TimeProvider
    {
        private DateTimeOffset _now = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);

        public override DateTimeOffset GetUtcNow() => _now -= TimeSpan.FromHours(1);
    }
}
