using Pace.Telemetry.Contract;
using Pace.Telemetry.Store.Journals;

namespace Pace.Telemetry.Store;

/// <summary>What a fold makes of the file, the ledger and the journals. Reads and writes nothing itself.</summary>
/// <remarks>
/// For Pace's own counts the ledger is right, and the file follows it: what is new in the journals is added to the
/// ledger's count, and the file's is raised to the sum. So an overwritten file is mended, and one that is ahead of the
/// ledger after a loss of power is not counted on from. Where the file has an id of its own, the file is right.
/// Fields, as in <see cref="CountRow"/>.
/// </remarks>
internal sealed class FoldPlan
{
    private readonly Ledger? _old;
    private readonly string? _fileId;
    private readonly bool _isOurs;

    private FoldPlan(TelemetryReading reading, Ledger? ledger)
    {
        _old = ledger is { IsForeign: false } ? ledger : null;
        Content = reading.Content ?? new TelemetryContent();
        _fileId = Content.Id;
        if (reading.Content is null)
        {
            // A ledger whose id no file ever had is the rest of a fold that was killed: it goes on with that id.
            _isOurs = _old?.Replaces is not null;
        }
        else if (_old is not null)
        {
            // No id at all is what a writer leaves who was killed between truncating and writing: the ledger mends it.
            _isOurs = _fileId is null || _fileId == _old.Id || _fileId == _old.Replaces;
        }
    }

    /// <summary>The file's new content.</summary>
    public readonly TelemetryContent Content;

    /// <summary>The new ledger.</summary>
    public readonly Ledger Ledger = new();

    /// <summary>Whether the file is to be replaced.</summary>
    public bool IsChanged;

    /// <summary>Whether the ledger is to be replaced.</summary>
    public bool IsLedgerChanged;

    /// <summary>Makes the plan.</summary>
    /// <param name="reading">The file; missing where a broken one was set aside.</param>
    /// <param name="ledger">The ledger; null where there is none or it is damaged.</param>
    /// <param name="folder">The journals.</param>
    /// <param name="startAnew">Whether all of Pace's counts so far are forgotten, and a new id begins.</param>
    public static FoldPlan Make(TelemetryReading reading, Ledger? ledger, JournalFolder folder, bool startAnew)
    {
        var plan = new FoldPlan(reading, ledger);
        string? before = plan._old?.ToString();
        plan.BeginWithLedger(hasFile: reading.Content is not null);
        foreach (JournalReading journal in folder.Journals) plan.Fold(journal, startAnew);
        plan.KeepMarks(folder);
        if (startAnew) plan.StartAnew();
        plan.Settle();
        plan.IsLedgerChanged = before is null
            ? plan.IsChanged || plan.Ledger.Folded.Count > 0 || plan.Ledger.Counts.Count > 0
            : plan.Ledger.ToString() != before;
        return plan;
    }

    private void BeginWithLedger(bool hasFile)
    {
        if (_old is null) return;
        if (_isOurs)
        {
            if (_fileId != _old.Id)
            {
                Content.Id = _old.Id;
                Ledger.Replaces = _old.Replaces;
                if (_old.Replaces is not null) Content.RemoveOwn();
                IsChanged = true;
            }

            foreach (CountRow row in _old.Counts) IsChanged |= Content.RaiseTo(row.Command, row.ExitCode, row.Count);
        }
        else if (_old.Replaces is not null && hasFile)
        {
            // Counts under an id that no file ever had, and now there is another file: they are that file's.
            foreach (CountRow row in _old.Counts) Add(row.Command, row.ExitCode, row.Count);
        }
    }

    private void Fold(JournalReading journal, bool startAnew)
    {
        var marks = new List<JournalRow>(journal.Rows.Count);
        foreach (JournalRow row in journal.Rows)
        {
            // Both only ever say what is in the totals for certain.
            ulong folded = Math.Max(row.Folded, _old?.FoldedOf(journal.Id, row.Command, row.ExitCode) ?? 0);
            if (row.Count > folded && !startAnew) Add(row.Command, row.ExitCode, row.Count - folded);
            marks.Add(new JournalRow(row.Command, row.ExitCode) { Folded = Math.Max(row.Count, folded) });
        }

        if (journal.Path is not null && marks.Count > 0) Ledger.Folded[journal.Id] = marks;
    }

    private void Add(string command, int exitCode, ulong count)
    {
        IsChanged = true;
        if (!_isOurs)
        {
            Content.Add(command, exitCode, count);
            return;
        }

        // Into the ledger, of which this is the only user from here on, so that several journals add up.
        CountRow row = _old!.Counts.GetOrAdd(command, exitCode);
        row.Count = CountRow.Add(row.Count, count);
        Content.RaiseTo(command, exitCode, row.Count);
    }

    // The marks of a journal go once its file is gone: nothing can come from it any more. What its owner, should it
    // live, still has to add, it knows from its memory and from its own handle.
    private void KeepMarks(JournalFolder folder)
    {
        if (_old is null) return;
        foreach ((string journal, List<JournalRow> rows) in _old.Folded)
        {
            if (folder.Present.Contains(journal)) Ledger.Folded.TryAdd(journal, rows);
        }
    }

    private void StartAnew()
    {
        Content.RemoveOwn();
        BeginId();
        IsChanged = true;
    }

    private void Settle()
    {
        if (Content.Id is null && IsChanged) BeginId();
        // No file and nothing to put into one: what the ledger says of the file that was there stays.
        Ledger.Id = Content.Id ?? _old?.Id ?? "";
        if (Content.Id is null && _old is not null)
        {
            Ledger.Replaces = _old.Replaces;
            foreach (CountRow row in _old.Counts) Ledger.Counts.TryAdd(row);
        }

        foreach (CountRow row in Content.Rows)
        {
            if (CommandNames.IsCmdlet(row.Command)) Ledger.Counts.GetOrAdd(row.Command, row.ExitCode).Count = row.Count;
        }
    }

    private void BeginId()
    {
        Ledger.Replaces = _fileId ?? "";
        Content.Id = Guid.NewGuid().ToString("D");
    }
}
