using System.Collections.Concurrent;
using Pace.Configuration;
using Pace.Telemetry.Contract;

namespace Pace.Telemetry.Tests;

public sealed class RecorderTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();
    private readonly ConcurrentDictionary<string, string?> _environment = new();
    private readonly Recorder _recorder;

    public RecorderTests()
    {
        _environment["PACE_CONFIG_PATH"] = _directory.Root;
        _recorder = new Recorder(
            Get, () => PacePaths.FromEnvironment(Get).WithMachineFile(Path.Combine(_directory.Root, "machine.yaml")),
            static file => new YamlTelemetryStore(file, "0.1.0"));
    }

    public void Dispose() => _directory.Dispose();

    private string? Get(string name) => _environment.GetValueOrDefault(name);

    private uint RecordAndCount()
    {
        _recorder.Record("Get-PaceVersion", ExitCode.Completed);
        return _recorder.Read()!.CountOf("Get-PaceVersion");
    }

    [Fact]
    public void Recording_is_on_unless_something_says_otherwise()
    {
        Assert.Equal(1u, RecordAndCount());
        Assert.Equal("default", _recorder.Decision.DecidedBy);
    }

    [Fact]
    public void A_variable_set_in_the_middle_of_a_session_works_at_once()
    {
        Assert.Equal(1u, RecordAndCount());
        _environment["PACE_TELEMETRY_OPTOUT"] = "TRUE";
        Assert.Equal(1u, RecordAndCount());
        _environment["PACE_TELEMETRY_OPTOUT"] = "";
        Assert.Equal(2u, RecordAndCount());
    }

    [Theory]
    [InlineData("config.yaml")]
    [InlineData("machine.yaml")]
    public void A_file_behind_a_link_changed_in_the_middle_of_a_session_works_at_once(string name)
    {
        if (OperatingSystem.IsWindows()) return;
        string target = Path.Combine(_directory.Root, "dotfiles.yaml");
        File.WriteAllText(target, "telemetry: local\n");
        File.CreateSymbolicLink(Path.Combine(_directory.Root, name), target);
        Assert.Equal(1u, RecordAndCount());
        File.WriteAllText(target, "telemetry: off\n");
        Assert.Equal(1u, RecordAndCount());
    }

    [Fact]
    public void A_file_replaced_by_a_circle_of_links_means_off()
    {
        if (OperatingSystem.IsWindows()) return;
        Assert.Equal(1u, RecordAndCount());
        string file = Path.Combine(_directory.Root, "config.yaml");
        File.CreateSymbolicLink(file, file);
        Assert.Equal(1u, RecordAndCount());
        Assert.Equal(file, _recorder.Decision.DecidedBy);
    }

    [Fact]
    public async Task A_pipe_in_the_configurations_place_means_off_and_never_holds_a_command_off()
    {
        if (OperatingSystem.IsWindows()) return;
        await Pipe.MakeAsync(Path.Combine(_directory.Root, "config.yaml"));
        bool isOn = await Task.Run(() => _recorder.Decision.IsOn).WaitAsync(TimeSpan.FromSeconds(20));
        Assert.False(isOn);
    }

    [Theory]
    [InlineData("config.yaml")]
    [InlineData("machine.yaml")]
    public void A_file_changed_in_the_middle_of_a_session_works_at_once(string name)
    {
        string file = Path.Combine(_directory.Root, name);
        Assert.Equal(1u, RecordAndCount());
        File.WriteAllText(file, "telemetry: off\n");
        Assert.Equal(1u, RecordAndCount());
        Assert.Equal(file, _recorder.Decision.DecidedBy);
        File.WriteAllText(file, "telemetry: local\n");
        Assert.Equal(2u, RecordAndCount());
    }

    [Fact]
    public void Another_configuration_directory_has_counts_of_its_own()
    {
        Assert.Equal(1u, RecordAndCount());
        _environment["PACE_CONFIG_PATH"] = Path.Combine(_directory.Root, "other");
        Assert.Equal(1u, RecordAndCount());
        Assert.StartsWith(_environment["PACE_CONFIG_PATH"]!, _recorder.Store!.File, StringComparison.Ordinal);
    }

    [Fact]
    public void What_could_not_be_written_is_written_by_a_flush_unless_recording_was_turned_off()
    {
        string obstacle = Path.Combine(_directory.Root, "telemetry.lock");
        Directory.CreateDirectory(obstacle);
        _recorder.Record("Get-PaceVersion", ExitCode.Completed);
        Assert.False(_recorder.Flush(TimeSpan.Zero));
        _environment["DO_NOT_TRACK"] = "1";
        Directory.Delete(obstacle);
        Assert.True(_recorder.Flush(TimeSpan.Zero));
        Assert.False(File.Exists(_directory.Telemetry));
        _environment["DO_NOT_TRACK"] = "0";
        Assert.True(_recorder.Flush(TimeSpan.FromSeconds(1)));
        Assert.Equal(1u, _recorder.Read()!.CountOf("Get-PaceVersion"));
    }

    [Fact]
    public void A_store_or_an_environment_that_throws_never_reaches_the_command()
    {
        var recorder = new Recorder(static _ => null, static () => throw new InvalidOperationException(), static _ => null!);
        recorder.Record("Get-PaceVersion", ExitCode.Completed);
        recorder.Flush(TimeSpan.Zero);
    }
}
