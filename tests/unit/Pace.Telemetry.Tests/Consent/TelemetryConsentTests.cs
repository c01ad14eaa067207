using Pace.Configuration;
using Pace.Telemetry.Consent;
using Pace.Telemetry.Contract;
using Pace.Telemetry.Tests.Support;
using Pace.Telemetry.Upload;

namespace Pace.Telemetry.Tests.Consent;

public sealed class TelemetryConsentTests : IDisposable
{
    private const string Relay = "https://relay.example.com/telemetry";
    private readonly TestInstallation _here = new();
    private readonly TelemetryControl _control;

    public TelemetryConsentTests() => _control = new TelemetryControl(_here.NewProcess());

    public void Dispose() => _here.Dispose();

    private string Config => File.ReadAllText(_here.ConfigFile);

    [Fact]
    public void Who_agrees_is_told_how_many_counts_so_far_go_too()
    {
        _here.WithCounts(3);
        _here.Store.Record("pace version", ExitCode.Completed);
        _here.Store.Flush(TimeSpan.Zero);
        ConsentResult result = _control.Consent.EnableUpload(Relay);
        Assert.True(result.Upload.IsOn);
        Assert.Equal((1, 3UL), (result.Commands, result.Counts));
        Assert.Equal($"telemetry-endpoint: \"{Relay}\"\ntelemetry: upload\n", Config);
        Assert.Equal($"Counts are sent to {Relay}.", result.Messages[0]);
        Assert.Contains("3 runs of 1 command.", result.Messages[1], StringComparison.Ordinal);
        Assert.Equal(0, _here.Store.Clears);
        Assert.Equal(0, _here.Connectors);
    }

    [Fact]
    public void From_now_forgets_the_counts_so_far_and_begins_a_new_id()
    {
        _here.WithCounts(3).Store.Flush(TimeSpan.Zero);
        string id = _here.Store.Id;
        File.WriteAllText(_here.Files.Sent, "{}");
        ConsentResult result = _control.Consent.EnableUpload(Relay, fromNow: true);
        Assert.Equal((0, 0UL), (result.Commands, result.Counts));
        Assert.Single(result.Messages);
        Assert.NotEqual(id, _here.Store.Id);
        Assert.False(File.Exists(_here.Files.Sent));
        Assert.True(result.Upload.IsOn);
    }

