namespace Pace.Telemetry.Store.Journals;

/// <summary>What this process counted, in memory and in its journal file. Not safe for several threads at once.</summary>
/// <remarks>
/// Memory is right and the file follows: what cannot be written now is written with the next count of its kind, or
/// before the next fold. Without a file the counts are in memory only. Fields, as in <see cref="JournalRow"/>.
/// </remarks>
/// <param name="target">The telemetry file that the counts belong to; null where it could not be found out.</param>
/// <param name="file">The journal file; null where none could be made.</param>
internal sealed class Journal(string? target, JournalFile? file) : IDisposable
{
    private readonly Dictionary<string, Entry> _byCommand = new(StringComparer.Ordinal);
    private readonly List<Entry> _entries = [];

    /// <summary>The journal's id, which its file's name ends with.</summary>
    public readonly string Id = file?.Id ?? JournalFormat.NewId();

    /// <summary>The telemetry file that the counts belong to; null where it could not be found out.</summary>
    public readonly string? Target = target;

    /// <summary>Why the newest count is in memory only; null while all are in the file, or there is none.</summary>
    public string? Problem;

    /// <summary>Whether there is a file.</summary>
    public readonly bool HasFile = file is not null;

    /// <summary>Whether the file is where it was made, as it was written.</summary>
    public bool IsInPlace => file?.IsInPlace() == true;

    /// <summary>Whether all counts are known to be in the totals.</summary>
    public bool IsFolded
    {
        get
        {
            foreach (Entry entry in _entries)
            {
                if (entry.Folded < entry.Count) return false;
            }

            return true;
        }
    }

    /// <summary>How many counts are neither in the totals nor in the file.</summary>
    public ulong InMemoryOnly
    {
        get
        {
            ulong sum = 0;
            foreach (Entry entry in _entries) sum += entry.Count - Math.Max(entry.Written, Math.Min(entry.Folded, entry.Count));
            return sum;
        }
    }

    /// <summary>Counts one more of something that was counted before.</summary>
    /// <returns>Whether it was.</returns>
    public bool TryCount(string command, int exitCode)
    {
        if (!_byCommand.TryGetValue(command, out Entry? entry)) return false;
        while (entry.ExitCode != exitCode)
        {
            if (entry.Next is null) return false;
            entry = entry.Next;
        }

        entry.Count++;
        Write(entry);
        return true;
    }

    /// <summary>Counts one.</summary>
    public void Count(string command, int exitCode)
    {
        if (TryCount(command, exitCode)) return;
        var entry = new Entry(command, exitCode, _byCommand.GetValueOrDefault(command)) { Count = 1 };
        _byCommand[command] = entry;
        _entries.Add(entry);
        Write(entry);
    }

    /// <summary>The counts as they stand, to be folded.</summary>
    /// <param name="isOver">Whether nothing will be added any more.</param>
    public JournalReading Read(bool isOver)
    {
        var rows = new List<JournalRow>(_entries.Count);
        foreach (Entry entry in _entries)
        {
            rows.Add(new JournalRow(entry.Command, entry.ExitCode)
            {
                Count = entry.Count,
                Folded = entry.Folded,
                Offset = entry.Offset,
            });
        }

        return new JournalReading(Id, file?.Path, rows) { IsOwn = true, IsOver = isOver };
    }

    /// <summary>Notes that what was read is in the totals.</summary>
    public void NoteFolded(JournalReading reading)
    {
        // Rows stand in the order of the entries, and entries are only ever added.
        for (int i = 0; i < reading.Rows.Count; i++)
        {
            Entry entry = _entries[i];
            if (entry.Folded >= reading.Rows[i].Count) continue;
            entry.Folded = reading.Rows[i].Count;
            NoteFolded(entry);
        }
    }

    /// <summary>Writes into the file what could not be written before.</summary>
    public void WriteRest()
    {
        if (Problem is null) return;
        Problem = null;
        foreach (Entry entry in _entries)
        {
            if (entry.Written < entry.Count) Write(entry);
        }
    }

    /// <summary>Takes over what other processes' folds noted in the file: with the ledger lost, or the file deleted,
    /// this is all that tells.</summary>
    public void TakeOverFolded()
    {
        if (file is null) return;
        try
        {
            ReadOnlySpan<byte> bytes = file.Read();
            foreach (Entry entry in _entries)
            {
                if (entry.Offset == 0 || entry.Offset + JournalFormat.SlotBytes > bytes.Length) continue;
                entry.Folded = Math.Max(entry.Folded, JournalFormat.ReadFolded(bytes[entry.Offset..]));
            }
        }
        catch (IOException)
        {
            // Then what this process knows of its own folds has to do.
        }
    }

    /// <summary>Closes the file, which the next process folds.</summary>
    public void Dispose() => file?.Dispose();

    /// <summary>Closes and deletes the file.</summary>
    public void Delete() => file?.Delete();

    // Through the handle, so that a directory that was moved away with the journal does not count it once more.
    private void NoteFolded(Entry entry)
    {
        if (file is null || entry.Offset == 0) return;
        try
        {
            file.WriteFolded(entry.Offset, entry.Folded);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // The ledger has it.
        }
    }

    private void Write(Entry entry)
    {
        if (file is null) return;
        try
        {
            if (entry.Offset > 0) file.WriteCount(entry.Offset, entry.Count);
            else if (file.AddSlot(entry.Command, entry.ExitCode, entry.Count) is { } offset) entry.Offset = offset;
            else throw new IOException("The journal is full.");
            entry.Written = entry.Count;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            Problem = e.Message;
        }
    }

    // Fields, as in JournalRow.
    private sealed class Entry(string command, int exitCode, Entry? next)
    {
        public readonly string Command = command;
        public readonly int ExitCode = exitCode;

        // Another exit code of the same command.
        public readonly Entry? Next = next;

        public ulong Count;
        public ulong Written;
        public ulong Folded;
        public int Offset;
    }
}
