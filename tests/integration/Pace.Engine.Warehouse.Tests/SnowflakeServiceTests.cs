using System.Net;
using System.Net.Sockets;
using Pace.Engine.Diagnostics;
using Pace.Engine.Platforms;
using Pace.Engine.Platforms.Http;
using Pace.Engine.Platforms.Snowflake;
using Pace.Engine.Warehouse.Tests.Support;

namespace Pace.Engine.Warehouse.Tests;

public sealed class SnowflakeServiceTests : SnowflakeTest
{
    [Fact]
    public async Task A_token_that_expires_halfway_is_renewed()
    {
        Stub.ExpireTokensAt = "information_schema.schemata";
        Assert.Equal(["PUBLIC", "SALES"], (await Platform.ListSchemasAsync(null, Page.All, None)).Select(schema => schema.Name));
        Assert.Equal([202, 401, 200], Stub.Requests.Select(request => request.Status));
        Assert.Equal(2, Stub.TokensSeen);
    }

    [Fact]
    public async Task A_statement_that_takes_long_is_asked_after_until_it_is_done()
    {
        Stub.PollsNeeded = 5;
        Assert.Equal(2, (await Platform.ListDatabasesAsync(Page.All, None)).Count);
        Assert.Equal(6, Stub.Requests.Count(request => request.Method == "GET"));
    }

    [Fact]
    public async Task Who_cancels_ends_the_statement_on_the_service_too()
    {
        Stub.Endless = "select * from";
        using CancellationTokenSource source = new();
        Task read = Task.Run(async () =>
        {
            await foreach (TableRow row in Platform.ReadRowsAsync(new RowRequest("PUBLIC.DEMO"), source.Token))
            {
                Assert.Fail($"{row} was given.");
            }
        });
        Assert.True(Stub.Hanging.WaitOne(TimeSpan.FromSeconds(20)));

        await source.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => read);
        Assert.StartsWith("select * from", Assert.Single(Stub.Cancelled), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_cancels_while_applying_leaves_the_old_view()
    {
        Stub.Endless = "create secure view";
        using CancellationTokenSource source = new();
        Task apply = Platform.ApplyAsync(Request(Policy()), source.Token);
        Assert.True(Stub.Hanging.WaitOne(TimeSpan.FromSeconds(20)));

        await source.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => apply);
        Assert.Single(Stub.Content.Relations);
        Assert.Single(Stub.Cancelled);
    }

    [Theory]
    [InlineData(429)]
    [InlineData(503)]
    public async Task A_service_that_says_later_is_asked_later(int status)
    {
        Stub.Disturb(status, 2, retryAfterSeconds: 1);
        Assert.Equal(2, (await Platform.ListDatabasesAsync(Page.All, None)).Count);
        Assert.Equal(2, Stub.Requests.Count(request => request.Status == status));
        Assert.Single(Stub.Ran);
    }

    [Fact]
    public async Task A_statement_whose_answer_was_lost_is_sent_again_and_runs_once()
    {
        Stub.Lose(1, "POST /api/v2/statements");
        Assert.Equal(2, (await Platform.ListDatabasesAsync(Page.All, None)).Count);
        Assert.Single(Stub.Ran);
        Assert.Equal([null, "true"], Stub.Requests.Where(request => request.Method == "POST").Select(request => request.Query.GetValueOrDefault("retry")));
    }

