using System.Globalization;
using Pace.Telemetry;
using Pace.Telemetry.Contract;

namespace Pace.PowerShell.Completion;

/// <summary>Completes the names of what is counted: Pace's cmdlets, and what else stands in the file.</summary>
internal sealed class CommandCompleter : CandidateCompleter
{
    protected override IReadOnlyList<Candidate> Find(CompletionRequest request) => Candidates.Quickly("commands", static _ =>
    {
        // Read as it stands: a completion brings nothing into the file.
        ILookup<string, TelemetryEntry> counted = (Recorder.Default.Store?.Read().Entries ?? []).ToLookup(entry => entry.Command, StringComparer.Ordinal);
        return
        [
            .. CommandNames.Cmdlets.Union(counted.Select(entries => entries.Key))
                .Order(StringComparer.Ordinal)
                .Select(name => new Candidate(name, Describe([.. counted[name]]))),
        ];
    });

    private static string Describe(IReadOnlyList<TelemetryEntry> entries)
    {
        ulong all = entries.Aggregate(0UL, static (sum, entry) => sum + entry.Count);
        ulong failed = entries.Where(static entry => entry.ExitCode == 1).Aggregate(0UL, static (sum, entry) => sum + entry.Count);
        string failures = failed == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $", {failed} failed");
        return all == 0 ? "not counted yet" : string.Create(CultureInfo.InvariantCulture, $"counted {all} time{(all == 1 ? "" : "s")}{failures}");
    }
}
