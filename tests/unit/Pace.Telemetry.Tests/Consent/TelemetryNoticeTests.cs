using Pace.Telemetry.Tests.Support;

namespace Pace.Telemetry.Tests.Consent;

public sealed class TelemetryNoticeTests : IDisposable
{
    private readonly TestInstallation _here = new();

    public void Dispose() => _here.Dispose();

    private string? Take(bool isInteractive = true) => new TelemetryControl(_here.NewProcess()).Notice.TryTake(isInteractive);

    private void LiveInHome()
    {
        _here.Environment["HOME"] = _here.Root;
    }

    [Fact]
    public void It_says_in_two_lines_what_is_counted_where_and_how_to_turn_it_off()
    {
        LiveInHome();
        Assert.Equal(
            "Pace counts which of its cmdlets run and fail, in ~/telemetry.yaml.\n"
            + "It is not sent unless you agree. Off: Disable-PaceTelemetry.",
            Take());
    }

    [Fact]
    public void It_is_shown_once_for_each_installation()
    {
        Assert.NotNull(Take());
        Assert.Null(Take());
        if (!OperatingSystem.IsWindows())
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(_here.Files.NoticeMark));
        File.Delete(_here.Files.NoticeMark);
        Assert.NotNull(Take());
    }

    [Fact]
    public async Task Of_many_processes_at_once_one_shows_it()
    {
        string?[] taken = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => Task.Run(() => Take())));
        Assert.Single(taken, static text => text is not null);
    }

    [Fact]
    public void Where_nobody_sees_it_it_is_kept_for_a_time_when_somebody_does()
    {
        Assert.Null(Take(isInteractive: false));
        Assert.Empty(Directory.GetFileSystemEntries(_here.Root));
        Assert.NotNull(Take());
    }

    [Theory]
    [InlineData("DO_NOT_TRACK", "1")]
    [InlineData("PACE_TELEMETRY_OPTOUT", "true")]
    [InlineData("PACE_TELEMETRY", "off")]
    public void Where_nothing_is_counted_nothing_is_said_and_no_file_is_made(string name, string value)
    {
        _here.Environment[name] = value;
        Assert.Null(Take());
        Assert.Empty(Directory.GetFileSystemEntries(_here.Root));
    }

    [Fact]
    public void Where_the_mark_cannot_be_made_nothing_is_said()
    {
        Directory.CreateDirectory(_here.Files.NoticeMark);
        Assert.Null(Take());
    }

    [Fact]
    public void A_link_that_was_planted_in_the_marks_place_is_not_written_through()
    {
        if (OperatingSystem.IsWindows()) return;
        string target = Path.Combine(_here.Root, "target");
        File.CreateSymbolicLink(_here.Files.NoticeMark, target);
        Take();
        Assert.False(File.Exists(target));
    }

    [Fact]
    public void Where_an_administrator_agreed_it_says_where_counts_go()
    {
        LiveInHome();
        File.WriteAllText(_here.MachineFile, "telemetry: upload\ntelemetry-endpoint: https://relay.example.com/telemetry\n");
        Assert.Equal(
            "Pace counts which of its cmdlets run and fail, in ~/telemetry.yaml.\n"
            + "Counts go to relay.example.com. Off: Disable-PaceTelemetry.",
            Take());
    }

    [Fact]
    public void It_says_that_the_CLI_uploads_the_same_file_and_how_to_stop_that()
    {
        LiveInHome();
        File.WriteAllText(Path.Combine(_here.Root, "telemetry-last-upload-timestamp"), "1700000000");
        Assert.Equal(
            "Pace counts which of its cmdlets run and fail, in ~/telemetry.yaml.\n"
            + "Pace does not send it unless you agree. Off: Disable-PaceTelemetry.\n"
            + "The pace CLI sends it to its maker unless telemetry-upload-interval-seconds: -1.",
            Take());
    }

    [Theory]
    [InlineData("")]
    [InlineData("a/very/long/path/that/does/not/end/before/the/line/does/and/goes/on/and/on")]
    [InlineData("ein/Ordner/für/表データ表データ表データ表データ表データ表データ")]
    public void No_line_is_over_80_columns(string folder)
    {
        string directory = Path.Combine(_here.Root, folder);
        Directory.CreateDirectory(directory);
        _here.Environment["PACE_CONFIG_PATH"] = directory;
        string host = string.Join('.', Enumerable.Repeat("subdomain", 12)) + ".example.com";
        foreach (string configuration in (string[])["", $"telemetry: upload\ntelemetry-endpoint: https://{host}/\n"])
        {
            File.WriteAllText(Path.Combine(directory, "config.yaml"), configuration);
            File.WriteAllText(Path.Combine(directory, "pace.log"), "");
            var store = new FakeStore(Path.Combine(directory, "telemetry.yaml"));
            string text = new TelemetryControl(_here.NewProcess() with { FindStore = () => store }).Notice.TryTake(true)!;
            Assert.All(text.Split('\n'), static line => Assert.InRange(line.Sum(static c => c < 0x1100 ? 1 : 2), 1, 80));
            Assert.Contains("telemetry.yaml.\n", text, StringComparison.Ordinal);
            Assert.Contains("Disable-PaceTelemetry.", text, StringComparison.Ordinal);
            File.Delete(Path.Combine(directory, "telemetry-notice"));
        }
    }

    [Fact]
    public void A_process_that_showed_it_knows()
    {
        TelemetryContext process = _here.NewProcess();
        new TelemetryControl(process).Notice.TryTake(true);
        Assert.True(process.NoticeShown);
        TelemetryContext next = _here.NewProcess();
        new TelemetryControl(next).Notice.TryTake(true);
        Assert.False(next.NoticeShown);
    }
}
