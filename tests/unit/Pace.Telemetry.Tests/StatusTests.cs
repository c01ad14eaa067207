using Pace.Telemetry.Tests.Support;
using Pace.Telemetry.Upload;

namespace Pace.Telemetry.Tests;

public sealed class StatusTests : IDisposable
{
    private readonly TestInstallation _here = new();

    public void Dispose() => _here.Dispose();

    private TelemetryStatus Read() => new TelemetryControl(_here.NewProcess()).GetStatus();

    [Fact]
    public void A_new_installation_counts_and_sends_nothing()
    {
        TelemetryStatus status = Read();
        Assert.Equal(("default", true), (status.Recording.DecidedBy.ToString(), status.Recording.IsOn));
        Assert.Equal(("default", false), (status.Upload.DecidedBy.ToString(), status.Upload.IsOn));
        Assert.Null(status.NextUpload);
        Assert.Null(status.LastUpload);
        Assert.Null(status.SentCopy);
        Assert.Empty(status.Problems);
        Assert.Empty(Directory.GetFileSystemEntries(_here.Root));
    }

    [Fact]
    public async Task After_an_upload_it_tells_when_how_and_what_comes_next()
    {
        await using LoopbackServer server = LoopbackServer.Answering("200 OK", "OK");
        _here.WithCounts(5).Agree(server.Endpoint);
        Assert.Equal(_here.Clock.GetUtcNow(), Read().NextUpload);
        DateTimeOffset sent = _here.Clock.GetUtcNow();
        await new TelemetryControl(_here.NewProcess()).SendNowAsync(false, CancellationToken.None);
        _here.Clock.Advance(TimeSpan.FromMinutes(1));
        TelemetryStatus status = Read();
        Assert.Equal((sent, UploadOutcome.Accepted, 200), (status.LastUpload, status.LastResult, status.LastHttpStatus));
        Assert.Equal(sent + TimeSpan.FromHours(1), status.NextUpload);
        Assert.Equal((1, 5UL), (status.Commands, status.Counts));
        Assert.Equal(_here.Files.Sent, status.SentCopy);
        Assert.Equal(server.Endpoint, status.Endpoint);

        _here.Environment["POWERSHELL_TELEMETRY_OPTOUT"] = "1";
        status = Read();
        Assert.Null(status.NextUpload);
        Assert.Equal("POWERSHELL_TELEMETRY_OPTOUT=1", status.Upload.DecidedBy.ToString());
        Assert.Equal(["telemetry: upload (config.yaml)", "telemetry-endpoint (config.yaml)"],
            status.Upload.AlsoSet.Select(static found => found.ToString()));
    }

    [Fact]
    public void What_is_wrong_is_said()
    {
        File.WriteAllText(_here.Files.State, "pace-telemetry-upload 2\n");
        File.WriteAllText(Path.Combine(_here.Root, "pace-cli-last-seen"), "");
        File.WriteAllText(_here.ConfigFile, "telemetry-upload-interval-seconds: soon\ntelemetry-token: S3cret\n");
        _here.Store.Problem = "The disk is full.";
        _here.Store.State = TelemetryFileState.Unreadable;
        string problems = string.Join('\n', Read().Problems);
        foreach (string told in (string[])["version of Pace", "pace CLI", "whole number", "disk is full", "cannot be read", "${NAME}"])
            Assert.Contains(told, problems, StringComparison.Ordinal);
        Assert.DoesNotContain("S3cret", problems, StringComparison.Ordinal);
    }
}
