using System.Globalization;
using System.Text;
using Pace.Configuration.Files;
using Pace.Telemetry.Contract;

namespace Pace.Telemetry.Store;

/// <summary>Pace's own counts once more, in a file that nobody else writes: what an overwrite of telemetry.yaml loses
/// is in here.</summary>
/// <remarks>
/// Lines: <c>pace-ledger 1</c>, <c>id ...</c>, <c>count Verb-Noun code number</c>, <c>end</c>. A file that is not
/// exactly that counts as none; one of another version is neither used nor replaced, since a newer Pace wrote it.
/// </remarks>
internal sealed class Ledger
{
    private const string Header = "pace-ledger ";
    private const string Version = Header + "1";

    private Ledger(string id, Dictionary<CountKey, uint> counts, bool isForeign)
    {
        Id = id;
        Counts = counts;
        IsForeign = isForeign;
    }

    /// <summary>The id of the telemetry file that the counts belong to.</summary>
    public string Id { get; }

    /// <summary>The counts.</summary>
    public IReadOnlyDictionary<CountKey, uint> Counts { get; }

    /// <summary>Whether another version wrote it, so that it is left alone.</summary>
    public bool IsForeign { get; }

    /// <summary>Reads a ledger; null if there is none or it is damaged.</summary>
    /// <exception cref="IOException">It cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">The user may not read it.</exception>
    public static Ledger? Read(string path)
    {
        try
        {
            using FileStream stream = SharedReading.Open(path);
            var bytes = new byte[stream.Length];
            int length = stream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
            return Parse(Encoding.UTF8.GetString(bytes, 0, length));
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
    }

    /// <summary>Writes the ledger of a content.</summary>
    /// <exception cref="IOException">It cannot be written; it is as it was.</exception>
    /// <exception cref="UnauthorizedAccessException">The user may not write it; it is as it was.</exception>
    public static void Write(string path, TelemetryContent content)
    {
        var text = new StringBuilder(Version).Append("\nid ").Append(Uri.EscapeDataString(content.Id!)).Append('\n');
        foreach ((CountKey key, uint count) in content.OwnCounts)
            text.Append("count ").Append(key.Command).Append(' ').Append(key.ExitCode).Append(' ').Append(count).Append('\n');
        text.Append("end\n");
        AtomicFile.Replace(path, Encoding.UTF8.GetBytes(text.ToString()), toDisk: false);
    }

    private static Ledger? Parse(string text)
    {
        if (!text.StartsWith(Header, StringComparison.Ordinal)) return null;
        string[] lines = text.Split('\n');
        if (lines[0] != Version) return new Ledger("", [], isForeign: true);
        if (lines.Length < 4 || lines[^1].Length > 0 || lines[^2] != "end"
            || !lines[1].StartsWith("id ", StringComparison.Ordinal)) return null;
        var counts = new Dictionary<CountKey, uint>();
        foreach (string line in lines.AsSpan(2, lines.Length - 4))
        {
            string[] parts = line.Split(' ');
            if (parts.Length != 4 || parts[0] != "count" || !CommandNames.IsCmdlet(parts[1])
                || !int.TryParse(parts[2], NumberStyles.None, CultureInfo.InvariantCulture, out int code)
                || !uint.TryParse(parts[3], NumberStyles.None, CultureInfo.InvariantCulture, out uint count)) return null;
            counts[new CountKey(parts[1], code)] = count;
        }

        return new Ledger(Uri.UnescapeDataString(lines[1][3..]), counts, isForeign: false);
    }
}
