using Pace.Configuration;
using Pace.Telemetry.Contract;

namespace Pace.Telemetry.Tests;

/// <summary>When counts come into the file, by a clock that stands still.</summary>
public sealed class ScheduleTests
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);
    private readonly ManualTime _time = new();
    private readonly CountingStore _store = new();
    private readonly Recorder _recorder;
    private string? _optOut;

    public ScheduleTests() => _recorder = new Recorder(
        name => name == "PACE_CONFIG_PATH" ? Path.Combine(Path.GetTempPath(), "pace-nowhere") : name == "DO_NOT_TRACK" ? _optOut : null,
        static () => PacePaths.FromEnvironment(static _ => Path.Combine(Path.GetTempPath(), "pace-nowhere")),
        _ => _store, _time);

    private void Record() => _recorder.Record("Get-PaceVersion", ExitCode.Completed);

    private void RecordFirst()
    {
        Record();
        Assert.True(_store.Flushed.Wait(TimeSpan.FromSeconds(30)));
        SpinWait.SpinUntil(() => _store.Flushes > 0);
    }

    [Fact]
    public void The_first_count_comes_into_the_file_at_once_on_another_thread()
    {
        RecordFirst();
        Assert.NotEqual(Environment.CurrentManagedThreadId, _store.Thread);
    }

    [Fact]
    public void Each_later_count_comes_into_the_file_within_a_second_and_many_with_one_fold()
    {
        RecordFirst();
        for (int round = 2; round < 5; round++)
        {
            for (int i = 0; i < 100; i++) Record();
            Assert.Equal(round - 1, _store.Flushes);
            _time.Advance(Second);
            Assert.Equal(round, _store.Flushes);
        }
    }

    [Fact]
    public void Nothing_runs_while_nothing_is_recorded()
    {
        RecordFirst();
        Record();
        _time.Advance(Second);
        Assert.Equal(2, _store.Flushes);
        Assert.Equal(0, _time.Waiting);
        _time.Advance(TimeSpan.FromHours(1));
        Assert.Equal(2, _store.Flushes);
    }

    [Fact]
    public void A_fold_in_vain_is_tried_again_and_not_for_ever()
    {
        RecordFirst();
        _store.Answer = false;
        Record();
        _time.Advance(Second);
        Assert.Equal(2, _store.Flushes);
        for (int i = 0; i < 100; i++) _time.Advance(Second);
        Assert.InRange(_store.Flushes, 3, 30);
        Assert.Equal(0, _time.Waiting);
        // Another record, another try.
        int before = _store.Flushes;
        _store.Answer = true;
        Record();
        _time.Advance(Second);
        Assert.Equal(before + 1, _store.Flushes);
    }

    [Fact]
    public void A_fold_that_throws_ends_no_process()
    {
        RecordFirst();
        _store.Throws = true;
        Record();
        _time.Advance(Second);
        Assert.Equal(2, _store.Flushes);
    }

    [Fact]
    public void Once_recording_is_off_nothing_is_written_any_more()
    {
        RecordFirst();
        Record();
        _optOut = "1";
        _time.Advance(Second);
        Assert.Equal(1, _store.Flushes);
        _recorder.Leave(Second);
        Assert.Equal(1, _store.Flushes);
        Assert.Equal(0, _time.Waiting);
    }

    private sealed class CountingStore : ITelemetryStore
    {
        public ManualResetEventSlim Flushed { get; } = new();

        public int Flushes { get; private set; }

        public int Thread { get; private set; }

        public bool Answer { get; set; } = true;

        public bool Throws { get; set; }

        public string File => "";

        public string? Problem => null;

        public void Record(string command, ExitCode code)
        {
        }

        public bool Flush(TimeSpan bound)
        {
            Thread = Environment.CurrentManagedThreadId;
            Flushes++;
            Flushed.Set();
            return Throws ? throw new InvalidOperationException() : Answer;
        }

        public TelemetryDocument Read() => throw new NotSupportedException();

        public void Clear() => throw new NotSupportedException();
    }
}
