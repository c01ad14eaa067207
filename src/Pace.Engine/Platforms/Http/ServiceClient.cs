using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Pace.Engine.Diagnostics;

namespace Pace.Engine.Platforms.Http;

/// <summary>
/// Sends requests to one service, and to no other host: with a token that is renewed where the service refuses it, again
/// where the service says later, within bounds of time and size.
/// </summary>
internal sealed class ServiceClient : IDisposable
{
    /// <summary>The largest body of an answer that is read, decompressed. Services cut results into smaller parts.</summary>
    public const int LargestAnswer = 256 << 20;

    private static readonly TimeSpan LongestAttempt = TimeSpan.FromSeconds(100);
    private static readonly ProductInfoHeaderValue Agent =
        new("Pace", typeof(ServiceClient).Assembly.GetName().Version?.ToString(3));

    private readonly HttpMessageInvoker _invoker;
    private readonly IAccessToken _token;
    private readonly ServiceRules _rules;
    private readonly RetrySchedule _retries;
    private readonly int _largest;

    /// <summary>Makes a client, which connects when it is first used.</summary>
    public ServiceClient(
        ServiceEndpoint endpoint, IAccessToken token, ServiceRules rules, TimeSpan connectTimeout, TimeProvider? clock = null,
        int largestAnswer = LargestAnswer)
    {
        Endpoint = endpoint;
        Clock = clock ?? TimeProvider.System;
        _token = token;
        _rules = rules;
        _retries = new RetrySchedule(Clock);
        _largest = largestAnswer;
        _invoker = new HttpMessageInvoker(CreateHandler(connectTimeout));
    }

    /// <summary>Where it sends to.</summary>
    public ServiceEndpoint Endpoint { get; }

    /// <summary>The clock of all waiting.</summary>
    public TimeProvider Clock { get; }

    /// <summary>A handler that follows nothing, keeps no cookies, and tells nothing of its host.</summary>
    public static SocketsHttpHandler CreateHandler(TimeSpan connectTimeout)
    {
        SocketsHttpHandler handler = new()
        {
            AllowAutoRedirect = false,
            UseCookies = false,
            AutomaticDecompression = DecompressionMethods.GZip,
            ConnectTimeout = connectTimeout,
            PooledConnectionLifetime = TimeSpan.FromMinutes(5),
            MaxResponseHeadersLength = 64,
        };
        // By name: the module may bring a library of its own with the property's type, which is not the one that is meant.
        typeof(SocketsHttpHandler).GetProperty("ActivityHeadersPropagator")?.SetValue(handler, null);
        return handler;
    }

    /// <summary>Sends a request, and gives the answer, whatever its status.</summary>
    /// <exception cref="PaceException">
    /// <see cref="PaceErrorKind.PlatformUnreachable"/>: no answer, or none but "later";
    /// <see cref="PaceErrorKind.PlatformRefused"/>: the login is refused, or the answer is no JSON or too large.
    /// </exception>
    public async Task<ServiceResponse> SendAsync(ServiceRequest request, CancellationToken cancellation)
    {
        string? refused = null;
        int busy = 0;
        int broken = 0;
        for (int attempt = 0; ; attempt++)
        {
            TimeSpan? wait;
            string token = await _token.GetAsync(refused, cancellation).ConfigureAwait(false);
            try
            {
                (ServiceResponse answer, RetryConditionHeaderValue? after) =
                    await TryAsync(request, attempt, token, cancellation).ConfigureAwait(false);
                if (answer.Status == HttpStatusCode.Unauthorized)
                {
                    if (refused is not null)
                    {
                        throw ServiceErrors.Login(Endpoint, Saying(answer, token), _rules.LoginRemedy);
                    }

                    refused = token;
                    continue;
                }

                if (!_rules.IsTransient(answer))
                {
                    return answer;
                }

                wait = busy < RetrySchedule.MostRetries ? _retries.Delay(busy++, after) : null;
                if (wait is null)
                {
                    throw ServiceErrors.Busy(Endpoint, answer, Saying(answer, token));
                }
            }
            catch (Exception error) when (error is HttpRequestException or IOException or TimeoutException)
            {
                wait = broken < RetrySchedule.MostReconnects && error is not TimeoutException ? _retries.Delay(broken++, null) : null;
                if (wait is null)
                {
                    throw ServiceErrors.Unreachable(Endpoint, error);
                }
            }

            await Task.Delay(wait.Value, Clock, cancellation).ConfigureAwait(false);
        }
    }

