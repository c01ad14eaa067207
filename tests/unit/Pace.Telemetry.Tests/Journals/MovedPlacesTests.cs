using Pace.Telemetry.Contract;

namespace Pace.Telemetry.Tests.Journals;

/// <summary>Directories and links that change under a process that counts.</summary>
public sealed class MovedPlacesTests : IDisposable
{
    private const string Command = "Get-PaceVersion";
    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    private string Put(string name)
    {
        string directory = Path.Combine(_directory.Root, name);
        Directory.CreateDirectory(directory);
        return Path.Combine(directory, "telemetry.yaml");
    }

    private static uint CountIn(string file) => TestStore.CountInFile(File.ReadAllText(file), Command);

    [Fact]
    public void What_was_counted_before_a_link_moved_stays_there_and_the_rest_goes_where_it_leads_now()
    {
        if (OperatingSystem.IsWindows()) return;
        string first = Put("first");
        string second = Put("second");
        File.CreateSymbolicLink(_directory.Telemetry, first);
        using YamlTelemetryStore store = TestStore.Open(_directory);
        Assert.True(store.RecordAndFold());
        store.Record(Command, ExitCode.Completed);
        File.Delete(_directory.Telemetry);
        File.CreateSymbolicLink(_directory.Telemetry, second);
        Assert.True(store.Flush(TimeSpan.FromSeconds(5)));
        Assert.Equal(2u, CountIn(first));
        for (int i = 0; i < 3; i++) Assert.True(store.RecordAndFold());
        Assert.Equal(2u, CountIn(first));
        Assert.Equal(3u, CountIn(second));
        store.Leave(TimeSpan.FromSeconds(1));
        Assert.Empty(Directory.EnumerateFiles(_directory.Root, "telemetry.journal-*", SearchOption.AllDirectories));
    }

    [Fact]
    public void What_was_counted_for_a_place_that_is_gone_goes_where_the_link_leads_now()
    {
        if (OperatingSystem.IsWindows()) return;
        string first = Put("first");
        string second = Put("second");
        File.CreateSymbolicLink(_directory.Telemetry, first);
        using YamlTelemetryStore store = TestStore.Open(_directory);
        Assert.True(store.RecordAndFold());
        store.Record(Command, ExitCode.Completed);
        Directory.Delete(Path.GetDirectoryName(first)!, recursive: true);
        File.Delete(_directory.Telemetry);
        File.CreateSymbolicLink(_directory.Telemetry, second);
        Assert.True(store.RecordAndFold());
        Assert.True(store.RecordAndFold());
        // The first was in a file, and went with it.
        Assert.Equal(3u, CountIn(second));
        Assert.False(Directory.Exists(Path.GetDirectoryName(first)));
    }

    [Fact]
    public void A_directory_that_is_removed_is_made_again_and_counting_goes_on()
    {
        string file = Put("pace");
        using var store = new YamlTelemetryStore(file, "0.1.0");
        Assert.True(store.RecordAndFold());
        Directory.Delete(Path.GetDirectoryName(file)!, recursive: true);
        Assert.True(store.RecordAndFold());
        Assert.True(store.RecordAndFold());
        Assert.Equal(2u, CountIn(file));
    }

    [Fact]
    public void A_directory_that_comes_back_from_a_backup_while_a_process_counts_does_not_count_twice()
    {
        string file = Put("pace");
        string directory = Path.GetDirectoryName(file)!;
        using var store = new YamlTelemetryStore(file, "0.1.0");
        for (int i = 0; i < 3; i++) Assert.True(store.RecordAndFold());
        string backup = Path.Combine(_directory.Root, "backup");
        Directory.CreateDirectory(backup);
        foreach (string name in (string[])["telemetry.yaml", "telemetry.ledger"])
            File.Copy(Path.Combine(directory, name), Path.Combine(backup, name));
        Assert.True(store.RecordAndFold());
        foreach (string name in (string[])["telemetry.yaml", "telemetry.ledger"])
            File.Copy(Path.Combine(backup, name), Path.Combine(directory, name), overwrite: true);
        // The fourth was lost with the file that it stood in, and what comes is counted on from the backup.
        Assert.True(store.RecordAndFold());
        Assert.Equal(4u, CountIn(file));
    }

    [Fact]
    public void A_new_configuration_directory_under_the_same_name_starts_anew()
    {
        string file = Put("pace");
        using var store = new YamlTelemetryStore(file, "0.1.0");
        Assert.True(store.RecordAndFold());
        string id = store.Read().Id!;
        Directory.Move(Path.GetDirectoryName(file)!, Path.Combine(_directory.Root, "old"));
        store.Record(Command, ExitCode.Completed);
        Assert.True(store.Flush(TimeSpan.FromSeconds(5)));
        Assert.Equal(1u, CountIn(file));
        Assert.NotEqual(id, store.Read().Id);
        // What the file here has does not count once more in the directory that moved away with the journal.
        using var old = new YamlTelemetryStore(Path.Combine(_directory.Root, "old", "telemetry.yaml"), "0.1.0");
        Assert.True(old.Flush(TimeSpan.FromSeconds(5)));
        Assert.Equal(1u, old.Read().CountOf(Command));
    }
}
