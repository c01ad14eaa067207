using Microsoft.Win32.SafeHandles;
using Pace.Configuration.Files;

namespace Pace.Telemetry.Store.Journals;

/// <summary>The journals that stand beside a telemetry file, this process's own and the others'.</summary>
/// <remarks>Fields, as in <see cref="JournalRow"/>.</remarks>
internal sealed class JournalFolder
{
    private readonly List<string> _leftovers = [];

    /// <summary>The journals with their counts.</summary>
    public readonly List<JournalReading> Journals = [];

    /// <summary>The ids of all journals that have a file, also of those that were not read.</summary>
    public readonly HashSet<string> Present = new(StringComparer.Ordinal);

    /// <summary>Whether there are more than were read now.</summary>
    public bool HasMore;

    /// <summary>Reads the journals of a directory.</summary>
    /// <param name="directory">The directory; it may be missing.</param>
    /// <param name="own">Those of this process, whose memory is newer than their files.</param>
    /// <param name="judge">Whether to find out which owners are gone; only for one who holds the telemetry lock.</param>
    /// <param name="most">How many of the others' are read.</param>
    public static JournalFolder Read(string directory, List<JournalReading> own, bool judge, int most)
    {
        var folder = new JournalFolder();
        List<string> others = folder.Find(directory, own);
        folder.Journals.AddRange(own);
        // From anywhere, so that no journal waits for ever behind more living ones than are read.
        int start = others.Count > most ? Random.Shared.Next(others.Count) : 0;
        int count = Math.Min(others.Count, most);
        folder.HasMore = count < others.Count;
        for (int i = 0; i < count; i++) folder.ReadOne(others[(start + i) % others.Count], judge);
        return folder;
    }

    /// <summary>Notes in the journals of the living how much is in the totals.</summary>
    /// <remarks>
    /// The ledger knows it too. This is for the day on which the ledger is lost: then nothing is counted again.
    /// </remarks>
    /// <param name="own">Whether in this process's too, which else notes it itself.</param>
    public void NoteFolded(bool own)
    {
        foreach (JournalReading journal in Journals)
        {
            if (journal.Path is { } path && !journal.IsOver && (own || !journal.IsOwn)) NoteFolded(journal, path);
        }
    }

    /// <summary>Deletes the files of those whose owner is gone and whose counts are all in the totals.</summary>
    public void DeleteOver()
    {
        foreach (JournalReading journal in Journals)
        {
            if (journal.IsOver && journal.Path is { } path)
            {
                TryDelete(path);
                FoldSteps.Reach(FoldStep.JournalDeleted);
            }
        }

        foreach (string path in _leftovers) TryDelete(path);
    }

    private List<string> Find(string directory, List<JournalReading> own)
    {
        var others = new List<string>();
        if (!Directory.Exists(directory)) return others;
        foreach (string path in Directory.EnumerateFiles(directory, JournalFormat.Prefix + "*"))
        {
            if (JournalFormat.IdOf(path) is not { } id) continue;
            Present.Add(id);
            bool isOwn = false;
            foreach (JournalReading journal in own) isOwn |= journal.Id == id;
            if (!isOwn) others.Add(path);
        }

        return others;
    }

    private void ReadOne(string path, bool judge)
    {
        try
        {
            using FileStream? alone = judge ? TryOpenAlone(path) : null;
            using FileStream stream = alone ?? SharedReading.Open(path);
            if (!stream.CanSeek || stream.Length > JournalFormat.LimitBytes) return;
            var bytes = new byte[stream.Length];
            int length = RandomAccess.Read(stream.SafeFileHandle, bytes, 0);
            Take(path, bytes.AsSpan(0, length), isOver: alone is not null);
        }
        catch (IOException e) when (FileLock.IsHeldByAnother(e))
        {
            // Just being folded, as only one who reads without the lock can meet it.
            HasMore = true;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Gone meanwhile, or another user's.
        }
    }

    private void Take(string path, ReadOnlySpan<byte> bytes, bool isOver)
    {
        string id = JournalFormat.IdOf(path)!;
        if (JournalFormat.IsHeader(bytes, id))
            Journals.Add(new JournalReading(id, path, JournalFormat.ReadSlots(bytes)) { IsOver = isOver });
        // Its owner was killed before it wrote the first byte, or the power failed before the disk had one.
        else if (isOver && bytes[..Math.Min(bytes.Length, JournalFormat.SlotBytes)].IndexOfAnyExcept((byte)0) < 0)
            Remove(path);
    }

    // Where a lock comes after the opening, the file is deleted while it is held: an owner that is just making it then
    // finds that it is gone. Windows deletes no file that is held, and opens and locks in one.
    private void Remove(string path)
    {
        if (OperatingSystem.IsWindows()) _leftovers.Add(path);
        else TryDelete(path);
    }

    // Nobody who lives holds it open. Its owner never opens it again, so that this stays true.
    private static FileStream? TryOpenAlone(string path)
    {
        try
        {
            return PrivateFiles.Open(path, FileMode.Open, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException e) when (FileLock.IsHeldByAnother(e))
        {
            return null;
        }
    }

    private static void NoteFolded(JournalReading journal, string path)
    {
        bool isNew = false;
        foreach (JournalRow row in journal.Rows) isNew |= row.Offset > 0 && row.Folded < row.Count;
        if (!isNew) return;
        try
        {
            using FileStream stream = PrivateFiles.Open(
                path, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete);
            SafeFileHandle handle = stream.SafeFileHandle;
            var number = new byte[JournalFormat.NumberBytes];
            foreach (JournalRow row in journal.Rows)
            {
                // Beyond its end the owner makes new slots: a file that somebody cut off is not made longer here.
                if (row.Offset == 0 || row.Folded >= row.Count || row.Offset >= stream.Length) continue;
                JournalFormat.WriteNumber(number, row.Count);
                RandomAccess.Write(handle, number, row.Offset + JournalFormat.PlaceOfFolded);
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // The ledger has it.
        }
    }

    private static void TryDelete(string path)
    {
        try
        {
            File.Delete(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // The next fold tries again; the ledger says that nothing of it is to be added.
        }
    }
}