    [Fact]
    public void Comments_order_and_unknown_keys_of_the_configuration_stay()
    {
        const string Before = "# mine\napi-host: here # keep\ntelemetry: local   # for now\nunknown:\n  - a\ntelemetry-endpoint: https://old.example.com/\n";
        File.WriteAllText(_here.ConfigFile, Before);
        _control.Consent.EnableUpload(Relay);
        Assert.Equal(Before.Replace("local   #", "upload   #", StringComparison.Ordinal)
            .Replace("https://old.example.com/", $"\"{Relay}\"", StringComparison.Ordinal), Config);
        _control.Consent.Disable();
        Assert.Contains("telemetry: off   # for now\n", Config, StringComparison.Ordinal);
        _control.Consent.EnableLocal();
        Assert.Contains("telemetry: local   # for now\n", Config, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("http://relay.example.com/")]
    [InlineData("https://ana:S3cret@relay.example.com/")]
    [InlineData("relay.example.com")]
    public void An_address_that_is_none_is_refused_before_anything_is_written(string endpoint)
    {
        _here.WithCounts();
        var error = Assert.Throws<ConfigurationException>(() => _control.Consent.EnableUpload(endpoint, fromNow: true));
        Assert.DoesNotContain("S3cret", error.ToString(), StringComparison.Ordinal);
        Assert.Empty(Directory.GetFileSystemEntries(_here.Root));
        Assert.Equal(0, _here.Store.Clears);
    }

    [Fact]
    public void Nobody_can_agree_to_an_address_that_is_not_known_yet()
    {
        var error = Assert.Throws<ConfigurationException>(() => _control.Consent.EnableUpload());
        Assert.Contains("No endpoint is configured", error.Problem, StringComparison.Ordinal);
        File.WriteAllText(_here.MachineFile, "telemetry-endpoint: http://relay.example.com/\n");
        error = Assert.Throws<ConfigurationException>(() => _control.Consent.EnableUpload());
        Assert.Contains("http", error.Problem, StringComparison.Ordinal);
        Assert.False(File.Exists(_here.ConfigFile));
    }

    [Fact]
    public void A_preset_makes_one_command_enough_and_is_written_down_so_that_a_later_package_cannot_move_it()
    {
        File.WriteAllText(_here.PresetFile, $"telemetry-endpoint: {Relay}\n");
        Assert.True(_control.Consent.EnableUpload().Upload.IsOn);
        File.WriteAllText(_here.PresetFile, "telemetry-endpoint: https://elsewhere.example.com/\n");
        Assert.Equal(new Uri(Relay), _control.GetStatus().Endpoint);
    }

    [Fact]
    public void An_address_of_the_administrator_stays_the_administrators()
    {
        File.WriteAllText(_here.MachineFile, $"telemetry-endpoint: {Relay}\n");
        Assert.True(_control.Consent.EnableUpload().Upload.IsOn);
        Assert.Equal("telemetry: upload\n", Config);
    }

    [Theory]
    [InlineData("DO_NOT_TRACK", "1", "DO_NOT_TRACK=1")]
    [InlineData("POWERSHELL_TELEMETRY_OPTOUT", "1", "POWERSHELL_TELEMETRY_OPTOUT=1")]
    [InlineData("PACE_TELEMETRY", "local", "PACE_TELEMETRY=local")]
    [InlineData("machine", "telemetry: off\n", "telemetry: off (")]
    [InlineData("machine", "telemetry-upload-interval-seconds: -1\n", "telemetry-upload-interval-seconds: -1 (")]
    public void What_still_keeps_it_off_is_named(string name, string value, string told)
    {
        if (name == "machine") File.WriteAllText(_here.MachineFile, value);
        else _here.Environment[name] = value;
        ConsentResult result = _control.Consent.EnableUpload(Relay);
        Assert.False(result.Upload.IsOn);
        Assert.Contains(told, string.Join(' ', result.Messages), StringComparison.Ordinal);
        Assert.Contains("telemetry: upload\n", Config, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Opting_out_is_silent_permanent_and_keeps_the_counts_for_their_user()
    {
        await using LoopbackServer server = LoopbackServer.Answering("200 OK", "OK");
        _here.WithCounts(2).Agree(server.Endpoint);
        await _control.SendNowAsync(false, CancellationToken.None);
        ConsentResult result = _control.Consent.Disable();
        Assert.False(result.Recording.IsOn);
        Assert.Equal("telemetry: off (config.yaml)", result.Recording.DecidedBy.ToString());
        Assert.Equal(2UL, result.Counts);
        Assert.False(File.Exists(_here.Files.State));
        Assert.True(File.Exists(_here.Files.Sent));
        var later = new TelemetryControl(_here.NewProcess());
        _here.Clock.Advance(TimeSpan.FromDays(400));
        Assert.Equal(UploadStatus.Off, (await later.SendNowAsync(true, CancellationToken.None)).Status);
        Assert.Equal(1, server.Connections);
    }

    [Fact]
    public async Task Counting_without_uploading_forgets_what_was_planned()
    {
        await using LoopbackServer server = LoopbackServer.Answering("200 OK", "OK");
        _here.WithCounts().Agree(server.Endpoint);
        await _control.SendNowAsync(false, CancellationToken.None);
        ConsentResult result = _control.Consent.EnableLocal();
        Assert.True(result.Recording.IsOn);
        Assert.False(result.Upload.IsOn);
        Assert.False(File.Exists(_here.Files.State));
    }

    [Fact]
    public void A_configuration_that_cannot_be_changed_is_an_error_and_nothing_is_agreed_to_or_forgotten()
    {
        _here.WithCounts();
        File.WriteAllText(_here.ConfigFile, "{telemetry: local}\n");
        Assert.Throws<ConfigurationException>(() => _control.Consent.EnableUpload(Relay, fromNow: true));
        Assert.Equal("{telemetry: local}\n", Config);
        Assert.Equal(0, _here.Store.Clears);
    }

    [Fact]
    public void Clearing_removes_the_counts_and_the_copy_of_what_was_sent()
    {
        _here.WithCounts().Store.Flush(TimeSpan.Zero);
        File.WriteAllText(_here.Files.Sent, "{}");
        _control.Consent.Clear();
        Assert.Equal(1, _here.Store.Clears);
        Assert.False(File.Exists(_here.Files.Sent));
    }

    [Fact]
    public void Clearing_makes_no_file_where_recording_is_off_and_nothing_was_counted()
    {
        _here.Store.State = TelemetryFileState.Missing;
        _here.Environment["DO_NOT_TRACK"] = "1";
        _control.Consent.Clear();
        Assert.Equal(0, _here.Store.Clears);
    }
}
