using System.Globalization;
using System.Text;
using Pace.Configuration.Files;

namespace Pace.Telemetry.Upload;

/// <summary>The state of the uploads in a file that a person can read.</summary>
/// <remarks>
/// Its first line names the version. A file of another version is left alone, and nothing is sent: a newer Pace keeps
/// the schedule. Whoever changes the file holds the lock; whoever only looks does not, since it is replaced as a whole.
/// </remarks>
internal sealed class UploadStateFile(TelemetryFiles files)
{
    private const string Header = "pace-telemetry-upload ";
    private const string Version = Header + "1";
    private const string TimeFormat = "yyyy-MM-dd'T'HH:mm:ss.fff'Z'";
    private const int LongestBytes = 4096;

    /// <summary>What was found in the file's place.</summary>
    internal enum Condition
    {
        /// <summary>No file: nothing was ever tried, or everything was deleted.</summary>
        Missing,

        /// <summary>A state.</summary>
        Known,

        /// <summary>Something else than a state.</summary>
        Damaged,

        /// <summary>A state of another version.</summary>
        Foreign,
    }

    /// <summary>Takes the lock; its directory is made if it is missing.</summary>
    /// <param name="bound">How long to wait for others; zero tries once.</param>
    /// <param name="time">The clock that the bound is measured by.</param>
    /// <returns>The lock, or null if others held it for all of that time.</returns>
    /// <exception cref="IOException">The lock file cannot be opened for another reason.</exception>
    /// <exception cref="UnauthorizedAccessException">The user may not open it.</exception>
    public FileLock? TryLock(TimeSpan bound, TimeProvider time)
    {
        PrivateFiles.CreateDirectory(files.Directory);
        return FileLock.TryAcquire(files.StateLock, bound, time);
    }

    /// <summary>Reads the file.</summary>
    /// <exception cref="IOException">It cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">The user may not read it.</exception>
    public (Condition Condition, UploadState? State) Read()
    {
        try
        {
            using FileStream stream = SharedReading.Open(files.State);
            var bytes = new byte[LongestBytes];
            int length = stream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
            return Parse(Encoding.UTF8.GetString(bytes, 0, length));
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return (Condition.Missing, null);
        }
    }

    /// <summary>Replaces the file. The caller holds the lock.</summary>
    /// <exception cref="IOException">It cannot be written; it is as it was.</exception>
    /// <exception cref="UnauthorizedAccessException">The user may not write it; it is as it was.</exception>
    public void Write(UploadState state)
    {
        FileTarget.EnsureReplaceable(files.State);
        AtomicFile.Replace(files.State, Encoding.UTF8.GetBytes(Format(state)), toDisk: true);
    }

    /// <summary>Deletes the file if it is there.</summary>
    /// <exception cref="IOException">It cannot be deleted.</exception>
    /// <exception cref="UnauthorizedAccessException">The user may not delete it.</exception>
    public void Delete()
    {
        if (File.Exists(files.State)) File.Delete(files.State);
    }

    /// <summary>A state as text.</summary>
    internal static string Format(UploadState state)
    {
        string last = state.Last is not { } attempt ? "-"
            : $"{Word(attempt.Outcome)} {Number(attempt.HttpStatus)} {Time(attempt.At)}";
        return string.Create(CultureInfo.InvariantCulture, $"""
            {Version}
            jitter {state.Jitter}
            claim {(state.Claim is { } claim ? $"{claim.Id} {Time(claim.At)}" : "-")}
            last {last}
            accepted {Time(state.Accepted)}
            failures {state.Failures}
            not-before {Time(state.NotBefore)}
            end

            """).ReplaceLineEndings("\n");
    }

    /// <summary>The state in a text.</summary>
    internal static (Condition Condition, UploadState? State) Parse(string text)
    {
        string[] lines = text.Split('\n');
        if (lines[0] != Version)
            return (lines[0].StartsWith(Header, StringComparison.Ordinal) ? Condition.Foreign : Condition.Damaged, null);
        var reader = new LineReader(lines);
        var state = new UploadState(
            reader.Integer("jitter", UploadSchedule.JitterSteps) ?? 0, reader.Claim(), reader.Attempt(), reader.Time("accepted"),
            reader.Integer("failures", int.MaxValue - 1) ?? 0, reader.Time("not-before"));
        return reader.IsSound ? (Condition.Known, state) : (Condition.Damaged, null);
    }

    private static string Word(UploadOutcome outcome) => outcome switch
    {
        UploadOutcome.Accepted => "accepted",
        UploadOutcome.Rejected => "rejected",
        _ => "failed",
    };

    private static string Number(int? number) => number?.ToString(CultureInfo.InvariantCulture) ?? "-";

    private static string Time(DateTimeOffset? time) =>
        time?.UtcDateTime.ToString(TimeFormat, CultureInfo.InvariantCulture) ?? "-";

    /// <summary>Reads the lines in their order, and notes the first that is not as it must be.</summary>
    private sealed class LineReader(string[] lines)
    {
        private int _line;
        private bool _failed;

        public bool IsSound => !_failed && lines.Length == _line + 3 && lines[_line + 1] == "end" && lines[_line + 2].Length == 0;

        public int? Integer(string name, int most) => Values(name, 1) is [var text] ? Number(text, most) : Fail<int?>();

        public DateTimeOffset? Time(string name) => Values(name, 1) switch
        {
            ["-"] => null,
            [var text] => Instant(text),
            _ => Fail<DateTimeOffset?>(),
        };

        public UploadClaim? Claim() => Values("claim", 2) switch
        {
            ["-"] => null,
            [var id, var time] when Guid.TryParseExact(id, "N", out _) && Instant(time) is { } at => new UploadClaim(id, at),
            _ => Fail<UploadClaim>(),
        };

        public UploadAttempt? Attempt() => Values("last", 3) switch
        {
            ["-"] => null,
            [var word, var status, var time] when Outcome(word) is { } outcome && Instant(time) is { } at =>
                new UploadAttempt(outcome, status == "-" ? null : Number(status, 999), at),
            _ => Fail<UploadAttempt>(),
        };

        private static UploadOutcome? Outcome(string word) => word switch
        {
            "accepted" => UploadOutcome.Accepted,
            "rejected" => UploadOutcome.Rejected,
            "failed" => UploadOutcome.Failed,
            _ => null,
        };

        private string[]? Values(string name, int most)
        {
            if (++_line >= lines.Length) return null;
            string[] parts = lines[_line].Split(' ');
            return parts[0] == name && parts.Length - 1 is > 0 and var count && (count == most || parts is [_, "-"]) ? parts[1..] : null;
        }

        private int? Number(string text, int most) =>
            int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int number) && number <= most
                ? number
                : Fail<int?>();

        // Years from 2000 to 2999, so that adding a wait to one can never leave the calendar.
        private DateTimeOffset? Instant(string text) => text.StartsWith('2') && DateTimeOffset.TryParseExact(
            text, TimeFormat, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out DateTimeOffset time)
            ? time
            : Fail<DateTimeOffset?>();

        private T? Fail<T>()
        {
            _failed = true;
            return default;
        }
    }
}
