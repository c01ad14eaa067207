namespace Pace.Telemetry.Tests;

/// <summary>Links and modes, where the system has them.</summary>
public sealed class UnixFilesTests : IDisposable
{
    private const UnixFileMode Private = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void A_link_stays_a_link_and_leads_to_the_counts()
    {
        if (OperatingSystem.IsWindows()) return;
        string target = Path.Combine(_directory.Root, "elsewhere", "counts.yaml");
        File.CreateSymbolicLink(_directory.Telemetry, target);
        using YamlTelemetryStore store = TestStore.Open(_directory);
        store.RecordAndFold();
        store.RecordAndFold();
        Assert.Equal(target, new FileInfo(_directory.Telemetry).LinkTarget);
        Assert.Equal(2u, TestStore.CountInFile(File.ReadAllText(target), "Get-PaceVersion"));
        Assert.Equal(2u, new YamlTelemetryStore(target, "0.1.0").Read().CountOf("Get-PaceVersion"));
    }

    [Fact]
    public void A_link_to_a_device_is_never_replaced()
    {
        if (OperatingSystem.IsWindows()) return;
        File.CreateSymbolicLink(_directory.Telemetry, "/dev/null");
        using YamlTelemetryStore store = TestStore.Open(_directory);
        Assert.False(store.RecordAndFold());
        Assert.NotNull(store.Problem);
        Assert.Equal([_directory.Telemetry], Directory.EnumerateFileSystemEntries(_directory.Root));
        Assert.Equal(TelemetryFileState.Unreadable, store.Read().State);
    }

    [Theory]
    [InlineData("telemetry.yaml", false)]
    [InlineData("telemetry.yaml", true)]
    [InlineData("telemetry.ledger", false)]
    public async Task A_pipe_in_a_files_place_costs_the_count_and_never_holds_a_command_off(string name, bool linked)
    {
        if (OperatingSystem.IsWindows()) return;
        string pipe = Path.Combine(_directory.Root, linked ? "pipe" : name);
        await Pipe.MakeAsync(pipe);
        if (linked) File.CreateSymbolicLink(Path.Combine(_directory.Root, name), pipe);
        using YamlTelemetryStore store = TestStore.Open(_directory);
        TelemetryDocument document = await Task.Run(() =>
        {
            Assert.False(store.RecordAndFold());
            return store.Read();
        }).WaitAsync(TimeSpan.FromSeconds(20));
        Assert.NotNull(store.Problem);
        Assert.Equal(name == "telemetry.yaml", document.State == TelemetryFileState.Unreadable);
        File.Delete(pipe);
        Assert.True(store.Flush(TimeSpan.FromSeconds(5)));
        Assert.Equal(1u, store.Read().CountOf("Get-PaceVersion"));
    }

    [Fact]
    public void Links_in_a_circle_cost_the_count_alone()
    {
        if (OperatingSystem.IsWindows()) return;
        File.CreateSymbolicLink(_directory.Telemetry, _directory.Telemetry);
        using YamlTelemetryStore store = TestStore.Open(_directory);
        Assert.False(store.RecordAndFold());
        Assert.NotNull(store.Problem);
        Assert.Equal(TelemetryFileState.Unreadable, store.Read().State);
    }

    [Fact]
    public void What_Pace_makes_is_for_its_owner_alone_and_an_existing_mode_is_kept()
    {
        if (OperatingSystem.IsWindows()) return;
        string directory = Path.Combine(_directory.Root, "new", "pace");
        string file = Path.Combine(directory, "telemetry.yaml");
        using var store = new YamlTelemetryStore(file, "0.1.0");
        store.RecordAndFold();
        Assert.Equal(Private | UnixFileMode.UserExecute, File.GetUnixFileMode(directory));
        foreach (string made in Directory.EnumerateFiles(directory)) Assert.Equal(Private, File.GetUnixFileMode(made));
        File.SetUnixFileMode(file, Private | UnixFileMode.GroupRead | UnixFileMode.OtherRead);
        store.RecordAndFold();
        Assert.Equal(Private | UnixFileMode.GroupRead | UnixFileMode.OtherRead, File.GetUnixFileMode(file));
    }
}
