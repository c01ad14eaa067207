using Pace.Engine.Diagnostics;
using Pace.Engine.Platforms;
using Pace.Engine.Warehouse.Tests.Support;

namespace Pace.Engine.Warehouse.Tests;

public sealed class BigQueryServiceTests : BigQueryTest
{
    [Fact]
    public async Task A_token_that_expires_halfway_is_renewed()
    {
        Stub.ExpireTokensAt = "select * from";
        Assert.Equal(3, (await RowsAsync(None)).Count);
        Assert.Equal(2, Stub.TokensGiven);
        Assert.Single(Stub.Requests, request => request.Status == 401);
    }

    [Fact]
    public async Task A_query_that_takes_long_is_asked_after_until_it_is_done()
    {
        Stub.PollsNeeded = 5;
        Assert.Equal(3, (await RowsAsync(None)).Count);
        Assert.Equal(6, Stub.Requests.Count(request => request.Path.Contains("/queries/", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Who_cancels_ends_the_job_on_the_service_too()
    {
        Stub.Endless = "select * from";
        using CancellationTokenSource source = new();
        Task read = Task.Run(() => RowsAsync(source.Token));
        Assert.True(Stub.Hanging.WaitOne(TimeSpan.FromSeconds(20)));

        await source.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => read);
        Assert.StartsWith("select * from", Assert.Single(Stub.Cancelled), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(429, "rateLimitExceeded")]
    [InlineData(403, "rateLimitExceeded")]
    [InlineData(503, "backendError")]
    public async Task A_service_that_says_later_is_asked_later_and_begins_nothing_twice(int status, string reason)
    {
        Stub.Disturb(status, 1, retryAfterSeconds: 1, path: "/jobs", reason: reason);
        Stub.Disturb(status, 1, retryAfterSeconds: 1, path: "/queries/", reason: reason);
        Assert.Equal(3, (await RowsAsync(None)).Count);
        Assert.Equal(2, Stub.Requests.Count(request => request.Status == status));
    }

    [Fact]
    public async Task What_was_done_though_its_answer_was_lost_is_done_once()
    {
        Stub.Lose(1, "/jobs");
        Assert.Equal(3, (await RowsAsync(None)).Count);
        Assert.Equal([200, 409], Stub.Requests.Where(request => request.Path.EndsWith("/jobs", StringComparison.Ordinal)).Select(request => request.Status));
        Stub.Lose(1, "POST /bigquery/v2/projects/shop-project/datasets/views/tables");
        Stub.Lose(1, "PATCH /bigquery/v2/projects/shop-project/datasets/shop");
        await Platform.ApplyAsync(Request(Policy()), None);
        Assert.Equal(["views.demo_view"], Stub.Content.Authorized("shop"));
        Stub.Lose(1, "PATCH /bigquery/v2/projects/shop-project/datasets/views/tables");
        await Platform.ApplyAsync(Request(Policy(), 2), None);
        Assert.Equal(2, Assert.Single(await Platform.ReadMarksAsync("shop-project.shop.demo", None)).Version);
    }

    [Fact]
    public async Task A_right_that_is_missing_is_told_at_once()
    {
        Stub.Disturb(403, 1, path: "/datasets", reason: "accessDenied");
        PaceException error = await Assert.ThrowsAsync<PaceException>(() => Platform.ListSchemasAsync(null, Page.All, None));
        Assert.Equal(PaceErrorKind.PlatformRefused, error.Kind);
        Assert.Single(Stub.Requests, request => request.Status == 403);
    }

    [Fact]
    public async Task A_login_that_is_refused_is_told_without_its_secrets()
    {
        using Pace.Tests.Warehouses.BigQueryStub other = new();
        string key = other.Key.Replace(other.Address, Stub.Address, StringComparison.Ordinal);
        await using IProcessingPlatform wrong = Create(("service-account-json-key", key));
        PaceException error = await Assert.ThrowsAsync<PaceException>(() => wrong.ListSchemasAsync(null, Page.All, None));
        Assert.Equal(PaceErrorKind.PlatformRefused, error.Kind);
        Assert.Contains("Invalid JWT Signature", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("PRIVATE KEY", error.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("eyJ", error.ToString(), StringComparison.Ordinal);
        Stub.Forgive();
    }

    [Fact]
    public async Task A_token_that_comes_back_in_an_error_is_not_told()
    {
        Stub.Disturb(401, 2, path: "/datasets", reason: "authError");
        PaceException error = await Assert.ThrowsAsync<PaceException>(() => Platform.ListSchemasAsync(null, Page.All, None));
        Assert.DoesNotContain("ya29", error.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{")]
    [InlineData("{\"type\":\"authorized_user\"}")]
    [InlineData("{\"type\":\"service_account\",\"client_email\":\"a\",\"private_key\":\"secret\",\"token_uri\":\"http://example.com/\"}")]
    [InlineData("{\"type\":\"service_account\",\"client_email\":\"a\",\"private_key\":\"secret\",\"token_uri\":\"https://example.com/\"}")]
    public async Task A_key_that_cannot_be_used_is_told_without_it(string key)
    {
        await using IProcessingPlatform wrong = Create(("service-account-json-key", key));
        PaceException error = await Assert.ThrowsAsync<PaceException>(() => wrong.ListSchemasAsync(null, Page.All, None));
        Assert.Equal(PaceErrorKind.PlatformMisconfigured, error.Kind);
        Assert.DoesNotContain("secret", error.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("server-url", "http://example.com")]
    [InlineData("data-catalog-url", "https://user:secret@example.com")]
    [InlineData("user-groups-table", "nothing")]
    [InlineData("use-iam-check-extension", "perhaps")]
    [InlineData("project-id", null)]
    public void A_wrong_entry_is_told_without_its_values(string key, string? value)
    {
        PaceException error = Assert.Throws<PaceException>(() => Create((key, value)));
        Assert.Equal(PaceErrorKind.PlatformMisconfigured, error.Kind);
        Assert.Contains($"'{key}'", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", error.Message, StringComparison.Ordinal);
    }

    private async Task<List<TableRow>> RowsAsync(CancellationToken cancellation)
    {
        List<TableRow> rows = [];
        await foreach (TableRow row in Platform.ReadRowsAsync(new RowRequest("shop.demo"), cancellation))
        {
            rows.Add(row);
        }

        return rows;
    }
}
