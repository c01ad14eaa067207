using System.Diagnostics;
using Pace.Telemetry.Contract;

namespace Pace.Telemetry.Tests;

/// <summary>Places that cannot be written cost counts at worst, never a command.</summary>
public sealed class HostilePlacesTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();
    private readonly YamlTelemetryStore _store;

    public HostilePlacesTests() => _store = TestStore.Open(_directory);

    public void Dispose()
    {
        _store.Dispose();
        _directory.Dispose();
    }

    [Theory]
    [InlineData("telemetry.yaml")]
    [InlineData("telemetry.lock")]
    [InlineData("telemetry.ledger")]
    [InlineData("telemetry.ledger.tmp")]
    public void What_cannot_be_written_is_counted_once_it_can(string blocked)
    {
        string obstacle = Path.Combine(_directory.Root, blocked);
        Directory.CreateDirectory(Path.Combine(obstacle, "x"));
        Assert.False(_store.RecordAndFold());
        Assert.False(_store.RecordAndFold());
        Assert.NotNull(_store.Problem);
        Directory.Delete(obstacle, recursive: true);
        Assert.True(_store.RecordAndFold());
        Assert.Null(_store.Problem);
        Assert.Equal(3u, _store.Read().CountOf("Get-PaceVersion"));
    }

    [Fact]
    public void A_file_that_cannot_be_replaced_is_mended_from_the_ledger_once_it_can()
    {
        Assert.True(_store.RecordAndFold());
        string obstacle = Path.Combine(_directory.Root, "telemetry.yaml.tmp", "x");
        Directory.CreateDirectory(obstacle);
        Assert.False(_store.RecordAndFold());
        Assert.NotNull(_store.Problem);
        Assert.Equal(1u, TestStore.CountInFile(File.ReadAllText(_directory.Telemetry), "Get-PaceVersion"));
        Assert.Equal(2u, TestStore.Open(_directory).Read().CountOf("Get-PaceVersion"));
        Directory.Delete(Path.GetDirectoryName(obstacle)!, recursive: true);
        Assert.True(_store.RecordAndFold());
        Assert.Equal(3u, TestStore.CountInFile(File.ReadAllText(_directory.Telemetry), "Get-PaceVersion"));
    }

    [Fact]
    public void A_directory_in_the_files_place_is_unreadable_and_stays()
    {
        Directory.CreateDirectory(_directory.Telemetry);
        Assert.False(_store.RecordAndFold());
        Assert.Equal(TelemetryFileState.Unreadable, _store.Read().State);
        Assert.Equal([_directory.Telemetry], Directory.EnumerateFileSystemEntries(_directory.Root));
    }

    [Fact]
    public void A_file_in_the_directorys_place_leaves_the_counts_in_memory_and_the_store_says_so()
    {
        File.WriteAllText(Path.Combine(_directory.Root, "file"), "");
        using var store = new YamlTelemetryStore(Path.Combine(_directory.Root, "file", "telemetry.yaml"), "0.1.0");
        Assert.False(store.RecordAndFold());
        Assert.False(store.RecordAndFold());
        Assert.StartsWith("2 counts are in memory only", store.Problem, StringComparison.Ordinal);
    }

    [Fact]
    public void A_read_only_file_is_left_as_it_is()
    {
        _directory.Put("usual.yaml");
        string before = File.ReadAllText(_directory.Telemetry);
        File.SetAttributes(_directory.Telemetry, FileAttributes.ReadOnly);
        Assert.False(_store.RecordAndFold());
        Assert.Equal(before, File.ReadAllText(_directory.Telemetry));
        File.SetAttributes(_directory.Telemetry, FileAttributes.Normal);
    }

    [Fact]
    public void A_process_that_holds_the_lock_delays_no_record()
    {
        using (new FileStream(Path.Combine(_directory.Root, "telemetry.lock"), FileMode.Create, FileAccess.ReadWrite, FileShare.None))
        {
            _store.Record("Get-PaceVersion", ExitCode.Completed);
            long start = Stopwatch.GetTimestamp();
            for (int i = 0; i < 1000; i++) _store.Record("Get-PaceVersion", ExitCode.Completed);
            Assert.True(Stopwatch.GetElapsedTime(start) < TimeSpan.FromMilliseconds(250));
            Assert.False(_store.Flush(TimeSpan.FromMilliseconds(50)));
            Assert.False(File.Exists(_directory.Telemetry));
            Assert.NotNull(_store.Problem);
        }

        Assert.True(_store.Flush(TimeSpan.FromSeconds(1)));
        Assert.Null(_store.Problem);
        Assert.Equal(1001u, _store.Read().CountOf("Get-PaceVersion"));
    }
}
