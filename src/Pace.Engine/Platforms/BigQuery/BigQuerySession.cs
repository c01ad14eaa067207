using System.Net;
using System.Runtime.CompilerServices;
using System.Text.Json;
using Pace.Engine.Diagnostics;
using Pace.Engine.Platforms.Http;

namespace Pace.Engine.Platforms.BigQuery;

/// <summary>A row of a result.</summary>
internal readonly record struct BigQueryRow(IReadOnlyList<BigQueryColumn> Columns, JsonElement Cells)
{
    /// <summary>The values, in the columns' order.</summary>
    public object?[] Values() => [.. Columns.Zip(Cells.Child("f").Items(), BigQueryValue.Read)];
}

/// <summary>
/// Requests to BigQuery's REST API, version 2. Queries are jobs with ids of Pace's own, so that a request that is sent
/// again begins nothing twice, and that what is cancelled here is cancelled there.
/// https://cloud.google.com/bigquery/docs/reference/rest
/// </summary>
internal sealed class BigQuerySession : IAsyncDisposable
{
    private const int PageRows = 10_000;
    private const int WaitMilliseconds = 500;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private readonly ServiceAccountToken _token;
    private readonly ServiceClient _catalog;

    public BigQuerySession(BigQueryServices services, Func<ServiceAccountKey> key, TimeProvider clock)
    {
        Services = services;
        _token = new ServiceAccountToken(services.Endpoint, key, services.ConnectTimeout);
        Client = new ServiceClient(services.Endpoint, _token, BigQueryErrors.Rules, services.ConnectTimeout, clock);
        _catalog = new ServiceClient(services.Catalog, _token, BigQueryErrors.Rules, services.ConnectTimeout, clock);
    }

    /// <summary>Where requests go.</summary>
    public BigQueryServices Services { get; }

    /// <summary>What sends them.</summary>
    public ServiceClient Client { get; }

    /// <summary>A path of the API, its parts escaped.</summary>
    public static string Path(params string[] parts) => "/bigquery/v2/projects" + string.Concat(parts.Select(part => "/" + Uri.EscapeDataString(part)));

    /// <summary>What a path holds, or null where nothing is there.</summary>
    public async Task<JsonElement?> FindAsync(string path, CancellationToken cancellation)
    {
        ServiceResponse answer = await Client.SendAsync(new ServiceRequest(HttpMethod.Get, path), cancellation);
        return answer.IsSuccess ? answer.Body
            : answer.Status == HttpStatusCode.NotFound ? null
            : throw BigQueryErrors.Translate(answer, Client, null);
    }

    /// <summary>All items of a list, however many pages it has.</summary>
    /// <param name="path">The path, without a query.</param>
    /// <param name="items">The name of the list in each page.</param>
    /// <param name="cancellation">Ends it.</param>
    public async Task<List<JsonElement>> ListAsync(string path, string items, CancellationToken cancellation)
    {
        List<JsonElement> all = [];
        HashSet<string> seen = [];
        string query = "?maxResults=1000";
        while (true)
        {
            ServiceResponse answer = await Client.SendAsync(new ServiceRequest(HttpMethod.Get, path + query), cancellation);
            if (!answer.IsSuccess)
            {
                throw BigQueryErrors.Translate(answer, Client, null);
            }

            all.AddRange(answer[items].Items());
            if (answer["nextPageToken"].Text() is not { Length: > 0 } next)
            {
                return all;
            }

            if (!seen.Add(next))
            {
                throw ServiceErrors.Strange(Client.Endpoint, "its pages go round in a circle");
            }

            query = $"?maxResults=1000&pageToken={Uri.EscapeDataString(next)}";
        }
    }

    /// <summary>What a policy tag is called; null: nobody may know, or it is gone.</summary>
    public async Task<string?> FindTagNameAsync(string resource, CancellationToken cancellation)
    {
        string path = "/v1/" + string.Join('/', resource.Split('/').Select(Uri.EscapeDataString));
        ServiceResponse answer = await _catalog.SendAsync(new ServiceRequest(HttpMethod.Get, path), cancellation);
        return answer.IsSuccess ? answer["displayName"].Text() : throw BigQueryErrors.Translate(answer, _catalog, "Reading a policy tag's name");
    }

    /// <summary>Lets the service read a query without running it. Its answer where it refuses it, or null.</summary>
    public async Task<ServiceResponse?> TryAsync(string query, CancellationToken cancellation)
    {
        ServiceResponse answer = await Client.SendAsync(
            new ServiceRequest(HttpMethod.Post, Path(Services.Project, "jobs"), Job(query, null)), cancellation);
        return answer.IsSuccess ? null : answer;
    }

    /// <summary>Runs a statement, and reads nothing.</summary>
    public async Task ExecuteAsync(string statement, string doing, CancellationToken cancellation)
    {
        await foreach (BigQueryRow row in QueryAsync(statement, doing, cancellation))
        {
            _ = row;
        }
    }

