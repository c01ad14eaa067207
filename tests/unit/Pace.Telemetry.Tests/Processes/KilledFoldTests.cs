using System.Diagnostics;
using Pace.Telemetry.Store;

namespace Pace.Telemetry.Tests.Processes;

/// <summary>A process that is killed at any step of a fold: nothing is lost, nothing counts twice.</summary>
public sealed class KilledFoldTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    public static TheoryData<string, string> Cases()
    {
        var cases = new TheoryData<string, string>();
        foreach (FoldStep step in Enum.GetValues<FoldStep>())
        {
            if (step is not (FoldStep.SetAside or FoldStep.LedgerSettled)) cases.Add($"{step}", "file");
            if (step is not FoldStep.SetAside) cases.Add($"{step}", "no file");
            if (step is FoldStep.SetAside or FoldStep.Planned or FoldStep.LedgerReplaced or FoldStep.FileReplaced) cases.Add($"{step}", "broken file");
        }

        return cases;
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void What_was_recorded_counts_once_after_a_death_at(string step, string place)
    {
        if (place == "file") _directory.Put("cli-only.yaml");
        if (place == "broken file") _directory.Put("broken.yaml");
        LeaveJournalBehind();
        Die(step, "leave");
        using YamlTelemetryStore store = TestStore.Open(_directory);
        // Reading alone sees it already, and changes nothing.
        Assert.Equal(place == "broken file" && step == $"{FoldStep.Locked}" ? 0u : 2u, store.Read().CountOf("Get-PaceVersion"));
        Assert.True(store.Flush(TimeSpan.FromSeconds(10)), store.Problem);
        CheckCounts(store);
        // And again, since what is left of a journal would show now.
        using YamlTelemetryStore next = TestStore.Open(_directory);
        Assert.True(next.RecordAndFold(Contract.ExitCode.Stopped));
        CheckCounts(next);
        if (place == "file") Assert.Equal(17u, next.Read().CountOf("pace version"));
    }

    [Theory]
    [InlineData(nameof(FoldStep.Locked), true)]
    [InlineData(nameof(FoldStep.Planned), true)]
    [InlineData(nameof(FoldStep.LedgerReplaced), false)]
    [InlineData(nameof(FoldStep.FoldedNoted), false)]
    [InlineData(nameof(FoldStep.FileWritten), false)]
    [InlineData(nameof(FoldStep.FileReplaced), false)]
    [InlineData(nameof(FoldStep.LedgerSettled), false)]
    [InlineData(nameof(FoldStep.JournalDeleted), false)]
    public void Clearing_that_is_killed_happened_as_a_whole_or_not_at_all(string step, bool isKept)
    {
        _directory.Put("usual.yaml");
        using YamlTelemetryStore living = TestStore.Open(_directory);
        Assert.True(living.RecordAndFold());
        living.Record("Get-PaceVersion", Contract.ExitCode.Completed);
        LeaveJournalBehind();
        string id = living.Read().Id!;
        Die(step, "clear");
        living.Record("Get-PaceVersion", Contract.ExitCode.Stopped);
        Assert.True(living.Flush(TimeSpan.FromSeconds(10)), living.Problem);
        TelemetryDocument document = living.Read();
        // The living one's two, that of a process that is gone, and that of the one that was killed while it cleared.
        Assert.Equal(isKept ? 4u : 0u, document.CountOf("Get-PaceVersion"));
        Assert.Equal(isKept ? 1u : 0u, document.CountOf("Get-PaceVersion", 1));
        Assert.Equal(1u, document.CountOf("Get-PaceVersion", 130));
        Assert.Equal(isKept, document.Id == id);
        Assert.Equal(17u, document.CountOf("pace get data-policy"));
    }

    private static void CheckCounts(YamlTelemetryStore store)
    {
        TelemetryDocument document = store.Read();
        Assert.Equal(2u, document.CountOf("Get-PaceVersion"));
        Assert.Equal(1u, document.CountOf("Get-PaceVersion", 1));
        Assert.Equal(document.CountOf("Get-PaceVersion"), TestStore.CountInFile(File.ReadAllText(store.File), "Get-PaceVersion"));
    }

    // What a killed process leaves: a journal that nobody holds.
    private void LeaveJournalBehind()
    {
        using YamlTelemetryStore gone = TestStore.Open(_directory);
        gone.Record("Get-PaceVersion", Contract.ExitCode.Completed);
    }

    private void Die(string step, string act)
    {
        using Process child = ChildProcess.Start("die-at", step, _directory.Telemetry, act);
        Assert.Equal("recorded\n", child.StandardOutput.ReadToEnd());
        child.WaitForExit();
        Assert.NotEqual(0, child.ExitCode);
    }
}
