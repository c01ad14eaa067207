using System.Diagnostics;
using Pace.Telemetry.Contract;

namespace Pace.Telemetry.Tests.Processes;

public sealed class ManyProcessesTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void Eight_processes_that_record_200_times_each_leave_exactly_1600_and_no_reader_sees_a_torn_file()
    {
        Process[] children = [.. Enumerable.Range(0, 8).Select(_ => ChildProcess.Start("record", _directory.Telemetry, "200"))];
        int readings = 0;
        uint last = 0;
        while (children.Any(static child => !child.HasExited))
        {
            if (!File.Exists(_directory.Telemetry)) continue;
            uint count = TestStore.CountInFile(File.ReadAllText(_directory.Telemetry), "Get-PaceVersion");
            Assert.True(count >= last, $"The count fell from {last} to {count}.");
            last = count;
            readings++;
        }

        foreach (Process child in children) child.Finish();
        Assert.True(readings > 20, $"Only {readings} readings happened while the processes wrote.");
        Assert.Equal(1600u, TestStore.CountInFile(File.ReadAllText(_directory.Telemetry), "Get-PaceVersion"));
        Assert.Equal(["telemetry.ledger", "telemetry.lock", "telemetry.yaml"],
            Directory.EnumerateFiles(_directory.Root).Select(Path.GetFileName).Order());
    }

    [Fact]
    public void Threads_of_one_process_are_all_counted()
    {
        using YamlTelemetryStore store = TestStore.Open(_directory);
        Parallel.For(0, 8, _ =>
        {
            for (int i = 0; i < 100; i++) store.Record("Get-PaceVersion", ExitCode.Stopped);
        });
        Assert.True(store.Flush(TimeSpan.FromSeconds(5)));
        Assert.Equal(800u, TestStore.CountInFile(File.ReadAllText(_directory.Telemetry), "Get-PaceVersion", "130"));
    }

    [Fact]
    public void The_usual_file_is_read_and_written_without_a_yaml_library()
    {
        _directory.Put("usual.yaml");
        string assemblies = ChildProcess.Start("assemblies", _directory.Telemetry).Finish();
        Assert.Contains("Pace.Telemetry", assemblies, StringComparison.Ordinal);
        Assert.DoesNotContain("YamlDotNet", assemblies, StringComparison.Ordinal);
    }

    [Fact]
    public void The_default_recorder_of_a_process_counts_in_the_directory_that_the_environment_names()
    {
        ChildProcess.StartRecorder(_directory.Root, "record-by-default", "3").Finish();
        Assert.Equal(3u, TestStore.Open(_directory).Read().CountOf("Get-PaceVersion"));
    }

    [Fact]
    public void Opting_out_by_the_environment_leaves_no_file_behind()
    {
        string directory = Path.Combine(_directory.Root, "never-made");
        var environment = new Dictionary<string, string?> { ["PACE_CONFIG_PATH"] = directory, ["DO_NOT_TRACK"] = "1" };
        string reason = ChildProcess.Start(environment, "record-by-default", "3").Finish();
        Assert.Contains("DO_NOT_TRACK", reason, StringComparison.Ordinal);
        Assert.False(Directory.Exists(directory));
    }

    [Fact]
    public void Without_a_home_directory_nothing_is_recorded_and_nothing_fails()
    {
        var recorder = new Recorder(static _ => null, () => Configuration.PacePaths.FromEnvironment(static _ => null),
            static _ => throw new InvalidOperationException("There is no place for a file."));
        recorder.Record("Get-PaceVersion", ExitCode.Completed);
        Assert.Null(recorder.Read());
        Assert.False(recorder.Decision.IsOn);
        Assert.Equal("no home directory", recorder.Decision.DecidedBy);
    }
}
