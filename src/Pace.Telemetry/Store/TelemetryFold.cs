using System.Reflection;
using Pace.Configuration.Files;
using Pace.Telemetry.Contract;
using Pace.Telemetry.Store.Journals;

namespace Pace.Telemetry.Store;

/// <summary>Brings what the journals hold into telemetry.yaml, each count once.</summary>
/// <remarks>
/// The ledger takes totals and marks in one replacement, and that is the moment at which counts are folded. So a process
/// may be killed anywhere: before it nothing happened, after it doing the rest again adds nothing. The file follows, and
/// then the journals of those who are gone are deleted; the next fold drops their marks. Fields, as in
/// <see cref="CountRow"/>.
/// </remarks>
/// <param name="path">The telemetry file itself, not a link to it.</param>
/// <param name="version">The version that is written into it; null: this module's.</param>
/// <param name="time">The clock.</param>
internal sealed class TelemetryFold(string path, string? version, TimeProvider time)
{
    // No round of merging is the rule; more than a few means that somebody else writes all the time.
    private const int MergeRounds = 8;
    private const int ReadAttempts = 20;

    // What one fold reads at most: the rest has its turn in the next, so that none takes long.
    private const int MostJournals = 1000;
    private readonly TelemetryFile _file = new(path, time);
    private readonly string _directory = System.IO.Path.GetDirectoryName(path)!;
    private readonly string _ledgerPath = System.IO.Path.Combine(System.IO.Path.GetDirectoryName(path)!, "telemetry.ledger");

    /// <summary>The telemetry file.</summary>
    public readonly string Path = path;

    /// <summary>Whether the last fold's counts are in the totals, even if it ended with an exception.</summary>
    public bool IsCommitted;

    /// <summary>Folds. The caller holds the lock that all of Pace's processes share.</summary>
    /// <param name="own">The journals of this process.</param>
    /// <param name="startAnew">Whether all of Pace's counts so far, in the journals too, are forgotten, and a new id begins.</param>
    /// <returns>Whether all journals were read; else the rest waits for the next fold.</returns>
    /// <exception cref="IOException">Something cannot be written; <see cref="IsCommitted"/> tells what that costs.</exception>
    /// <exception cref="UnauthorizedAccessException">The user may not write; likewise.</exception>
    public bool Apply(List<JournalReading> own, bool startAnew = false)
    {
        IsCommitted = false;
        FoldSteps.Reach(FoldStep.Locked);
        FileTarget.EnsureReplaceable(Path);
        Ledger? ledger = Ledger.Read(_ledgerPath);
        TelemetryReading reading = _file.Read(expected: ledger is { IsForeign: false, Replaces: null });
        if (reading.State == TelemetryFileState.Broken)
        {
            _file.SetAside();
            FoldSteps.Reach(FoldStep.SetAside);
            reading = TelemetryReading.Missing;
        }

        JournalFolder folder = JournalFolder.Read(_directory, own, judge: true, most: startAnew ? int.MaxValue : MostJournals);
        FoldPlan plan = FoldPlan.Make(reading, ledger, folder, startAnew);
        FoldSteps.Reach(FoldStep.Planned);
        if (ledger is { IsForeign: true }) ApplyWithoutLedger(plan, folder, reading);
        else Apply(plan, folder, reading);
        folder.DeleteOver();
        return !folder.HasMore;
    }

    /// <summary>The counts as the next fold would write them. Changes nothing, and needs no lock.</summary>
    /// <param name="own">Gives the journals of this process.</param>
    /// <exception cref="IOException">They cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">The user may not read them.</exception>
    public (TelemetryFileState State, TelemetryContent Content) Read(Func<List<JournalReading>> own)
    {
        for (int attempt = 1; ; attempt++)
        {
            TelemetryReading reading = _file.Read(expected: false);
            if (reading.State is not (TelemetryFileState.Readable or TelemetryFileState.Missing))
                return (reading.State, new TelemetryContent());
            Ledger? ledger = TryReadLedger();
            string? before = ledger?.ToString();
            JournalFolder folder = JournalFolder.Read(_directory, own(), judge: false, most: int.MaxValue);
            // A fold in between may have taken counts out of a journal that the ledger here does not know of.
            if ((folder.HasMore || TryReadLedger()?.ToString() != before) && attempt < ReadAttempts) continue;
            TelemetryContent content = FoldPlan.Make(reading, ledger, folder, startAnew: false).Content;
            if (reading.State == TelemetryFileState.Missing) content.Id = null;
            return (reading.State, content);
        }
    }

    /// <summary>The broken files that were set aside, oldest first.</summary>
    public IReadOnlyList<string> FindSetAside() => _file.FindSetAside();

    // One who only reads gets what there is.
    private Ledger? TryReadLedger()
    {
        try
        {
            return Ledger.Read(_ledgerPath);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private void Apply(FoldPlan plan, JournalFolder folder, TelemetryReading reading)
    {
        if (plan.IsLedgerChanged) plan.Ledger.Write(_ledgerPath);
        IsCommitted = true;
        FoldSteps.Reach(FoldStep.LedgerReplaced);
        folder.NoteFolded(own: false);
        FoldSteps.Reach(FoldStep.FoldedNoted);
        Replace(plan, reading);
        if (plan.Ledger.Replaces is not null && plan.IsChanged)
        {
            plan.Ledger.Replaces = null;
            plan.Ledger.Write(_ledgerPath);
            FoldSteps.Reach(FoldStep.LedgerSettled);
        }
    }

    // The ledger is a newer Pace's: what the journals themselves note is all there is, and it is noted first, so that a
    // fold that is killed here may lose a count, and never counts one twice.
    private void ApplyWithoutLedger(FoldPlan plan, JournalFolder folder, TelemetryReading reading)
    {
        folder.NoteFolded(own: true);
        FoldSteps.Reach(FoldStep.FoldedNoted);
        Replace(plan, reading);
        IsCommitted = true;
    }

    private void Replace(FoldPlan plan, TelemetryReading basis)
    {
        if (!plan.IsChanged) return;
        TelemetryContent content = plan.Content;
        content.Version = 'v' + (version ?? ModuleVersion());
        content.OperatingSystem ??= SystemName.Current;
        for (int round = 0; ; round++)
        {
            if (_file.Replace(content, round < MergeRounds ? basis : null) is not { } other) break;
            basis = _file.Read(expected: true);
            if (other.Content is { } written) content.MergeForeign(written);
            if (basis.Content is { } newest) content.MergeForeign(newest);
        }

        FoldSteps.Reach(FoldStep.FileReplaced);
    }

    // Looking for an attribute takes a while: this is for a thread that has it.
    private static string ModuleVersion() => typeof(TelemetryFold).Assembly
        .GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion.Split('+')[0];
}
