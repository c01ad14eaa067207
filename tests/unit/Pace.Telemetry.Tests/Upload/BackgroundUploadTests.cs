using System.Diagnostics;
using Pace.Telemetry.Tests.Support;
using Pace.Telemetry.Upload;

namespace Pace.Telemetry.Tests.Upload;

public sealed class BackgroundUploadTests : IDisposable
{
    private readonly TestInstallation _here = new();

    public void Dispose() => _here.Dispose();

    private static async Task<UploadResult> LookAsync(BackgroundUpload background)
    {
        Task<UploadResult>? before = background.LastAttempt;
        background.Consider();
        while (background.LastAttempt == before) await Task.Delay(1);
        return await background.LastAttempt!.WaitAsync(TimeSpan.FromSeconds(30));
    }

    [Fact]
    public async Task The_first_command_of_a_process_uploads_when_it_is_time_to()
    {
        await using LoopbackServer server = LoopbackServer.Answering("200 OK", "OK");
        _here.WithCounts().Agree(server.Endpoint);
        Assert.Equal(UploadStatus.Accepted, (await LookAsync(new BackgroundUpload(_here.NewProcess()))).Status);
        Assert.Equal(UploadStatus.NotDue, (await LookAsync(new BackgroundUpload(_here.NewProcess()))).Status);
        Assert.Single(server.Requests);
    }

    [Fact]
    public async Task A_session_that_stays_looks_again_with_a_later_command_once_a_minute()
    {
        await using LoopbackServer server = LoopbackServer.Answering("200 OK", "OK");
        _here.WithCounts();
        var background = new BackgroundUpload(_here.NewProcess());
        Assert.Equal(UploadStatus.Off, (await LookAsync(background)).Status);
        _here.Agree(server.Endpoint);
        Task<UploadResult>? before = background.LastAttempt;
        for (int i = 0; i < 1000; i++) background.Consider();
        Assert.Same(before, background.LastAttempt);
        _here.Clock.Advance(BackgroundUpload.LookPause);
        Assert.Equal(UploadStatus.Accepted, (await LookAsync(background)).Status);
        _here.Clock.Advance(TimeSpan.FromHours(1));
        Assert.Equal(UploadStatus.Accepted, (await LookAsync(background)).Status);
    }

    [Fact]
    public async Task The_process_that_showed_the_notice_does_not_even_look()
    {
        await using LoopbackServer server = LoopbackServer.Answering("200 OK", "OK");
        _here.WithCounts().Agree(server.Endpoint);
        TelemetryContext process = _here.NewProcess();
        process.NoticeShown = true;
        var background = new BackgroundUpload(process);
        background.Consider();
        Assert.Null(background.LastAttempt);
        Assert.Equal(0, server.Connections);
    }

    [Fact]
    public async Task Considering_costs_the_asking_thread_next_to_nothing()
    {
        await using LoopbackServer silent = LoopbackServer.Start(static (_, _, token) => Task.Delay(Timeout.Infinite, token));
        _here.WithCounts().Agree(silent.Endpoint);
        var background = new BackgroundUpload(_here.NewProcess(TimeSpan.FromSeconds(5)));
        background.Consider();
        while (silent.Requests.Count == 0) await Task.Delay(5);
        var taken = new double[2000];
        for (int i = 0; i < taken.Length; i++)
        {
            long start = Stopwatch.GetTimestamp();
            background.Consider();
            taken[i] = Stopwatch.GetElapsedTime(start).TotalMicroseconds;
        }

        Array.Sort(taken);
        // A record may cost 5 µs; this stands beside it, on machines that do other things too.
        Assert.InRange(taken[taken.Length / 2], 0, 2);
        background.Cancel();
    }

    [Fact]
    public async Task Who_leaves_waits_for_a_request_under_way_a_quarter_of_a_second_at_most()
    {
        await using LoopbackServer silent = LoopbackServer.Start(static (_, _, token) => Task.Delay(Timeout.Infinite, token));
        _here.WithCounts().Agree(silent.Endpoint);
        var background = new BackgroundUpload(_here.NewProcess());
        background.Consider();
        while (silent.Requests.Count == 0) await Task.Delay(5);
        var watch = Stopwatch.StartNew();
        background.WaitAndLeave(BackgroundUpload.ExitBound);
        // The upper bound leaves room for a busy machine; the processes of UploadProcessTests are measured against each other.
        Assert.InRange(watch.ElapsedMilliseconds, 150, 2000);
        Assert.InRange(BackgroundUpload.ExitBound.TotalMilliseconds, 100, 225);
        Assert.NotNull(_here.ReadState()!.Claim);
    }

    [Fact]
    public async Task An_answer_within_that_time_is_noted_before_the_process_leaves()
    {
        var release = new TaskCompletionSource();
        await using LoopbackServer server = LoopbackServer.Start(async (stream, _, token) =>
        {
            await release.Task.WaitAsync(token);
            await LoopbackServer.WriteAsync(stream, LoopbackServer.Response("200 OK", "OK"), token);
        });
        _here.WithCounts().Agree(server.Endpoint);
        var background = new BackgroundUpload(_here.NewProcess());
        background.Consider();
        while (server.Requests.Count == 0) await Task.Delay(5);
        Task leaving = Task.Run(() => background.WaitAndLeave(TimeSpan.FromSeconds(30)));
        release.SetResult();
        await leaving;
        Assert.Equal(UploadOutcome.Accepted, _here.ReadState()!.Last!.Outcome);
    }

    [Fact]
    public async Task Who_sends_now_gets_the_answer_of_its_own_upload_in_the_background_first()
    {
        var release = new TaskCompletionSource();
        await using LoopbackServer server = LoopbackServer.Start(async (stream, _, token) =>
        {
            await release.Task.WaitAsync(token);
            await LoopbackServer.WriteAsync(stream, LoopbackServer.Response("200 OK", "OK"), token);
        });
        _here.WithCounts().Agree(server.Endpoint);
        var control = new TelemetryControl(_here.NewProcess());
        control.Background.Consider();
        while (server.Requests.Count == 0) await Task.Delay(5);
        Task<UploadResult> now = control.SendNowAsync(force: true, CancellationToken.None);
        Assert.False(now.IsCompleted);
        release.SetResult();
        Assert.Equal(UploadStatus.Accepted, (await now).Status);
        Assert.Equal(2, server.Requests.Count);
    }

    [Fact]
    public async Task Opting_out_ends_a_request_under_way_and_deletes_what_was_planned()
    {
        await using LoopbackServer silent = LoopbackServer.Start(static (_, _, token) => Task.Delay(Timeout.Infinite, token));
        _here.WithCounts().Agree(silent.Endpoint);
        var control = new TelemetryControl(_here.NewProcess());
        control.Background.Consider();
        while (silent.Requests.Count == 0) await Task.Delay(5);
        control.Consent.Disable();
        UploadResult result = await control.Background.LastAttempt!.WaitAsync(TimeSpan.FromSeconds(5));
        Assert.Equal(UploadStatus.Failed, result.Status);
        Assert.False(File.Exists(_here.Files.State));
        Assert.Single(silent.Requests);
    }

    [Fact]
    public async Task Whatever_goes_wrong_stays_in_the_background()
    {
        TelemetryContext broken = _here.NewProcess() with { FindStore = static () => throw new InvalidOperationException("canary") };
        _here.Agree(LoopbackServer.Refusing());
        Assert.Equal(UploadStatus.Failed, (await LookAsync(new BackgroundUpload(broken))).Status);
    }
}
