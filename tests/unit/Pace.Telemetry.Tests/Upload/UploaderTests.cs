using Pace.Configuration.Files;
using Pace.Telemetry.Tests.Support;
using Pace.Telemetry.Upload;

namespace Pace.Telemetry.Tests.Upload;

/// <summary>Uploads as processes make them: real requests to a loopback server, time from a clock that is set.</summary>
public sealed class UploaderTests : IDisposable
{
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);
    private readonly TestInstallation _here = new();

    public void Dispose() => _here.Dispose();

    private Task<UploadResult> LookAsync() =>
        new Uploader(_here.NewProcess()).UploadIfDueAsync(CancellationToken.None);

    private Task<UploadResult> SendAsync(bool force = false) =>
        new TelemetryControl(_here.NewProcess()).SendNowAsync(force, CancellationToken.None);

    private async Task<UploadStatus[]> LookEveryAsync(TimeSpan pause, int times)
    {
        var results = new List<UploadStatus>();
        for (int i = 0; i < times; i++)
        {
            results.Add((await LookAsync()).Status);
            _here.Clock.Advance(pause);
        }

        return [.. results];
    }

    [Fact]
    public async Task What_was_counted_is_flushed_sent_and_kept_as_a_copy()
    {
        await using LoopbackServer server = LoopbackServer.Answering("200 OK", "OK");
        _here.WithCounts(3).Agree(server.Endpoint);
        UploadResult result = await LookAsync();
        Assert.Equal((UploadStatus.Accepted, 200), (result.Status, result.HttpStatus));
        string body = Assert.Single(server.Requests).Body;
        Assert.Contains("{\"Get-PaceVersion\":{\"0\":{\"cumulative_count\":3}}}", body, StringComparison.Ordinal);
        Assert.Contains(_here.Store.Id, body, StringComparison.Ordinal);
        Assert.Equal(body, File.ReadAllText(_here.Files.Sent));
        Assert.Equal(new TelemetryControl(_here.NewProcess()).Preview().Text, body);
        if (OperatingSystem.IsWindows()) return;
        foreach (string file in (string[])[_here.Files.Sent, _here.Files.State, _here.Files.StateLock])
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file));
    }

    [Fact]
    public async Task All_processes_together_upload_once_an_interval()
    {
        await using LoopbackServer server = LoopbackServer.Answering("200 OK", "OK");
        _here.WithCounts().Agree(server.Endpoint);
        UploadStatus[] results = await LookEveryAsync(TimeSpan.FromMinutes(5), 25);
        Assert.Equal(3, server.Requests.Count);
        Assert.Equal([0, 12, 24], results.Index().Where(static item => item.Item == UploadStatus.Accepted).Select(static item => item.Index));
    }

    [Fact]
    public async Task The_share_of_randomness_is_drawn_once_and_kept()
    {
        await using LoopbackServer server = LoopbackServer.Answering("200 OK", "OK");
        _here.Jitter = 500;
        _here.WithCounts().Agree(server.Endpoint);
        DateTimeOffset start = _here.Clock.GetUtcNow();
        UploadResult first = await LookAsync();
        _here.Jitter = 0;
        Assert.Equal(start + (1.05 * Hour), first.NextAttempt);
        _here.Clock.Advance(Hour);
        Assert.Equal(UploadStatus.NotDue, (await LookAsync()).Status);
        _here.Clock.Advance(0.05 * Hour);
        Assert.Equal(UploadStatus.Accepted, (await LookAsync()).Status);
        Assert.Equal(500, _here.ReadState()!.Jitter);
    }

    [Fact]
    public async Task A_failure_is_tried_again_with_back_off_and_never_before_a_minute()
    {
        await using LoopbackServer server = LoopbackServer.Answering("500 Internal Server Error");
        _here.WithCounts().Agree(server.Endpoint);
        UploadStatus[] results = await LookEveryAsync(TimeSpan.FromSeconds(30), 30);
        Assert.Equal([0, 2, 6, 14], results.Index().Where(static item => item.Item == UploadStatus.Failed).Select(static item => item.Index));
        Assert.Equal(4, server.Requests.Count);
    }

    [Fact]
    public async Task What_is_refused_is_given_up_until_the_next_interval()
    {
        await using LoopbackServer server = LoopbackServer.Answering("400 Bad Request", "no");
        _here.WithCounts().Agree(server.Endpoint);
        Assert.Equal(UploadStatus.Rejected, (await LookAsync()).Status);
        await LookEveryAsync(TimeSpan.FromMinutes(1), 59);
        Assert.Single(server.Requests);
        _here.Clock.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(UploadStatus.Rejected, (await LookAsync()).Status);
    }

    [Fact]
    public async Task Retry_After_is_obeyed_by_every_process_and_by_force()
    {
        await using LoopbackServer server = LoopbackServer.Answering("429 Too Many Requests", "", "Retry-After: 7200\r\n");
        _here.WithCounts().Agree(server.Endpoint);
        UploadResult result = await LookAsync();
        Assert.Equal((UploadStatus.Failed, 429), (result.Status, result.HttpStatus));
        Assert.Equal(_here.Clock.GetUtcNow() + TimeSpan.FromSeconds(7200), result.NextAttempt);
        _here.Clock.Advance(TimeSpan.FromSeconds(7199));
        Assert.Equal(UploadStatus.NotDue, (await LookAsync()).Status);
        UploadResult forced = await SendAsync(force: true);
        Assert.Equal(UploadStatus.NotDue, forced.Status);
        Assert.Contains("asked to be left alone", forced.Reason, StringComparison.Ordinal);
        Assert.Single(server.Requests);
        _here.Clock.Advance(TimeSpan.FromSeconds(1));
        await LookAsync();
        Assert.Equal(2, server.Requests.Count);
    }

    [Fact]
    public async Task Force_overrides_the_interval_and_the_back_off()
    {
        await using LoopbackServer server = LoopbackServer.Answering("200 OK", "OK");
        _here.WithCounts().Agree(server.Endpoint);
        await SendAsync();
        Assert.Equal(UploadStatus.NotDue, (await SendAsync()).Status);
        Assert.Equal(UploadStatus.Accepted, (await SendAsync(force: true)).Status);
        _here.Agree(LoopbackServer.Refusing());
        Assert.Equal(UploadStatus.Failed, (await SendAsync(force: true)).Status);
        _here.Agree(server.Endpoint);
        UploadResult waiting = await SendAsync();
        Assert.Equal(UploadStatus.NotDue, waiting.Status);
        Assert.Contains("failed", waiting.Reason, StringComparison.Ordinal);
        Assert.Equal(UploadStatus.Accepted, (await SendAsync(force: true)).Status);
    }

    [Fact]
    public async Task An_attempt_that_is_lost_costs_a_minute_and_not_the_interval()
    {
        await using LoopbackServer silent = LoopbackServer.Start(static (_, _, token) => Task.Delay(Timeout.Infinite, token));
        _here.WithCounts().Agree(silent.Endpoint);
        using var leaving = new CancellationTokenSource();
        TelemetryContext process = _here.NewProcess();
        Task<UploadResult> lost = new Uploader(process).UploadIfDueAsync(leaving.Token);
        while (silent.Requests.Count == 0) await Task.Delay(5);
        process.IsLeaving = true;
        await leaving.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => lost);

        await using LoopbackServer server = LoopbackServer.Answering("200 OK", "OK");
        _here.Agree(server.Endpoint);
        Assert.Equal(UploadStatus.Busy, (await LookAsync()).Status);
        // No request lasts as long as this: nobody needs to wait for the end of that one.
        _here.Clock.Advance(TimeSpan.FromSeconds(20));
        Assert.Equal(UploadStatus.Busy, (await SendAsync(force: true).WaitAsync(TimeSpan.FromSeconds(5))).Status);
        _here.Clock.Advance(TimeSpan.FromSeconds(40));
        Assert.Equal(UploadStatus.Accepted, (await LookAsync()).Status);
    }

    [Fact]
    public async Task Who_forgets_the_counts_while_they_are_sent_can_send_the_new_ones_at_once_with_force()
    {
        await using LoopbackServer silent = LoopbackServer.Start(static (_, _, token) => Task.Delay(Timeout.Infinite, token));
        _here.WithCounts().Agree(silent.Endpoint);
        var control = new TelemetryControl(_here.NewProcess());
        control.Background.Consider();
        while (silent.Requests.Count == 0) await Task.Delay(5);
        control.Consent.Clear();
        await control.Background.WhenIdleAsync(CancellationToken.None);
        Assert.Null(_here.ReadState()!.Claim);

        await using LoopbackServer server = LoopbackServer.Answering("200 OK", "OK");
        _here.WithCounts().Agree(server.Endpoint);
        UploadResult waiting = await control.SendNowAsync(force: false, CancellationToken.None);
        Assert.Equal(UploadStatus.NotDue, waiting.Status);
        Assert.Equal(_here.Clock.GetUtcNow() + UploadSchedule.FirstRetry, waiting.NextAttempt);
        Assert.Equal(UploadStatus.Accepted, (await control.SendNowAsync(force: true, CancellationToken.None)).Status);
    }

    [Fact]
    public async Task Twenty_processes_at_once_make_one_request()
    {
        await using LoopbackServer server = LoopbackServer.Answering("200 OK", "OK");
        _here.WithCounts().Agree(server.Endpoint);
        UploadResult[] results = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => Task.Run(LookAsync)));
        Assert.Single(results, static result => result.Status == UploadStatus.Accepted);
        Assert.Single(server.Requests);
    }

    [Fact]
    public async Task Who_sends_now_waits_for_another_process_that_is_sending()
    {
        var release = new TaskCompletionSource();
        await using LoopbackServer server = LoopbackServer.Start(async (stream, _, token) =>
        {
            await release.Task.WaitAsync(token);
            await LoopbackServer.WriteAsync(stream, LoopbackServer.Response("200 OK", "OK"), token);
        });
        _here.WithCounts().Agree(server.Endpoint);
        Task<UploadResult> other = LookAsync();
        while (server.Requests.Count == 0) await Task.Delay(5);
        Task<UploadResult> now = SendAsync();
        Assert.False(now.IsCompleted);
        release.SetResult();
        Assert.Equal(UploadStatus.Accepted, (await other).Status);
        Assert.Equal(UploadStatus.NotDue, (await now).Status);
    }

    public static TheoryData<string, string> Switches() => new()
    {
        { "PACE_TELEMETRY_OPTOUT", "1" },
        { "DO_NOT_TRACK", "1" },
        { "PACE_TELEMETRY", "off" },
        { "PACE_TELEMETRY", "local" },
        { "PACE_TELEMETRY", "???" },
        { "POWERSHELL_TELEMETRY_OPTOUT", "1" },
        { "PACE_TELEMETRY_UPLOAD_INTERVAL_SECONDS", "-1" },
        { "PACE_TELEMETRY_UPLOAD_INTERVAL_SECONDS", "hourly" },
        { "PACE_TELEMETRY_ENDPOINT", "http://relay.example.com/" },
        { "PACE_TELEMETRY_TOKEN", "two words" },
        { "config.yaml", "telemetry: off\n" },
        { "config.yaml", "telemetry: local\n" },
        { "config.yaml", "" },
        { "config.yaml", "telemetry: upload\ntelemetry-upload-interval-seconds: -1\n" },
        { "config.yaml", "telemetry: upload\ntelemetry-token: ${NOT_SET}\n" },
        { "config.yaml", "telemetry: upload\nbroken: [\n" },
        { "machine.yaml", "telemetry: off\n" },
        { "machine.yaml", "telemetry-upload-interval-seconds: -1\n" },
        { "machine.yaml", "broken: [\n" },
    };

    [Theory]
    [MemberData(nameof(Switches))]
    public async Task With_any_switch_off_no_socket_is_opened_and_nothing_is_written_and_force_changes_nothing(string name, string value)
    {
        await using LoopbackServer server = LoopbackServer.Answering("200 OK", "OK");
        _here.WithCounts().Agree(server.Endpoint);
        string endpoint = $"telemetry-endpoint: {server.Endpoint}\n";
        if (name.EndsWith(".yaml", StringComparison.Ordinal))
            File.WriteAllText(Path.Combine(_here.Root, name), name == "config.yaml" ? value + endpoint : value);
        else _here.Environment[name] = value;
        string[] before = Directory.GetFiles(_here.Root);
        foreach (UploadResult result in (UploadResult[])[await LookAsync(), await SendAsync(), await SendAsync(force: true)])
        {
            Assert.Equal(UploadStatus.Off, result.Status);
            Assert.StartsWith("Counts are not sent.", result.Reason, StringComparison.Ordinal);
        }

        Assert.Equal(0, _here.Connectors);
        Assert.Equal(0, server.Connections);
        Assert.Equal(before, Directory.GetFiles(_here.Root));
    }

    [Fact]
    public async Task Who_opts_out_while_the_counts_are_written_is_heard()
    {
        await using LoopbackServer server = LoopbackServer.Answering("200 OK", "OK");
        _here.WithCounts().Agree(server.Endpoint);
        _here.Store.OnFlush = () => _here.Environment["DO_NOT_TRACK"] = "1";
        Assert.Equal(UploadStatus.Off, (await LookAsync()).Status);
        Assert.Equal(0, _here.Connectors);
        Assert.Null(_here.ReadState()!.Claim);
    }

    [Fact]
    public async Task A_state_that_is_deleted_during_a_request_is_not_written_again()
    {
        await using LoopbackServer server = LoopbackServer.Start(async (stream, _, token) =>
        {
            File.Delete(_here.Files.State);
            await LoopbackServer.WriteAsync(stream, LoopbackServer.Response("200 OK", "OK"), token);
        });
        _here.WithCounts().Agree(server.Endpoint);
        Assert.Equal(UploadStatus.Accepted, (await LookAsync()).Status);
        Assert.False(File.Exists(_here.Files.State));
    }

    [Fact]
    public async Task A_process_that_showed_the_notice_sends_nothing_even_by_force()
    {
        await using LoopbackServer server = LoopbackServer.Answering("200 OK", "OK");
        _here.WithCounts().Agree(server.Endpoint);
        TelemetryContext process = _here.NewProcess();
        process.NoticeShown = true;
        Assert.Equal(UploadStatus.NoticeShown, (await new TelemetryControl(process).SendNowAsync(true, CancellationToken.None)).Status);
        Assert.Equal(0, _here.Connectors);
        Assert.Equal(UploadStatus.Accepted, (await LookAsync()).Status);
    }

    [Theory]
    [InlineData("flush")]
    [InlineData("state is a directory")]
    [InlineData("copy is a directory")]
    [InlineData("lock is a directory")]
    [InlineData("state of another version")]
    [InlineData("damaged state")]
    [InlineData("telemetry file unreadable")]
    [InlineData("nothing counted")]
    public async Task Where_something_cannot_be_read_or_written_nothing_is_sent(string obstacle)
    {
        await using LoopbackServer server = LoopbackServer.Answering("200 OK", "OK");
        _here.Agree(server.Endpoint);
        if (obstacle != "nothing counted") _here.WithCounts();
        switch (obstacle)
        {
            case "flush": _here.Store.CanFlush = false; break;
            case "state is a directory": Directory.CreateDirectory(_here.Files.State); break;
            case "copy is a directory": Directory.CreateDirectory(_here.Files.Sent); break;
            case "lock is a directory": Directory.CreateDirectory(_here.Files.StateLock); break;
            case "state of another version": File.WriteAllText(_here.Files.State, "pace-telemetry-upload 2\n"); break;
            case "damaged state": File.WriteAllText(_here.Files.State, ""); break;
            case "telemetry file unreadable": _here.Store.State = TelemetryFileState.Unreadable; break;
        }

        UploadResult result = await LookAsync();
        Assert.Contains(result.Status, (UploadStatus[])[UploadStatus.Unable, UploadStatus.NotDue, UploadStatus.NothingToSend]);
        Assert.Equal(0, _here.Connectors);
    }

    [Fact]
    public async Task A_state_of_another_version_is_left_as_it_is()
    {
        _here.WithCounts().Agree(LoopbackServer.Refusing());
        File.WriteAllText(_here.Files.State, "pace-telemetry-upload 2\nnew things\n");
        await SendAsync(force: true);
        Assert.Equal("pace-telemetry-upload 2\nnew things\n", File.ReadAllText(_here.Files.State));
        Assert.Equal(0, _here.Connectors);
    }

    [Fact]
    public async Task A_damaged_state_costs_an_interval_and_no_more()
    {
        await using LoopbackServer server = LoopbackServer.Answering("200 OK", "OK");
        _here.WithCounts().Agree(server.Endpoint);
        File.WriteAllText(_here.Files.State, "\0\0\0");
        Assert.Equal(UploadStatus.NotDue, (await LookAsync()).Status);
        _here.Clock.Advance(Hour);
        Assert.Equal(UploadStatus.Accepted, (await LookAsync()).Status);
    }

    [Fact]
    public async Task Another_process_that_holds_the_lock_is_not_waited_for_in_the_background()
    {
        _here.WithCounts().Agree(LoopbackServer.Refusing());
        using FileLock held = new UploadStateFile(_here.Files).TryLock(TimeSpan.Zero, _here.Clock)!;
        Assert.Equal(UploadStatus.Busy, (await LookAsync()).Status);
        Assert.Equal(0, _here.Connectors);
    }

    [Fact]
    public async Task A_clock_that_is_set_never_stops_uploads_for_good()
    {
        await using LoopbackServer server = LoopbackServer.Answering("200 OK", "OK");
        _here.WithCounts().Agree(server.Endpoint);
        _here.Clock.Set(new DateTimeOffset(2099, 1, 1, 0, 0, 0, TimeSpan.Zero));
        Assert.Equal(UploadStatus.Accepted, (await LookAsync()).Status);
        _here.Clock.Set(new DateTimeOffset(2026, 11, 20, 9, 0, 0, TimeSpan.Zero));
        Assert.Equal(UploadStatus.Accepted, (await LookAsync()).Status);
        Assert.Equal(UploadStatus.NotDue, (await LookAsync()).Status);
    }

    [Fact]
    public void A_preview_sends_nothing_and_needs_no_consent()
    {
        _here.WithCounts(2);
        Assert.Contains("\"cumulative_count\":2", new TelemetryControl(_here.NewProcess()).Preview().Text, StringComparison.Ordinal);
        _here.Environment["DO_NOT_TRACK"] = "1";
        _here.WithCounts(2);
        Assert.Contains("\"cumulative_count\":2", new TelemetryControl(_here.NewProcess()).Preview().Text, StringComparison.Ordinal);
        Assert.Equal(0, _here.Connectors);
        Assert.Empty(Directory.GetFiles(_here.Root));
    }
}
