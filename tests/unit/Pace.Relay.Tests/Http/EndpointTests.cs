using System.IO.Compression;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Pace.Relay.Tests.Support;

namespace Pace.Relay.Tests.Http;

/// <summary>What the routes answer.</summary>
public sealed class EndpointTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();
    private readonly RelayProcess _relay;

    public EndpointTests() => _relay = RelayProcess.Start(_directory.Store, new Dictionary<string, string?> { ["Senders__Token"] = null }, "--Publish:VersionThreshold=1");

    public void Dispose()
    {
        _relay.Dispose();
        _directory.Dispose();
    }

    [Fact]
    public async Task A_document_gets_OK_and_comes_back_as_0_and_then_as_what_it_is()
    {
        Assert.Equal((200, "OK"), await _relay.PostAsync(Body.Of(("pace get data-policy", 1, 7), ("Get-PaceDataPolicy", 0, 5))));
        Assert.All((await _relay.ScrapeAsync()).Of("pace_commands_total"), static sample => Assert.Equal(0, sample.Value));
        Exposition page = await _relay.ScrapeAsync();
        Assert.Equal(5, page.Value("pace_commands_total", ("client", "powershell"), ("command", "Get-PaceDataPolicy"), ("verb", "get"),
            ("noun", "data-policy"), ("exit_code", "0"), ("cli_version", "0.1"), ("operating_system", "linux")));
        Assert.Equal(7, page.Value("pace_commands_total", ("client", "cli"), ("command", "pace_get_data-policy"), ("exit_code", "1")));
        Assert.Equal(1, page.Value("pace_installations", ("window", "1d")));
        Assert.DoesNotContain(page.Samples, static sample => sample.Labels.ContainsKey("id"));
    }

    [Fact]
    public async Task A_series_that_was_shown_is_not_shown_as_0_again_after_a_crash()
    {
        await _relay.PostAsync(Body.Of(("Get-PaceTable", 0, 5)));
        await _relay.ScrapeAsync();
        _relay.Kill();
        using RelayProcess again = RelayProcess.Start(_directory.Store);
        Assert.Equal(5, (await again.ScrapeAsync()).Value("pace_commands_total"));
    }

    [Theory]
    [InlineData("application/json", 200)]
    [InlineData("application/json; charset=utf-8", 200)]
    [InlineData("Application/JSON; charset=UTF-8", 200)]
    [InlineData("application/json; charset=latin1", 415)]
    [InlineData("text/plain", 415)]
    [InlineData(null, 415)]
    public async Task A_body_is_JSON_in_UTF_8(string? contentType, int expected)
    {
        using var content = new ByteArrayContent(Body.Bytes(Body.Of(("Get-PaceTable", 0, 1))));
        content.Headers.TryAddWithoutValidation("Content-Type", contentType);
        using HttpResponseMessage response = await _relay.Client.PostAsync("/telemetry", content);
        Assert.Equal(expected, (int)response.StatusCode);
    }

    [Fact]
    public async Task A_compressed_body_is_refused()
    {
        using var stream = new MemoryStream();
        await using (var zip = new GZipStream(stream, CompressionMode.Compress, leaveOpen: true)) await zip.WriteAsync(Body.Bytes(Body.Of()));
        using var content = new ByteArrayContent(stream.ToArray()) { Headers = { ContentType = new MediaTypeHeaderValue("application/json"), ContentEncoding = { "gzip" } } };
        using HttpResponseMessage response = await _relay.Client.PostAsync("/telemetry", content);
        Assert.Equal(415, (int)response.StatusCode);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_body_over_64_KiB_is_refused_whether_it_tells_its_length_or_not(bool chunked)
    {
        foreach ((int size, int expected) in new[] { (65536, 400), (65537, 413), (200_000, 413) })
        {
            using var content = new StringContent(new string(' ', size), Encoding.UTF8, "application/json");
            using var request = new HttpRequestMessage(HttpMethod.Post, "/telemetry") { Content = content };
            request.Headers.TransferEncodingChunked = chunked;
            using HttpResponseMessage response = await _relay.Client.SendAsync(request);
            Assert.Equal(expected, (int)response.StatusCode);
        }
    }

    [Fact]
    public async Task A_malformed_body_gets_400_and_one_line_and_the_log_one_line_for_all()
    {
        for (int i = 0; i < 20; i++)
        {
            (int status, string text) = await _relay.PostAsync("{\"id\":7}");
            Assert.Equal((400, "id: not a text.\n"), (status, text));
        }

        Assert.Single(_relay.Log.Split('\n'), static line => line.Contains("Refused a document", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Neither_the_address_nor_an_id_is_logged()
    {
        await _relay.PostAsync(Body.Of(("Get-PaceTable", 0, 1)));
        await _relay.PostAsync("{");
        await _relay.Client.DeleteAsync($"/telemetry/{Body.Id}");
        using HttpResponseMessage none = await _relay.Client.GetAsync("/nothing");
        _relay.Stop();
        string said = _relay.Log.Replace($"Now listening on: {_relay.Address.ToString().TrimEnd('/')}", "", StringComparison.Ordinal);
        Assert.DoesNotContain("127.0.0.1", said, StringComparison.Ordinal);
        Assert.DoesNotContain(Body.Id, said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Forgetting_takes_an_id_out_of_the_installations_and_the_files()
    {
        await _relay.PostAsync(Body.Of(("Get-PaceTable", 0, 5)));
        using (HttpResponseMessage response = await _relay.Client.DeleteAsync($"/telemetry/{Body.Id}"))
            Assert.Equal("OK", await response.Content.ReadAsStringAsync());
        await _relay.ScrapeAsync();
        Exposition page = await _relay.ScrapeAsync();
        Assert.Equal(0, page.Value("pace_installations", ("window", "30d")));
        Assert.Equal(0, page.Value("pace_relay_store_rows"));
        Assert.Equal(5, page.Value("pace_commands_total"));
        byte[] id = Guid.Parse(Body.Id).ToByteArray(bigEndian: true);
        for (int attempt = 0; Holds(id); attempt++)
        {
            Assert.InRange(attempt, 0, 100);
            await Task.Delay(100);
        }

        using HttpResponseMessage again = await _relay.Client.DeleteAsync($"/telemetry/{Body.Id}");
        Assert.Equal(HttpStatusCode.OK, again.StatusCode);
        using HttpResponseMessage wrong = await _relay.Client.DeleteAsync("/telemetry/me");
        Assert.Equal(HttpStatusCode.BadRequest, wrong.StatusCode);
    }

    [Fact]
    public async Task The_usage_of_a_window_can_be_asked_for_by_client()
    {
        await _relay.PostAsync(Body.Of(TestState.NewId(new Random(1)), [("pace version", 0, 7), ("pace get data-policy", 1, 3)], "v1.25", "darwin"));
        await _relay.PostAsync(Body.Of(TestState.NewId(new Random(2)), [("Get-PaceTable", 0, 4), ("Get-PaceTable", 130, 1)]));
        JsonElement all = await UsageAsync("window=week&client=all");
        Assert.Equal(2, all.GetProperty("installations").GetProperty("active").GetInt32());
        Assert.Equal(15, all.GetProperty("runs").GetProperty("count").GetInt64());
        Assert.Equal(3, all.GetProperty("runs").GetProperty("failed").GetInt64());
        Assert.Equal(7, all.GetProperty("runs").GetProperty("points").GetArrayLength());
        Assert.Equal(15, all.GetProperty("runs").GetProperty("points")[6].GetProperty("value").GetInt64());
        JsonElement cli = await UsageAsync("window=day&client=cli");
        Assert.Equal(["pace_version", "pace_get_data-policy"], cli.GetProperty("commands").EnumerateArray().Select(static item => item.GetProperty("command").GetString()));
        Assert.Equal(1, cli.GetProperty("commands")[1].GetProperty("failureRate").GetDouble());
        Assert.Equal("1.25", Assert.Single(cli.GetProperty("versions").EnumerateArray()).GetProperty("name").GetString());
        Assert.Equal("darwin", Assert.Single(cli.GetProperty("systems").EnumerateArray()).GetProperty("name").GetString());
        Assert.Equal(24, cli.GetProperty("installations").GetProperty("points").GetArrayLength());
        JsonElement module = await UsageAsync("window=month&client=powershell");
        Assert.Equal((5, 0, 1), (module.GetProperty("runs").GetProperty("count").GetInt32(), module.GetProperty("runs").GetProperty("failed").GetInt32(), module.GetProperty("commands")[0].GetProperty("stopped").GetInt32()));
        using HttpResponseMessage wrong = await _relay.Client.GetAsync("/api/usage?window=year");
        Assert.Equal("window: day, week or month is allowed.\n", await wrong.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task The_usage_tells_since_which_version_a_command_fails()
    {
        foreach ((string version, uint good, uint bad, uint stopped) in new[] { ("v0.10.0", 1u, 3u, 1u), ("v0.9.2", 20u, 0u, 0u), ("odd", 2u, 1u, 0u), ("0.10.1", 1u, 0u, 0u) })
        {
            await _relay.PostAsync(Body.Of(
                Guid.NewGuid().ToString(), [("Get-PaceTable", 0, good), ("Get-PaceTable", 1, bad), ("Get-PaceTable", 130, stopped), ("pace version", 0, 1)], version));
        }

        JsonElement commands = (await UsageAsync("window=day")).GetProperty("commands");
        Assert.Equal("Get-PaceTable", commands[0].GetProperty("command").GetString());
        Assert.Equal(
            [("0.9", 20, 0), ("0.10", 6, 3), ("other", 3, 1)],
            commands[0].GetProperty("versions").EnumerateArray().Select(static item =>
                (item.GetProperty("name").GetString(), item.GetProperty("count").GetInt32(), item.GetProperty("failed").GetInt32())));
    }

    [Fact]
    public async Task Charts_outlive_a_crash()
    {
        await _relay.PostAsync(Body.Of(("Get-PaceTable", 0, 4)));
        _relay.Kill();
        using RelayProcess again = RelayProcess.Start(_directory.Store);
        using HttpResponseMessage response = await again.Client.GetAsync("/api/usage?window=day");
        using JsonDocument usage = JsonDocument.Parse(await response.Content.ReadAsStringAsync());
        Assert.Equal(4, usage.RootElement.GetProperty("runs").GetProperty("count").GetInt64());
        Assert.Equal(1, usage.RootElement.GetProperty("installations").GetProperty("points")[23].GetProperty("value").GetInt64());
    }

    [Fact]
    public async Task It_says_that_it_is_healthy_and_ready()
    {
        Assert.Equal("healthy\n", await _relay.Client.GetStringAsync("/healthz"));
        Assert.Equal("ready\n", await _relay.Client.GetStringAsync("/readyz"));
    }

    [Fact]
    public async Task Where_a_token_is_set_nothing_is_taken_or_forgotten_without_it()
    {
        using RelayProcess guarded = RelayProcess.Start(_directory.Store + "2", new Dictionary<string, string?> { ["Senders__Token"] = "hunter2" });
        Assert.Equal(401, (await guarded.PostAsync(Body.Of())).Status);
        using (HttpResponseMessage delete = await guarded.Client.DeleteAsync($"/telemetry/{Body.Id}")) Assert.Equal(401, (int)delete.StatusCode);
        foreach ((string? token, int expected) in new[] { ("hunter", 401), ("hunter22", 401), ("", 401), ("hunter2", 200) })
        {
            guarded.Client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
            Assert.Equal(expected, (await guarded.PostAsync(Body.Of())).Status);
        }

        await guarded.ScrapeAsync();
        guarded.Stop();
        Assert.DoesNotContain("hunter", guarded.Log, StringComparison.Ordinal);
    }

    private async Task<JsonElement> UsageAsync(string query)
    {
        using HttpResponseMessage response = await _relay.Client.GetAsync("/api/usage?" + query);
        Assert.Equal("application/json; charset=utf-8", response.Content.Headers.ContentType?.ToString());
        using JsonDocument usage = JsonDocument.Parse(await response.Content.ReadAsStringAsync());
        return usage.RootElement.Clone();
    }

    private bool Holds(byte[] id) => Directory.GetFiles(_directory.Root, "relay.db*").Where(static file => !file.EndsWith(".lock", StringComparison.Ordinal)).Any(file =>
    {
        using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        byte[] bytes = new byte[stream.Length];
        stream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
        return bytes.AsSpan().IndexOf(id) >= 0;
    });
}
