using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using Pace.Relay.Options;

namespace Pace.Relay.Sinks;

/// <summary>Posts rows as JSON, as Grafana Cloud takes them.</summary>
/// <remarks>
/// Its proxy answers 400 for all rows of a request when one is bad. Then the request is halved until the bad row stands
/// alone and is left out; where too many are bad, or the first ones all are, it is no longer a matter of rows.
/// Older gateways answer 200 and say how many were invalid.
/// </remarks>
internal sealed class GraphiteHttpSink : ISink
{
    private const int RowsAtOnce = 1000;
    private const int MostHalvings = 64;
    private const int LargestAnswer = 64 * 1024;
    private readonly GraphiteHttpOptions _options;
    private readonly HttpClient _client;
    private readonly TimeSpan _bound;
    private readonly TimeProvider _time;
    private int _halvings;

    public GraphiteHttpSink(GraphiteHttpOptions options, TimeProvider time, TimeSpan? bound = null)
    {
        (_options, _time, _bound) = (options, time, bound ?? TimeSpan.FromSeconds(10));
        _client = new HttpClient(new SocketsHttpHandler
        {
            // A redirect would carry the key to wherever it says.
            AllowAutoRedirect = false,
            UseCookies = false,
            ActivityHeadersPropagator = null,
            ConnectTimeout = _bound,
            PooledConnectionLifetime = TimeSpan.FromMinutes(5),
            UseProxy = !options.Url.IsLoopback,
        })
        {
            Timeout = Timeout.InfiniteTimeSpan,
            MaxResponseContentBufferSize = LargestAnswer,
        };
    }

    public async Task<PushResult> PushAsync(IReadOnlyList<SinkRow> rows, CancellationToken cancellation)
    {
        SinkRow[] valid = [.. rows.Where(GraphiteText.IsValid)];
        _halvings = MostHalvings;
        int taken = 0;
        for (int i = 0; i < valid.Length; i += RowsAtOnce)
            taken += await SendAsync(valid.AsMemory(i, Math.Min(RowsAtOnce, valid.Length - i)), cancellation).ConfigureAwait(false);
        if (taken == 0 && valid.Length > 0) throw new SinkException("every row was refused");
        return new PushResult(taken, rows.Count - taken);
    }

    public void Dispose() => _client.Dispose();

    private async Task<int> SendAsync(ReadOnlyMemory<SinkRow> rows, CancellationToken cancellation)
    {
        if (await PostAsync(rows, cancellation).ConfigureAwait(false) is { } taken) return taken;
        if (rows.Length == 1) return 0;
        if (_halvings-- == 0) throw new SinkException("HTTP 400 for too many rows");
        int half = rows.Length / 2;
        return await SendAsync(rows[..half], cancellation).ConfigureAwait(false)
            + await SendAsync(rows[half..], cancellation).ConfigureAwait(false);
    }

    // How many rows were taken; null where one of them is bad.
    private async Task<int?> PostAsync(ReadOnlyMemory<SinkRow> rows, CancellationToken cancellation)
    {
        using var bound = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        bound.CancelAfter(_bound);
        using var request = new HttpRequestMessage(HttpMethod.Post, _options.Url) { Content = new ByteArrayContent(Body(rows.Span)) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        if (_options.Key is { } key) request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", key.Reveal());
        try
        {
            using HttpResponseMessage response = await _client.SendAsync(request, bound.Token).ConfigureAwait(false);
            if (response.StatusCode == HttpStatusCode.BadRequest) return null;
            if (response.IsSuccessStatusCode) return rows.Length - Math.Min(rows.Length, await InvalidAsync(response, bound.Token).ConfigureAwait(false));
            throw new SinkException($"HTTP {(int)response.StatusCode}", RetryAfter(response));
        }
        catch (Exception) when (cancellation.IsCancellationRequested)
        {
            throw new OperationCanceledException(cancellation);
        }
        catch (OperationCanceledException)
        {
            throw new SinkException($"no answer within {_bound.TotalSeconds:0.###} s");
        }
        catch (Exception e) when (e is HttpRequestException or IOException)
        {
            throw new SinkException(e.InnerException?.Message ?? e.Message);
        }
    }

    private byte[] Body(ReadOnlySpan<SinkRow> rows)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream))
        {
            json.WriteStartArray();
            foreach (SinkRow row in rows)
            {
                json.WriteStartObject();
                json.WriteString("name", row.Name);
                // Whole seconds, and never 0.
                json.WriteNumber("interval", Math.Max(1, (long)_options.Interval.TotalSeconds));
                json.WriteNumber("value", row.Value);
                json.WriteNumber("time", row.Time);
                json.WriteStartArray("tags");
                foreach ((string name, string value) in row.Tags) json.WriteStringValue($"{name}={value}");
                json.WriteEndArray();
                json.WriteString("mtype", row.IsCounter ? "counter" : "gauge");
                json.WriteString("unit", "");
                json.WriteEndObject();
            }

            json.WriteEndArray();
        }

        return stream.ToArray();
    }

    private static async Task<int> InvalidAsync(HttpResponseMessage response, CancellationToken cancellation)
    {
        byte[] body = await response.Content.ReadAsByteArrayAsync(cancellation).ConfigureAwait(false);
        try
        {
            using JsonDocument answer = JsonDocument.Parse(body);
            if (answer.RootElement.ValueKind != JsonValueKind.Object) return 0;
            foreach (JsonProperty property in answer.RootElement.EnumerateObject())
            {
                if (property.Name.Equals("invalid", StringComparison.OrdinalIgnoreCase) && property.Value.TryGetInt32(out int invalid)) return Math.Max(0, invalid);
            }
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // The status has said that it was taken.
        }

        return 0;
    }

    private TimeSpan? RetryAfter(HttpResponseMessage response) =>
        response.Headers.RetryAfter?.Delta ?? (response.Headers.RetryAfter?.Date is { } date ? date - _time.GetUtcNow() : null);
}
