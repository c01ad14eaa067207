using System.Diagnostics;
using System.Net;
using System.Security.Cryptography.X509Certificates;
using Pace.Telemetry.Tests.Support;
using Pace.Telemetry.Upload;

namespace Pace.Telemetry.Tests.Upload;

/// <summary>One request against servers that behave, and against all others.</summary>
public sealed class UploadClientTests
{
    private static readonly byte[] Body = "{\"id\":\"x\"}"u8.ToArray();
    private static readonly TimeSpan Short = TimeSpan.FromMilliseconds(400);

    private static Task<UploadAnswer> SendAsync(Uri endpoint, string? token = null, TimeSpan? bound = null) =>
        new UploadClient(TimeProvider.System, bound).SendAsync(endpoint, token, Body, CancellationToken.None)
            .WaitAsync(TimeSpan.FromSeconds(30));

    private static async Task<UploadAnswer> SendToAsync(LoopbackServer server, string? token = null, TimeSpan? bound = null)
    {
        await using (server) return await SendAsync(server.Endpoint, token, bound);
    }

    [Theory]
    [InlineData("200 OK", "OK", UploadOutcome.Accepted)]
    [InlineData("200 OK", " OK\r\n", UploadOutcome.Accepted)]
    [InlineData("200 OK", "", UploadOutcome.Failed)]
    [InlineData("200 OK", "ok", UploadOutcome.Failed)]
    [InlineData("200 OK", "<html>OK</html>", UploadOutcome.Failed)]
    [InlineData("202 Accepted", "OK", UploadOutcome.Failed)]
    [InlineData("204 No Content", "", UploadOutcome.Failed)]
    [InlineData("400 Bad Request", "id: no UUID", UploadOutcome.Rejected)]
    [InlineData("401 Unauthorized", "", UploadOutcome.Rejected)]
    [InlineData("404 Not Found", "", UploadOutcome.Rejected)]
    [InlineData("413 Content Too Large", "", UploadOutcome.Rejected)]
    [InlineData("429 Too Many Requests", "", UploadOutcome.Failed)]
    [InlineData("500 Internal Server Error", "", UploadOutcome.Failed)]
    [InlineData("503 Service Unavailable", "", UploadOutcome.Failed)]
    public async Task Only_200_and_OK_is_accepted_and_only_4xx_given_up(string status, string body, UploadOutcome outcome)
    {
        UploadAnswer answer = await SendToAsync(LoopbackServer.Answering(status, body));
        Assert.Equal(outcome, answer.Outcome);
        Assert.Equal(int.Parse(status[..3], System.Globalization.CultureInfo.InvariantCulture), answer.HttpStatus);
    }