    /// <summary>What an answer that is no success says, as it may be shown.</summary>
    public string? Saying(ServiceResponse answer, string? secret = null) => ServiceErrors.Clean(_rules.Saying(answer), secret);

    /// <inheritdoc/>
    public void Dispose() => _invoker.Dispose();

    private async Task<(ServiceResponse Answer, RetryConditionHeaderValue? After)> TryAsync(
        ServiceRequest request, int attempt, string token, CancellationToken cancellation)
    {
        using CancellationTokenSource bound = new(LongestAttempt, Clock);
        using CancellationTokenSource either = CancellationTokenSource.CreateLinkedTokenSource(bound.Token, cancellation);
        using HttpRequestMessage message = new(request.Method, new Uri(Endpoint.Address, request.Path(attempt)));
        message.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        message.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("application/json"));
        message.Headers.UserAgent.Add(Agent);
        foreach ((string name, string value) in _token.Headers)
        {
            message.Headers.Add(name, value);
        }

        if (request.IfMatch is { } version)
        {
            message.Headers.TryAddWithoutValidation("If-Match", version);
        }

        if (request.Body is { } body)
        {
            message.Content = new ByteArrayContent(body);
            message.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        }

        if (PlatformTrace.IsOn)
        {
            // All but the headers, which log in.
            string sent = $"{request.Method} {message.RequestUri}" + (request.Body is { } shown ? "\n" + Encoding.UTF8.GetString(shown) : "");
            PlatformTrace.Say(Endpoint.PlatformId, token.Length == 0 ? sent : sent.Replace(token, "***", StringComparison.Ordinal));
        }

        try
        {
            using HttpResponseMessage response = await _invoker.SendAsync(message, either.Token).ConfigureAwait(false);
            PlatformTrace.Say(Endpoint.PlatformId, $"answered {(int)response.StatusCode} {response.StatusCode}");
            JsonElement read = await ReadAsync(response, either.Token).ConfigureAwait(false);
            return (new ServiceResponse(response.StatusCode, Redacted(read, token, response.IsSuccessStatusCode), attempt), response.Headers.RetryAfter);
        }
        catch (Exception) when (cancellation.IsCancellationRequested)
        {
            throw new OperationCanceledException(cancellation);
        }
        catch (Exception error) when (bound.IsCancellationRequested)
        {
            throw new TimeoutException(null, error);
        }
    }

    // A service, or a proxy before it, may repeat what it was sent: a token must not come back into a message.
    private static JsonElement Redacted(JsonElement body, string token, bool success) =>
        !success && body.ValueKind != JsonValueKind.Undefined && body.GetRawText() is var text && text.Contains(token, StringComparison.Ordinal)
            ? JsonDocument.Parse(text.Replace(token, "***", StringComparison.Ordinal)).RootElement
            : body;

    private async Task<JsonElement> ReadAsync(HttpResponseMessage response, CancellationToken cancellation)
    {
        byte[] bytes = await ReadBytesAsync(response, cancellation).ConfigureAwait(false);
        if (bytes.Length == 0)
        {
            return default;
        }

        try
        {
            using JsonDocument document = JsonDocument.Parse(bytes);
            return document.RootElement.Clone();
        }
        catch (JsonException)
        {
            // What stands before a service often answers with a page; its status tells enough.
            return response.IsSuccessStatusCode ? throw ServiceErrors.Strange(Endpoint, "it is no JSON") : default;
        }
    }

    private async Task<byte[]> ReadBytesAsync(HttpResponseMessage response, CancellationToken cancellation)
    {
        using Stream stream = await response.Content.ReadAsStreamAsync(cancellation).ConfigureAwait(false);
        using MemoryStream whole = new();
        byte[] part = new byte[1 << 16];
        while (await stream.ReadAsync(part, cancellation).ConfigureAwait(false) is var count && count > 0)
        {
            if (whole.Length + count > _largest)
            {
                throw ServiceErrors.Strange(Endpoint, $"it is larger than {_largest >> 20} MiB");
            }

            whole.Write(part, 0, count);
        }

        return whole.ToArray();
    }
}
