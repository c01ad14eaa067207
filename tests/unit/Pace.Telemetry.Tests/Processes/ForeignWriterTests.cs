using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Pace.Telemetry.Tests.Processes;

/// <summary>The CLI reads, truncates and writes the same file without a lock.</summary>
public sealed partial class ForeignWriterTests : IDisposable
{
    private const int Records = 30_000;
    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void A_writer_without_a_lock_keeps_its_entries_and_costs_Pace_none()
    {
        // Pace waits 200 ms for one who is just writing. On a machine that is so busy that a write takes longer, nobody
        // can say what should be in the file, so that the writer has another try.
        for (int attempt = 1; ; attempt++)
        {
            _directory.Put("cli-only.yaml");
            (uint written, TimeSpan longest, bool isGone) = WriteBesideProcessesThatRecord();
            using YamlTelemetryStore store = TestStore.Open(_directory);
            Assert.True(store.RecordAndFold(Contract.ExitCode.Failed));
            TelemetryDocument document = store.Read();
            Assert.Equal(2u * Records, document.CountOf("Get-PaceVersion"));
            Assert.Empty(document.SetAside);
            if (longest > TimeSpan.FromMilliseconds(100) && attempt < 5)
            {
                store.Clear();
                continue;
            }

            Assert.False(isGone, "The entry of the other writer is gone.");
            Assert.Equal("aaaaaaaa-4e1b-431d-b9db-1b315f537a85", document.Id);
            Assert.Equal("darwin", document.OperatingSystem);
            Assert.True(written > 30, $"The other writer wrote only {written} times.");
            // What it reads between Pace's rename and its own opening is lost to it, as it would be to two of its kind.
            Assert.InRange(document.CountOf("pace version"), 17 + written - 5, 17 + written);
            return;
        }
    }

    private (uint Written, TimeSpan Longest, bool IsGone) WriteBesideProcessesThatRecord()
    {
        Process[] children = [.. Enumerable.Range(0, 2).Select(_ => ChildProcess.Start("record", _directory.Telemetry, $"{Records}"))];
        uint written = 0;
        TimeSpan longest = TimeSpan.Zero;
        bool isGone = false;
        while (children.Any(static child => !child.HasExited))
        {
            long start = Stopwatch.GetTimestamp();
            isGone |= !isGone && !TryBumpAsTheCliDoes();
            TimeSpan took = Stopwatch.GetElapsedTime(start);
            if (took > longest) longest = took;
            written++;
            // A process that is started for each command is never faster.
            Thread.Sleep(10);
        }

        foreach (Process child in children) child.Finish();
        return (written, longest, isGone);
    }

    // os.WriteFile: open, truncate, write. The reading before it may be older than what it overwrites.
    private bool TryBumpAsTheCliDoes()
    {
        string text = File.ReadAllText(_directory.Telemetry);
        Match row = Row().Match(text);
        if (!row.Success) return false;
        uint count = uint.Parse(row.Groups["count"].Value, CultureInfo.InvariantCulture) + 1;
        string changed = string.Concat(
            text.AsSpan(0, row.Groups["count"].Index), count.ToString(CultureInfo.InvariantCulture),
            text.AsSpan(row.Groups["count"].Index + row.Groups["count"].Length));
        using var stream = new FileStream(_directory.Telemetry, FileMode.Truncate, FileAccess.Write, FileShare.ReadWrite);
        stream.Write(Encoding.UTF8.GetBytes(changed));
        return true;
    }

    [GeneratedRegex("""pace version:\n        0:\n            cumulative_count: (?<count>\d+)""")]
    private static partial Regex Row();
}
