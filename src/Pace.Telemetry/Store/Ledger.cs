using System.Globalization;
using System.Text;
using Pace.Configuration.Files;
using Pace.Telemetry.Contract;
using Pace.Telemetry.Store.Journals;

namespace Pace.Telemetry.Store;

/// <summary>Pace's own counts once more, in a file that nobody else writes, and how much of each journal is in them.</summary>
/// <remarks>
/// Both stand in one file, so that both change at once: this is what makes a fold happen exactly once. Lines:
/// <c>pace-ledger 2</c>, <c>id ...</c>, <c>replaces ...</c>, <c>count Verb-Noun code number</c>, <c>journal id</c> with
/// its <c>folded Verb-Noun code number</c>, <c>end</c>. Version 1 knew no journals. A file that is not exactly that
/// counts as none; one of another version is neither used nor replaced, since a newer Pace wrote it.
/// Fields, as in <see cref="CountRow"/>.
/// </remarks>
internal sealed class Ledger
{
    private const string Header = "pace-ledger ";
    private const string Version = "2";
    private const int LimitBytes = 16 * 1024 * 1024;

    /// <summary>The id of the telemetry file that the counts belong to.</summary>
    public string Id = "";

    /// <summary>The id of the file that a file with this id is to take the place of; empty where there was none; null
    /// once it did. While it is set, no file ever had this id.</summary>
    public string? Replaces;

    /// <summary>The counts.</summary>
    public readonly CountTable Counts = new();

    /// <summary>How much of each journal's counts is in the totals, by the journal's id.</summary>
    public readonly Dictionary<string, List<JournalRow>> Folded = new(StringComparer.Ordinal);

    /// <summary>Whether another version wrote it, so that it is left alone.</summary>
    public bool IsForeign;

    /// <summary>How much of a journal's count is in the totals.</summary>
    public ulong FoldedOf(string journal, string command, int exitCode)
    {
        if (!Folded.TryGetValue(journal, out List<JournalRow>? rows)) return 0;
        foreach (JournalRow row in rows)
        {
            if (row.Is(command, exitCode)) return row.Folded;
        }

        return 0;
    }

    /// <summary>Reads a ledger; null if there is none or it is damaged.</summary>
    /// <exception cref="IOException">It cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">The user may not read it.</exception>
    public static Ledger? Read(string path)
    {
        // Asked first, since an exception costs more than all else here.
        if (new FileInfo(path).Attributes == (FileAttributes)(-1)) return null;
        try
        {
            using FileStream stream = SharedReading.Open(path);
            if (stream.Length > LimitBytes) return null;
            var bytes = new byte[stream.Length];
            int length = stream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
            return Parse(Encoding.UTF8.GetString(bytes, 0, length));
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
    }

    /// <summary>Replaces the ledger.</summary>
    /// <exception cref="IOException">It cannot be written; it is as it was.</exception>
    /// <exception cref="UnauthorizedAccessException">The user may not write it; it is as it was.</exception>
    public void Write(string path) => AtomicFile.Replace(path, Encoding.UTF8.GetBytes(ToString()), toDisk: false);

    /// <summary>The ledger's text.</summary>
    public override string ToString()
    {
        var text = new StringBuilder(Header + Version, 256).Append("\nid ").Append(Escape(Id)).Append('\n');
        if (Replaces is not null) text.Append("replaces ").Append(Escape(Replaces)).Append('\n');
        foreach (CountRow row in Counts) Append(text, "count ", row.Command, row.ExitCode, row.Count);
        foreach ((string journal, List<JournalRow> rows) in Folded)
        {
            text.Append("journal ").Append(journal).Append('\n');
            foreach (JournalRow row in rows) Append(text, "folded ", row.Command, row.ExitCode, row.Folded);
        }

        return text.Append("end\n").ToString();
    }

    private static void Append(StringBuilder text, string word, string command, int exitCode, ulong number) =>
        text.Append(word).Append(command).Append(' ').Append(exitCode).Append(' ').Append(number).Append('\n');

    private static Ledger? Parse(string text)
    {
        if (!text.StartsWith(Header, StringComparison.Ordinal)) return null;
        string[] lines = text.Split('\n');
        if (lines[0][Header.Length..] is not (Version or "1")) return new Ledger { IsForeign = true };
        if (lines.Length < 4 || lines[^1].Length > 0 || lines[^2] != "end" || After(lines[1], "id ") is not { } id) return null;
        var ledger = new Ledger { Id = Uri.UnescapeDataString(id) };
        List<JournalRow>? journal = null;
        for (int i = 2; i < lines.Length - 2; i++)
        {
            if (!ledger.TryRead(lines[i], ref journal)) return null;
        }

        return ledger;
    }

    private bool TryRead(string line, ref List<JournalRow>? journal)
    {
        if (After(line, "count ") is { } count)
        {
            if (ReadRow(count) is not { Folded: <= uint.MaxValue } row) return false;
            Counts.GetOrAdd(row.Command, row.ExitCode).Count = (uint)row.Folded;
            return true;
        }

        if (After(line, "folded ") is { } folded)
        {
            if (journal is null || ReadRow(folded) is not { } row) return false;
            journal.Add(row);
            return true;
        }

        if (After(line, "journal ") is { } id) return Folded.TryAdd(id, journal = []);
        if (After(line, "replaces ") is not { } replaces) return false;
        Replaces = Uri.UnescapeDataString(replaces);
        return true;
    }

    private static JournalRow? ReadRow(string text)
    {
        string[] parts = text.Split(' ');
        return parts.Length == 3 && CommandNames.IsCmdlet(parts[0])
            && int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out int exitCode)
            && ulong.TryParse(parts[2], NumberStyles.None, CultureInfo.InvariantCulture, out ulong number)
            ? new JournalRow(parts[0], exitCode) { Folded = number }
            : null;
    }

    // An id is whatever stands in the file. Those that Pace and the CLI make need no escaping, which takes long at first.
    private static string Escape(string id)
    {
        foreach (char c in id)
        {
            if (!char.IsAsciiLetterOrDigit(c) && c != '-') return Uri.EscapeDataString(id);
        }

        return id;
    }

    private static string? After(string line, string word) =>
        line.StartsWith(word, StringComparison.Ordinal) ? line[word.Length..] : null;
}
