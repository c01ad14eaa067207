using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Security.Cryptography.X509Certificates;
using Pace.Telemetry.Tests.Processes;
using Pace.Telemetry.Tests.Support;
using Pace.Telemetry.Upload;

namespace Pace.Telemetry.Tests.Upload;

/// <summary>The same promises, kept by real processes.</summary>
public sealed class UploadProcessTests : IDisposable
{
    private static readonly string[] Networking = ["System.Net.Http", "System.Net.Sockets", "System.Net.NameResolution"];
    private readonly TestInstallation _here = new();
    private readonly Dictionary<string, string?> _environment;

    public UploadProcessTests() => _environment = new Dictionary<string, string?>
    {
        ["PACE_CONFIG_PATH"] = _here.Root,
        ["PACE_TELEMETRY_OPTOUT"] = null,
        ["PACE_TELEMETRY"] = null,
        ["DO_NOT_TRACK"] = null,
        ["POWERSHELL_TELEMETRY_OPTOUT"] = null,
    };

    public void Dispose() => _here.Dispose();

    private Process Start(params string[] arguments) => ChildProcess.Start(_environment, arguments);

    private string[] Run(params string[] arguments) =>
        Start(arguments).Finish().Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    [Fact]
    public async Task Twenty_processes_at_once_with_an_upload_due_make_one_request()
    {
        await using LoopbackServer server = LoopbackServer.Answering("200 OK", "OK");
        _here.Agree(server.Endpoint);
        string gate = Path.Combine(_here.Root, "gate");
        Process[] processes = [.. Enumerable.Range(0, 20).Select(_ => Start("look-together", gate))];
        File.WriteAllText(gate, "");
        string[] statuses = [.. processes.Select(static process => process.Finish().Split('\n')[0])];
        Assert.Single(statuses, nameof(UploadStatus.Accepted));
        Assert.Single(server.Requests);
    }

    [Fact]
    public async Task A_process_that_is_killed_while_it_sends_leaves_a_claim_that_keeps_others_off_for_a_while()
    {
        await using LoopbackServer silent = LoopbackServer.Start(static (_, _, token) => Task.Delay(Timeout.Infinite, token));
        _here.Agree(silent.Endpoint);
        using Process killed = Start("look");
        while (silent.Requests.Count == 0) await Task.Delay(10);
        killed.Kill();
        await killed.WaitForExitAsync();
        Assert.NotNull(_here.ReadState()!.Claim);
        Assert.Equal(nameof(UploadStatus.Busy), Run("look")[0]);
        Assert.Single(silent.Requests);
    }

    public static TheoryData<string, string, bool> Switches() => new()
    {
        { "PACE_TELEMETRY_OPTOUT", "1", false },
        { "DO_NOT_TRACK", "1", false },
        { "PACE_TELEMETRY", "off", false },
        { "config.yaml", "telemetry: off\n", false },
        { "POWERSHELL_TELEMETRY_OPTOUT", "1", true },
        { "PACE_TELEMETRY_UPLOAD_INTERVAL_SECONDS", "-1", true },
        { "config.yaml", "telemetry: upload\ntelemetry-upload-interval-seconds: -1\n", true },
        { "config.yaml", "telemetry: local\n", true },
        { "config.yaml", "", true },
    };

    [Theory]
    [MemberData(nameof(Switches))]
    public async Task With_each_switch_no_socket_can_be_opened_and_with_recording_off_no_file_is_written(
        string name, string value, bool isCounted)
    {
        await using LoopbackServer server = LoopbackServer.Answering("200 OK", "OK");
        _here.Agree(server.Endpoint);
        if (name == "config.yaml") File.WriteAllText(_here.ConfigFile, $"{value}telemetry-endpoint: {server.Endpoint}\n");
        else _environment[name] = value;
        string[] output = Run("look");
        Assert.Equal(nameof(UploadStatus.Off), output[0]);
        // What is needed to open one was not even loaded.
        Assert.Empty(output.Intersect(Networking));
        Assert.Equal(0, server.Connections);
        string[] files = [.. Directory.GetFileSystemEntries(_here.Root).Select(static path => Path.GetFileName(path))];
        if (isCounted) Assert.Contains("telemetry.yaml", files);
        else Assert.Equal(["config.yaml"], files);
        Assert.DoesNotContain("telemetry-upload.state", files);
        Assert.DoesNotContain("telemetry-sent.json", files);
    }

    [Fact]
    public async Task Where_nothing_is_due_nothing_of_the_network_is_loaded()
    {
        await using LoopbackServer server = LoopbackServer.Answering("200 OK", "OK");
        _here.Agree(server.Endpoint);
        string[] first = Run("look");
        Assert.Equal(nameof(UploadStatus.Accepted), first[0]);
        Assert.Contains("System.Net.Http", first);
        string[] second = Run("look");
        Assert.Equal(nameof(UploadStatus.NotDue), second[0]);
        Assert.Empty(second.Intersect([.. Networking, "YamlDotNet", "System.Text.Json"]));
        Assert.Single(server.Requests);
    }

