using Pace.Configuration.Files;
using Pace.Telemetry.Contract;

namespace Pace.Telemetry.Store;

/// <summary>Brings counts into telemetry.yaml. The caller holds the lock that all of Pace's processes share.</summary>
/// <remarks>
/// The ledger is written first, the file second, and the next fold takes the higher of the two for each of Pace's own
/// counts. So a process may be killed anywhere: before the ledger was replaced nothing happened, afterwards the count
/// is there, and doing the rest again adds nothing.
/// </remarks>
internal sealed class TelemetryFold(string path, string version, TimeProvider time)
{
    // No round of merging is the rule; more than a few means that somebody else writes all the time.
    private const int MergeRounds = 8;
    private readonly TelemetryFile _file = new(path, time);
    private readonly string _ledgerPath = Path.Combine(Path.GetDirectoryName(path)!, "telemetry.ledger");

    /// <summary>Whether the last fold's counts are safe, even if it ended with an exception.</summary>
    public bool IsCommitted { get; private set; }

    /// <summary>Adds counts.</summary>
    /// <param name="counts">What is added to Pace's own counts.</param>
    /// <param name="startAnew">Whether Pace's own counts are forgotten before, and a new id begins.</param>
    /// <exception cref="IOException">Something cannot be written; <see cref="IsCommitted"/> tells what that costs.</exception>
    /// <exception cref="UnauthorizedAccessException">The user may not write; likewise.</exception>
    public void Apply(IReadOnlyDictionary<CountKey, uint> counts, bool startAnew = false)
    {
        IsCommitted = false;
        FileTarget.EnsureReplaceable(path);
        Ledger? ledger = Ledger.Read(_ledgerPath);
        TelemetryReading reading = _file.Read(expected: ledger is { IsForeign: false });
        if (reading.State == TelemetryFileState.Broken)
        {
            _file.SetAside();
            reading = TelemetryReading.Missing;
        }

        TelemetryContent content = Merge(reading, ledger);
        if (startAnew) StartAnew(content);
        foreach ((CountKey key, uint count) in counts) content.Add(key, count);
        content.Version = version;
        content.OperatingSystem ??= SystemName.Current;
        if (ledger is not { IsForeign: true })
        {
            Ledger.Write(_ledgerPath, content);
            IsCommitted = true;
        }

        Replace(content, reading);
        IsCommitted = true;
    }

    /// <summary>The counts as the next fold would write them.</summary>
    /// <exception cref="IOException">They cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">The user may not read them.</exception>
    public (TelemetryFileState State, TelemetryContent Content) Read()
    {
        TelemetryReading reading = _file.Read(expected: false);
        return (reading.State, reading.State == TelemetryFileState.Readable
            ? Merge(reading, Ledger.Read(_ledgerPath))
            : new TelemetryContent());
    }

    /// <summary>The broken files that were set aside, oldest first.</summary>
    public IReadOnlyList<string> FindSetAside() => _file.FindSetAside();

    private static TelemetryContent Merge(TelemetryReading reading, Ledger? ledger)
    {
        if (reading.Content is not { } content)
        {
            var created = new TelemetryContent();
            StartAnew(created);
            return created;
        }

        // No id at all is what a writer leaves who was killed between truncating and writing: the ledger mends it.
        bool isOurs = ledger is { IsForeign: false } && (content.Id is null || content.Id == ledger.Id);
        if (isOurs)
        {
            foreach ((CountKey key, uint count) in ledger!.Counts) content.RaiseTo(key, count);
        }

        content.Id ??= isOurs ? ledger!.Id : NewId();
        return content;
    }

    private static void StartAnew(TelemetryContent content)
    {
        content.RemoveOwn();
        content.Id = NewId();
    }

    private static string NewId() => Guid.NewGuid().ToString("D");

    private void Replace(TelemetryContent content, TelemetryReading basis)
    {
        for (int round = 0; round < MergeRounds; round++)
        {
            if (_file.Replace(content, basis) is not { } other) return;
            basis = _file.Read(expected: true);
            if (other.Content is { } written) content.MergeForeign(written);
            if (basis.Content is { } newest) content.MergeForeign(newest);
        }

        _file.Replace(content, basis: null);
    }
}