    [Fact]
    public async Task The_request_tells_nothing_but_its_body_and_a_token()
    {
        // What the host's own instrumentation would add to a request.
        using var activity = new Activity("canary");
        activity.AddBaggage("user", "canary");
        activity.Start();
        await using LoopbackServer server = LoopbackServer.Answering("200 OK", "OK", "Set-Cookie: canary=1\r\n");
        await SendAsync(server.Endpoint, token: "S3cret");
        await SendAsync(server.Endpoint);
        Assert.Equal(2, server.Requests.Count);
        ReceivedRequest request = server.Requests[0];
        Assert.Equal("POST /telemetry HTTP/1.1", request.Line);
        Assert.Equal("{\"id\":\"x\"}", request.Body);
        Assert.Equal("application/json", request.Header("Content-Type"));
        Assert.Equal("Pace", request.Header("User-Agent"));
        Assert.Equal("Bearer S3cret", request.Header("Authorization"));
        Assert.Equal(
            ["Authorization", "Content-Length", "Content-Type", "Host", "User-Agent"],
            request.HeaderNames.Order(StringComparer.Ordinal));
        Assert.Equal(
            ["Content-Length", "Content-Type", "Host", "User-Agent"],
            server.Requests[1].HeaderNames.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task An_endpoint_that_accepts_and_never_answers_costs_the_bound_and_no_more()
    {
        var watch = Stopwatch.StartNew();
        UploadAnswer answer = await SendToAsync(
            LoopbackServer.Start(static (_, _, token) => Task.Delay(Timeout.Infinite, token)), bound: Short);
        Assert.Equal((UploadOutcome.Failed, null), (answer.Outcome, answer.HttpStatus));
        Assert.Contains("within 0.4 s", answer.Reason, StringComparison.Ordinal);
        Assert.InRange(watch.Elapsed, Short * 0.9, Short * 10);
        Assert.Equal(TimeSpan.FromSeconds(10), UploadClient.DefaultBound);
    }

    [Theory]
    [InlineData("HTTP/1.1 200 OK\r\nX-Slow: ")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 1000000\r\n\r\n")]
    public async Task An_endpoint_that_drips_costs_the_bound_and_no_more(string start)
    {
        UploadAnswer answer = await SendToAsync(LoopbackServer.Start(async (stream, _, token) =>
        {
            await LoopbackServer.WriteAsync(stream, start, token);
            while (true)
            {
                await LoopbackServer.WriteAsync(stream, "x", token);
                await Task.Delay(20, token);
            }
        }), bound: Short);
        Assert.Equal(UploadOutcome.Failed, answer.Outcome);
        Assert.Contains("within", answer.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_endpoint_that_refuses_or_closes_is_a_failure()
    {
        Assert.Equal(UploadOutcome.Failed, (await SendAsync(LoopbackServer.Refusing())).Outcome);
        UploadAnswer closed = await SendToAsync(LoopbackServer.Start(static (stream, _, _) =>
        {
            stream.Close();
            return Task.CompletedTask;
        }));
        Assert.Equal((UploadOutcome.Failed, null), (closed.Outcome, closed.HttpStatus));
    }

    [Fact]
    public async Task Of_an_answer_of_a_gigabyte_a_few_kilobytes_are_read()
    {
        long written = 0;
        await using LoopbackServer server = LoopbackServer.Start(async (stream, _, token) =>
        {
            const long Gigabyte = 1L << 30;
            await LoopbackServer.WriteAsync(stream, $"HTTP/1.1 200 OK\r\nContent-Length: {Gigabyte}\r\n\r\n", token);
            var block = new byte[64 * 1024];
            Array.Fill(block, (byte)'O');
            while (written < Gigabyte)
            {
                await stream.WriteAsync(block, token);
                written += block.Length;
            }
        });
        UploadAnswer answer = await SendAsync(server.Endpoint);
        Assert.Equal((UploadOutcome.Failed, 200), (answer.Outcome, answer.HttpStatus));
        // What the buffers of both sockets hold, and not more.
        Assert.InRange(written, 0, 32L << 20);
    }

    [Fact]
    public async Task An_answer_whose_head_has_no_end_is_a_failure()
    {
        UploadAnswer answer = await SendToAsync(LoopbackServer.Start(static async (stream, _, token) =>
        {
            await LoopbackServer.WriteAsync(stream, "HTTP/1.1 200 OK\r\n", token);
            while (true) await LoopbackServer.WriteAsync(stream, $"X-{new string('a', 1000)}: b\r\n", token);
        }));
        Assert.Equal(UploadOutcome.Failed, answer.Outcome);
    }

    [Theory]
    [InlineData("301 Moved Permanently")]
    [InlineData("302 Found")]
    [InlineData("303 See Other")]
    [InlineData("307 Temporary Redirect")]
    [InlineData("308 Permanent Redirect")]
    public async Task A_redirect_to_another_host_port_or_scheme_is_not_followed(string status)
    {
        await using LoopbackServer other = LoopbackServer.Answering("200 OK", "OK");
        foreach (string place in (string[])
            [other.Endpoint.ToString(), $"http://localhost:{other.Port}/", $"//127.0.0.1:{other.Port}/x", "https://127.0.0.1/", "ftp://127.0.0.1/"])
        {
            UploadAnswer answer = await SendToAsync(LoopbackServer.Answering(status, "OK", $"Location: {place}\r\n"), token: "S3cret");
            Assert.Equal(UploadOutcome.Failed, answer.Outcome);
            Assert.DoesNotContain(other.Port.ToString(System.Globalization.CultureInfo.InvariantCulture), answer.Reason, StringComparison.Ordinal);
        }

        Assert.Equal(0, other.Connections);
    }

    [Theory]
    [InlineData("307 Temporary Redirect", true)]
    [InlineData("308 Permanent Redirect", true)]
    [InlineData("301 Moved Permanently", false)]
    [InlineData("302 Found", false)]
    public async Task A_redirect_to_the_same_host_is_followed_where_it_keeps_the_request(string status, bool isFollowed)
    {
        await using LoopbackServer server = LoopbackServer.Start((stream, request, token) => LoopbackServer.WriteAsync(
            stream, request.Line.Contains("/new", StringComparison.Ordinal)
                ? LoopbackServer.Response("200 OK", "OK")
                : LoopbackServer.Response(status, "", "Location: /new\r\n"), token));
        UploadAnswer answer = await SendAsync(server.Endpoint, token: "S3cret");
        Assert.Equal(isFollowed ? UploadOutcome.Accepted : UploadOutcome.Failed, answer.Outcome);
        if (!isFollowed) return;
        Assert.Equal(2, server.Requests.Count);
        Assert.Equal("POST /new HTTP/1.1", server.Requests[1].Line);
        Assert.Equal("{\"id\":\"x\"}", server.Requests[1].Body);
    }

    [Fact]
    public async Task Redirects_without_end_end()
    {
        await using LoopbackServer server = LoopbackServer.Answering("307 Temporary Redirect", "", "Location: /telemetry\r\n");
        Assert.Equal(UploadOutcome.Failed, (await SendAsync(server.Endpoint)).Outcome);
        Assert.InRange(server.Requests.Count, 2, 10);
    }

    [Theory]
    [InlineData("429 Too Many Requests", "Retry-After: 120\r\n", 120)]
    [InlineData("503 Service Unavailable", "Retry-After: 7\r\n", 7)]
    [InlineData("503 Service Unavailable", "Date: Fri, 20 Nov 2026 09:00:00 GMT\r\nRetry-After: Fri, 20 Nov 2026 09:05:00 GMT\r\n", 300)]
    [InlineData("404 Not Found", "Retry-After: 600\r\n", 600)]
    [InlineData("500 Internal Server Error", "Retry-After: nonsense\r\n", null)]
    [InlineData("500 Internal Server Error", "", null)]
    public async Task What_the_endpoint_asks_for_is_heard(string status, string headers, int? seconds)
    {
        UploadAnswer answer = await SendToAsync(LoopbackServer.Answering(status, "", headers));
        Assert.Equal(seconds is { } wait ? TimeSpan.FromSeconds(wait) : null, answer.RetryAfter);
    }

    [Fact]
    public async Task What_the_endpoint_says_is_shown_in_one_line_that_cannot_move_the_cursor()
    {
        UploadAnswer answer = await SendToAsync(LoopbackServer.Answering(
            "400 Bad Request", "\u001b[2Junknown command: 'x'.\nmore " + new string('y', 5000)));
        Assert.Equal("The endpoint refused the counts with 400: ?[2Junknown command: 'x'.", answer.Reason);
    }

    [Fact]
    public async Task A_certificate_that_nobody_vouches_for_is_refused()
    {
        X509Certificate2 certificate = TestCertificates.SelfSigned(IPAddress.Loopback);
        await using LoopbackServer server = LoopbackServer.Start(
            static (stream, _, token) => LoopbackServer.WriteAsync(stream, LoopbackServer.Response("200 OK", "OK"), token), certificate);
        UploadAnswer answer = await SendAsync(server.Endpoint, token: "S3cret");
        Assert.Equal((UploadOutcome.Failed, null), (answer.Outcome, answer.HttpStatus));
        Assert.Contains("certificate", answer.Reason, StringComparison.Ordinal);
        Assert.Empty(server.Requests);
    }

    [Fact]
    public async Task Who_no_longer_wants_the_answer_gets_none()
    {
        using var cancellation = new CancellationTokenSource();
        await using LoopbackServer server = LoopbackServer.Start(async (_, _, token) =>
        {
            await cancellation.CancelAsync();
            await Task.Delay(Timeout.Infinite, token);
        });
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => new UploadClient(TimeProvider.System)
            .SendAsync(server.Endpoint, null, Body, cancellation.Token).WaitAsync(TimeSpan.FromSeconds(30)));
    }

    [Fact]
    public async Task No_failure_repeats_the_token()
    {
        foreach (Uri endpoint in (Uri[])[LoopbackServer.Refusing(), new Uri("https://127.0.0.1:1/")])
            Assert.DoesNotContain("S3cret", (await SendAsync(endpoint, token: "S3cret")).Reason, StringComparison.Ordinal);
    }
}