    [Fact]
    public async Task A_process_that_leaves_waits_at_most_a_quarter_of_a_second_for_a_silent_endpoint()
    {
        string gate = Path.Combine(_here.Root, "gate");
        await using LoopbackServer silent = LoopbackServer.Start((_, _, token) =>
        {
            File.WriteAllText(gate, "");
            return Task.Delay(Timeout.Infinite, token);
        });
        double without = MedianExit(gate: null);
        _here.Agree(silent.Endpoint);
        double with = MedianExit(gate);
        Assert.Equal(3, silent.Requests.Count);
        // The rest is what a busy machine adds to the end of any process.
        Assert.InRange(with - without, 0, 250 + 200 + (2 * without));
    }

    private double MedianExit(string? gate)
    {
        var taken = new List<double>();
        for (int i = 0; i < 3; i++)
        {
            File.Delete(_here.Files.State);
            if (gate is not null) File.Delete(gate);
            using Process process = gate is null ? Start("leave") : Start("leave", gate);
            long leaving = long.Parse(process.Finish(), CultureInfo.InvariantCulture);
            taken.Add(new DateTimeOffset(process.ExitTime).ToUnixTimeMilliseconds() - leaving);
        }

        return taken.Order().ElementAt(1);
    }

    [Fact]
    public async Task The_process_that_showed_the_notice_sends_nothing_and_the_next_one_does()
    {
        await using LoopbackServer server = LoopbackServer.Answering("200 OK", "OK");
        _here.Agree(server.Endpoint);
        string[] output = Run("notice-then-send");
        Assert.StartsWith("Pace counts", output[0], StringComparison.Ordinal);
        Assert.StartsWith(nameof(UploadStatus.NoticeShown), output[2], StringComparison.Ordinal);
        Assert.Equal(0, server.Connections);
        Assert.Equal(nameof(UploadStatus.Accepted), Run("look")[0]);
    }

    [Fact]
    public async Task This_machine_is_never_reached_through_a_proxy_and_others_are_where_one_is_set()
    {
        await using LoopbackServer server = LoopbackServer.Answering("200 OK", "OK");
        await using LoopbackServer proxy = LoopbackServer.Answering("403 Forbidden");
        foreach (string name in (string[])["http_proxy", "https_proxy", "all_proxy", "HTTPS_PROXY", "ALL_PROXY"])
            _environment[name] = $"http://127.0.0.1:{proxy.Port}";
        _environment["no_proxy"] = _environment["NO_PROXY"] = null;
        _environment["PACE_TELEMETRY_TOKEN"] = "S3cret";
        Run("look");
        _here.Agree(server.Endpoint);
        Assert.StartsWith(nameof(UploadStatus.Accepted), Run("send", "force")[0], StringComparison.Ordinal);
        Assert.Equal(0, proxy.Connections);

        _here.Agree(new Uri("https://relay.example.invalid/telemetry"));
        Assert.StartsWith(nameof(UploadStatus.Failed), Run("send", "force")[0], StringComparison.Ordinal);
        ReceivedRequest request = Assert.Single(proxy.Requests);
        Assert.Equal("CONNECT relay.example.invalid:443 HTTP/1.1", request.Line);
        Assert.DoesNotContain("S3cret", request.Head, StringComparison.Ordinal);
        Assert.Empty(request.HeaderNames.Except(["Host", "User-Agent"]));
    }

    [Theory]
    [InlineData("127.0.0.1", nameof(UploadStatus.Accepted))]
    [InlineData("127.0.0.2", nameof(UploadStatus.Failed))]
    public async Task Over_https_a_certificate_that_the_machine_trusts_is_accepted_for_its_own_name_alone(string name, string status)
    {
        // Where this machine looks for those it trusts can be set for a process on Linux only.
        if (!OperatingSystem.IsLinux()) return;
        (X509Certificate2 authority, X509Certificate2 certificate) = TestCertificates.Signed(IPAddress.Parse(name));
        _environment["SSL_CERT_FILE"] = Path.Combine(_here.Root, "authority.pem");
        using (authority) File.WriteAllText(_environment["SSL_CERT_FILE"]!, authority.ExportCertificatePem());
        await using LoopbackServer server = LoopbackServer.Start(
            static (stream, _, token) => LoopbackServer.WriteAsync(stream, LoopbackServer.Response("200 OK", "OK"), token), certificate);
        Run("look");
        _here.Agree(server.Endpoint);
        Assert.StartsWith(status, Run("send", "force")[0], StringComparison.Ordinal);
        Assert.Equal(status == nameof(UploadStatus.Accepted) ? 1 : 0, server.Requests.Count);
    }
}