    [Fact]
    public async Task An_answer_that_is_too_large_is_refused()
    {
        SnowflakeSettings settings = new(
            new ServiceEndpoint("sf", "Snowflake", new Uri(Stub.Address)), "ACME-SHOP", "PACE", "SHOP", null, null, TimeSpan.FromSeconds(5));
        using KeyPairToken token = new(settings, new KeySource("sf", null, Stub.PrivateKey, null), TimeProvider.System);
        using ServiceClient client = new(settings.Endpoint, token, SnowflakeErrors.Rules, TimeSpan.FromSeconds(5), largestAnswer: 100);
        ServiceRequest request = new(
            HttpMethod.Post, $"/api/v2/statements?requestId={Guid.NewGuid():D}&async=true", """{"statement":"select 1"}"""u8.ToArray());
        PaceException error = await Assert.ThrowsAsync<PaceException>(() => client.SendAsync(request, None));
        Assert.Contains("larger than", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_service_that_says_much_later_is_an_error()
    {
        Stub.Disturb(429, 1, retryAfterSeconds: 3600);
        PaceException error = await Assert.ThrowsAsync<PaceException>(() => Platform.ListDatabasesAsync(Page.All, None));
        Assert.Equal(PaceErrorKind.PlatformUnreachable, error.Kind);
        Assert.Contains("429", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_failure_is_told_with_the_services_words_and_tried_once()
    {
        Stub.Disturb(500, 1, reason: "Internal\u001b[31m trouble");
        PaceException error = await Assert.ThrowsAsync<PaceException>(() => Platform.ListDatabasesAsync(Page.All, None));
        Assert.Equal(PaceErrorKind.PlatformRefused, error.Kind);
        Assert.Contains("Internal [31m trouble", error.Message, StringComparison.Ordinal);
        Assert.Single(Stub.Requests);
    }

    [Fact]
    public async Task A_login_that_is_refused_is_told_without_the_token()
    {
        await using IProcessingPlatform other = Create(("private-key", NewKey()));
        PaceException error = await Assert.ThrowsAsync<PaceException>(() => other.ListDatabasesAsync(Page.All, None));
        Assert.Equal(PaceErrorKind.PlatformRefused, error.Kind);
        Assert.Contains("JWT token is invalid", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("eyJ", error.ToString(), StringComparison.Ordinal);
        Assert.All(Stub.Violations, violation => Assert.Contains("not signed with the key", violation, StringComparison.Ordinal));
        Stub.Forgive();
    }

    [Fact]
    public async Task Keys_come_from_a_file_and_may_be_encrypted()
    {
        string file = Path.GetTempFileName();
        try
        {
            await File.WriteAllTextAsync(file, Stub.EncryptedPrivateKey("secret words"));
            await using IProcessingPlatform good = Create(("private-key", null), ("private-key-file", file), ("private-key-passphrase", "secret words"));
            Assert.Equal(2, (await good.ListDatabasesAsync(Page.All, None)).Count);
            await using IProcessingPlatform wrong = Create(("private-key", null), ("private-key-file", file), ("private-key-passphrase", "other words"));
            PaceException error = await Assert.ThrowsAsync<PaceException>(() => wrong.ListDatabasesAsync(Page.All, None));
            Assert.Equal(PaceErrorKind.PlatformMisconfigured, error.Kind);
            Assert.DoesNotContain("other words", error.ToString(), StringComparison.Ordinal);
        }
        finally
        {
            File.Delete(file);
        }
    }

    [Theory]
    [InlineData("server-url", "http://example.com")]
    [InlineData("server-url", "https://user:secret@example.com")]
    [InlineData("server-url", "ftp://example.com")]
    [InlineData("server-url", "https://example.com/path")]
    [InlineData("password", "secret")]
    [InlineData("timeout-seconds", "0")]
    [InlineData("database", null)]
    public void A_wrong_entry_is_told_without_its_values(string key, string? value)
    {
        PaceException error = Assert.Throws<PaceException>(() => Create((key, value)));
        Assert.Equal(PaceErrorKind.PlatformMisconfigured, error.Kind);
        Assert.Contains($"'{key}'", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_service_that_is_not_there_is_told_so()
    {
        using TcpListener listener = new(IPAddress.Loopback, 0);
        listener.Start();
        int port = ((IPEndPoint)listener.LocalEndpoint).Port;
        listener.Stop();
        await using IProcessingPlatform other = Create(("server-url", $"http://127.0.0.1:{port}"));
        PaceException error = await Assert.ThrowsAsync<PaceException>(() => other.ListDatabasesAsync(Page.All, None));
        Assert.Equal(PaceErrorKind.PlatformUnreachable, error.Kind);
    }

    private static string NewKey()
    {
        using System.Security.Cryptography.RSA key = System.Security.Cryptography.RSA.Create(2048);
        return key.ExportPkcs8PrivateKeyPem();
    }
}