    /// <summary>Runs a query and gives its rows, a page of them in hand at a time.</summary>
    public async IAsyncEnumerable<BigQueryRow> QueryAsync(
        string query, string? doing, [EnumeratorCancellation] CancellationToken cancellation)
    {
        (string id, string? location) = await StartAsync(query, doing, cancellation);
        string path = $"{Path(Services.Project, "queries", id)}?maxResults={PageRows}&formatOptions.useInt64Timestamp=true&timeoutMs={WaitMilliseconds}"
            + (location is null ? "" : "&location=" + Uri.EscapeDataString(location));
        ServiceResponse answer = await FinishAsync(path, id, location, doing, cancellation);
        IReadOnlyList<BigQueryColumn> columns = BigQueryColumn.Read(answer["schema"]);
        HashSet<string> seen = [];
        while (true)
        {
            foreach (JsonElement row in answer["rows"].Items())
            {
                cancellation.ThrowIfCancellationRequested();
                yield return row.Child("f").Items().Count() == columns.Count
                    ? new BigQueryRow(columns, row)
                    : throw ServiceErrors.Strange(Client.Endpoint, "a row has not as many values as there are columns");
            }

            if (answer["pageToken"].Text() is not { Length: > 0 } next)
            {
                yield break;
            }

            answer = seen.Add(next)
                ? await Client.SendAsync(new ServiceRequest(HttpMethod.Get, $"{path}&pageToken={Uri.EscapeDataString(next)}"), cancellation)
                : throw ServiceErrors.Strange(Client.Endpoint, "its pages go round in a circle");
            if (!answer.IsSuccess)
            {
                throw BigQueryErrors.Translate(answer, Client, doing);
            }
        }
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        Client.Dispose();
        _catalog.Dispose();
        _token.Dispose();
        return ValueTask.CompletedTask;
    }

    // Who interrupts the beginning of a job does not know where it runs, and could not cancel it: there is a little patience.
    private async Task<(string Id, string? Location)> StartAsync(string query, string? doing, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        string id = $"pace_{Guid.NewGuid():N}";
        using CancellationTokenSource late = new();
        using CancellationTokenRegistration registration = cancellation.Register(() => late.CancelAfter(Patience));
        ServiceResponse answer;
        try
        {
            answer = await Client.SendAsync(new ServiceRequest(HttpMethod.Post, Path(Services.Project, "jobs"), Job(query, id)), late.Token);
        }
        catch (Exception error) when (error is OperationCanceledException or PaceException { Kind: PaceErrorKind.PlatformUnreachable })
        {
            await CancelAsync(id, Services.Location);
            throw error is OperationCanceledException ? new OperationCanceledException(cancellation) : error;
        }

        // An attempt whose answer was lost began it.
        bool began = answer.Status == HttpStatusCode.Conflict && answer.Attempt > 0;
        return answer.IsSuccess || began
            ? (id, answer["jobReference"].Child("location").Text() ?? Services.Location)
            : throw BigQueryErrors.Translate(answer, Client, doing);
    }

    private async Task<ServiceResponse> FinishAsync(string path, string id, string? location, string? doing, CancellationToken cancellation)
    {
        try
        {
            for (int asked = 0; ; asked++)
            {
                ServiceResponse answer = await Client.SendAsync(new ServiceRequest(HttpMethod.Get, path), cancellation);
                if (!answer.IsSuccess)
                {
                    throw BigQueryErrors.Translate(answer, Client, doing);
                }

                if (answer["jobComplete"].ValueKind == JsonValueKind.True)
                {
                    return answer;
                }

                await Task.Delay(PollSchedule.Delay(asked), Client.Clock, cancellation);
            }
        }
        catch (Exception error) when (error is OperationCanceledException or PaceException { Kind: PaceErrorKind.PlatformUnreachable })
        {
            await CancelAsync(id, location);
            throw;
        }
    }

    private async Task CancelAsync(string id, string? location)
    {
        using CancellationTokenSource bound = new(Patience);
        try
        {
            string path = Path(Services.Project, "jobs", id, "cancel") + (location is null ? "" : "?location=" + Uri.EscapeDataString(location));
            await Client.SendAsync(new ServiceRequest(HttpMethod.Post, path), bound.Token);
        }
        catch (Exception error) when (error is PaceException or OperationCanceledException)
        {
            // There is nothing more to be done about it, and what ended the query is told.
        }
    }

    private byte[] Job(string query, string? id) => Json.Write(writer =>
    {
        writer.WriteStartObject("jobReference");
        writer.WriteString("projectId", Services.Project);
        if (id is not null)
        {
            writer.WriteString("jobId", id);
        }

        if (Services.Location is { } location)
        {
            writer.WriteString("location", location);
        }

        writer.WriteEndObject();
        writer.WriteStartObject("configuration");
        writer.WriteStartObject("query");
        writer.WriteString("query", query);
        writer.WriteBoolean("useLegacySql", false);
        writer.WriteEndObject();
        writer.WriteStartObject("labels");
        writer.WriteString("application", "pace");
        writer.WriteEndObject();
        if (id is null)
        {
            writer.WriteBoolean("dryRun", true);
        }

        writer.WriteEndObject();
    });
}
