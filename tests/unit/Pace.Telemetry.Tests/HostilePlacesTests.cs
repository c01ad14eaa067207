using System.Diagnostics;
using Pace.Telemetry.Contract;

namespace Pace.Telemetry.Tests;

/// <summary>Places that cannot be written cost counts at worst, never a command.</summary>
public sealed class HostilePlacesTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();
    private readonly YamlTelemetryStore _store;

    public HostilePlacesTests() => _store = TestStore.Open(_directory);

    public void Dispose() => _directory.Dispose();

    [Theory]
    [InlineData("telemetry.yaml")]
    [InlineData("telemetry.lock")]
    [InlineData("telemetry.ledger")]
    [InlineData("telemetry.ledger.tmp")]
    public void What_cannot_be_written_is_kept_in_memory_and_counted_by_the_next_record(string blocked)
    {
        string obstacle = Path.Combine(_directory.Root, blocked);
        Directory.CreateDirectory(Path.Combine(obstacle, "x"));
        _store.Record("Get-PaceVersion", ExitCode.Completed);
        _store.Record("Get-PaceVersion", ExitCode.Completed);
        Assert.NotNull(_store.Problem);
        Directory.Delete(obstacle, recursive: true);
        _store.Record("Get-PaceVersion", ExitCode.Completed);
        Assert.Null(_store.Problem);
        Assert.Equal(3u, _store.Read().CountOf("Get-PaceVersion"));
    }

    [Fact]
    public void A_file_that_cannot_be_replaced_is_mended_from_the_ledger_once_it_can()
    {
        _store.Record("Get-PaceVersion", ExitCode.Completed);
        string obstacle = Path.Combine(_directory.Root, "telemetry.yaml.tmp", "x");
        Directory.CreateDirectory(obstacle);
        _store.Record("Get-PaceVersion", ExitCode.Completed);
        Assert.NotNull(_store.Problem);
        Assert.Equal(1u, TestStore.CountInFile(File.ReadAllText(_directory.Telemetry), "Get-PaceVersion"));
        Assert.Equal(2u, TestStore.Open(_directory).Read().CountOf("Get-PaceVersion"));
        Directory.Delete(Path.GetDirectoryName(obstacle)!, recursive: true);
        _store.Record("Get-PaceVersion", ExitCode.Completed);
        Assert.Equal(3u, TestStore.CountInFile(File.ReadAllText(_directory.Telemetry), "Get-PaceVersion"));
    }

    [Fact]
    public void A_directory_in_the_files_place_is_unreadable_and_stays()
    {
        Directory.CreateDirectory(_directory.Telemetry);
        _store.Record("Get-PaceVersion", ExitCode.Completed);
        Assert.Equal(TelemetryFileState.Unreadable, _store.Read().State);
        Assert.Equal([_directory.Telemetry], Directory.EnumerateFileSystemEntries(_directory.Root));
    }

    [Fact]
    public void A_file_in_the_directorys_place_costs_the_counts_alone()
    {
        File.WriteAllText(Path.Combine(_directory.Root, "file"), "");
        var store = new YamlTelemetryStore(Path.Combine(_directory.Root, "file", "telemetry.yaml"), "0.1.0");
        store.Record("Get-PaceVersion", ExitCode.Completed);
        Assert.NotNull(store.Problem);
    }

    [Fact]
    public void A_read_only_file_is_left_as_it_is()
    {
        _directory.Put("usual.yaml");
        string before = File.ReadAllText(_directory.Telemetry);
        File.SetAttributes(_directory.Telemetry, FileAttributes.ReadOnly);
        _store.Record("Get-PaceVersion", ExitCode.Completed);
        Assert.Equal(before, File.ReadAllText(_directory.Telemetry));
        File.SetAttributes(_directory.Telemetry, FileAttributes.Normal);
    }

    [Fact]
    public void A_process_that_holds_the_lock_delays_one_record_and_no_more()
    {
        var store = new YamlTelemetryStore(_directory.Telemetry, "0.1.0", TimeSpan.FromMilliseconds(300));
        using (new FileStream(Path.Combine(_directory.Root, "telemetry.lock"), FileMode.Create, FileAccess.ReadWrite, FileShare.None))
        {
            store.Record("Get-PaceVersion", ExitCode.Completed);
            long start = Stopwatch.GetTimestamp();
            for (int i = 0; i < 10; i++) store.Record("Get-PaceVersion", ExitCode.Completed);
            Assert.True(Stopwatch.GetElapsedTime(start) < TimeSpan.FromMilliseconds(250));
            Assert.False(File.Exists(_directory.Telemetry));
        }

        Assert.True(store.Flush(TimeSpan.FromSeconds(1)));
        Assert.Equal(11u, store.Read().CountOf("Get-PaceVersion"));
    }
}
