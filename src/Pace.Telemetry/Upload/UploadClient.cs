using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;

namespace Pace.Telemetry.Upload;

/// <summary>Sends one body and reads the answer, within bounds of time and size.</summary>
/// <remarks>
/// The request tells nothing of its machine: no cookies, no credentials, no trace or baggage of the host's own
/// instrumentation, a <c>User-Agent</c> of one word. It goes to the endpoint's host and to no other: redirects lead
/// to the same scheme, host and port or nowhere, and no missing certificate is fetched. A proxy is used as .NET uses
/// it by default, never to this machine itself.
/// </remarks>
internal sealed class UploadClient
{
    private const int LargestAnswerBytes = 4096;
    private const int LongestReason = 200;
    private const int MostRedirects = 3;
    private readonly TimeProvider _clock;
    private readonly TimeSpan _bound;
    private readonly Action? _onCreated;

    /// <summary>Makes a client, which touches nothing before it is used.</summary>
    /// <param name="clock">The clock of the time-out, and of dates in answers.</param>
    /// <param name="bound">The longest that a request and its answer may take together; null: 10 s.</param>
    /// <param name="onCreated">Told whenever the means to connect are made, for tests.</param>
    public UploadClient(TimeProvider clock, TimeSpan? bound = null, Action? onCreated = null)
    {
        _clock = clock;
        _bound = bound ?? DefaultBound;
        _onCreated = onCreated;
    }

    /// <summary>The longest that a request and its answer may take together.</summary>
    public static TimeSpan DefaultBound { get; } = TimeSpan.FromSeconds(10);

    /// <summary>Sends a body.</summary>
    /// <param name="endpoint">Where to: https, or http to this machine.</param>
    /// <param name="token">What goes as a bearer token; null: none.</param>
    /// <param name="body">The body.</param>
    /// <param name="cancellation">Ends the request.</param>
    /// <returns>What came back; whatever goes wrong is an answer too.</returns>
    /// <exception cref="OperationCanceledException">The caller no longer wants to know.</exception>
    public async Task<UploadAnswer> SendAsync(
        Uri endpoint, string? token, ReadOnlyMemory<byte> body, CancellationToken cancellation)
    {
        using var bound = new CancellationTokenSource(_bound, _clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(bound.Token, cancellation);
        try
        {
            using HttpMessageInvoker invoker = Create(endpoint);
            return await FollowAsync(invoker, endpoint, token, body, either.Token).ConfigureAwait(false);
        }
        catch (Exception) when (cancellation.IsCancellationRequested)
        {
            throw new OperationCanceledException(cancellation);
        }
        catch (Exception) when (bound.IsCancellationRequested)
        {
            return new UploadAnswer(UploadOutcome.Failed, $"There was no answer within {_bound.TotalSeconds:0.###} s.");
        }
        catch (Exception e)
        {
            return new UploadAnswer(UploadOutcome.Failed, $"The endpoint cannot be reached: {Printable(Innermost(e))}.");
        }
    }

    private HttpMessageInvoker Create(Uri endpoint)
    {
        _onCreated?.Invoke();
        bool isLoopback = Configuration.TelemetryEndpoint.IsLoopback(endpoint);
        var handler = new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseCookies = false,
            UseProxy = !isLoopback,
            ConnectTimeout = _bound,
            MaxResponseHeadersLength = 16,
            MaxResponseDrainSize = 0,
            PooledConnectionLifetime = _bound,
        };
        // By its name: where the module brings a newer System.Diagnostics.DiagnosticSource than the framework's, the property's
        // type is another one to us, and setting it in the usual way fails.
        typeof(SocketsHttpHandler).GetProperty(nameof(SocketsHttpHandler.ActivityHeadersPropagator))!.SetValue(handler, null);
        // What the chain lacks is not fetched from a third party: the endpoint's host is all that hears of an upload.
        handler.SslOptions.CertificateChainPolicy = new X509ChainPolicy
        {
            DisableCertificateDownloads = true,
            RevocationMode = X509RevocationMode.NoCheck,
        };
        if (endpoint.Scheme == Uri.UriSchemeHttp) handler.ConnectCallback = ConnectToThisMachineAsync;
        return new HttpMessageInvoker(handler, disposeHandler: true);
    }

    // 'localhost' is a name like any other: a hosts file may lead it elsewhere.
    private static async ValueTask<Stream> ConnectToThisMachineAsync(
        SocketsHttpConnectionContext context, CancellationToken cancellation)
    {
        IPAddress[] found = await Dns.GetHostAddressesAsync(context.DnsEndPoint.Host, cancellation).ConfigureAwait(false);
        IPAddress[] own = Array.FindAll(found, IPAddress.IsLoopback);
        if (own.Length == 0) throw new IOException($"'{context.DnsEndPoint.Host}' is not this machine");
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(own, context.DnsEndPoint.Port, cancellation).ConfigureAwait(false);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private async Task<UploadAnswer> FollowAsync(
        HttpMessageInvoker invoker, Uri endpoint, string? token, ReadOnlyMemory<byte> body, CancellationToken cancellation)
    {
        Uri current = endpoint;
        for (int redirects = 0; redirects <= MostRedirects; redirects++)
        {
            using HttpRequestMessage request = Request(current, token, body);
            using HttpResponseMessage response = await invoker.SendAsync(request, cancellation).ConfigureAwait(false);
            if ((int)response.StatusCode is < 300 or > 399) return await ReadAsync(response, cancellation).ConfigureAwait(false);
            // Only these two say that the same request shall go to the new place.
            bool keepsMethod = response.StatusCode is HttpStatusCode.TemporaryRedirect or HttpStatusCode.PermanentRedirect;
            Uri? next = response.Headers.Location is { } location ? new Uri(current, location) : null;
            if (!keepsMethod || next is null || !IsSameOrigin(endpoint, next))
                return Failed(response, "The endpoint points to another place, which is not followed.");
            current = next;
        }

        return new UploadAnswer(UploadOutcome.Failed, "The endpoint points from one place to the next without end.");
    }

    private static bool IsSameOrigin(Uri left, Uri right) => Uri.Compare(
        left, right, UriComponents.SchemeAndServer | UriComponents.UserInfo, UriFormat.SafeUnescaped,
        StringComparison.OrdinalIgnoreCase) == 0;

    private static HttpRequestMessage Request(Uri endpoint, string? token, ReadOnlyMemory<byte> body)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, endpoint)
        {
            Content = new ReadOnlyMemoryContent(body) { Headers = { ContentType = new MediaTypeHeaderValue("application/json") } },
        };
        request.Headers.TryAddWithoutValidation("User-Agent", "Pace");
        if (token is not null) request.Headers.TryAddWithoutValidation("Authorization", "Bearer " + token);
        return request;
    }

    private async Task<UploadAnswer> ReadAsync(HttpResponseMessage response, CancellationToken cancellation)
    {
        string text = await ReadStartAsync(response, cancellation).ConfigureAwait(false);
        if (response.StatusCode == HttpStatusCode.OK)
        {
            // What answers 200 and something else is a proxy, a portal or another service, and kept nothing.
            return text.Trim() == "OK"
                ? new UploadAnswer(UploadOutcome.Accepted, "The endpoint accepted the counts.", 200)
                : Failed(response, "The endpoint answered 200, but not with 'OK'.");
        }

        int status = (int)response.StatusCode;
        string said = FirstLine(text) is { Length: > 0 } line ? $": {line}" : "";
        return status is >= 400 and <= 499 and not 429
            ? Answer(UploadOutcome.Rejected, response, $"The endpoint refused the counts with {status}{said}.")
            : Failed(response, $"The endpoint answered {status}{said}.");
    }

    // A few kilobytes tell everything; the rest stays where it is, and the connection is closed.
    private static async Task<string> ReadStartAsync(HttpResponseMessage response, CancellationToken cancellation)
    {
        Stream stream = await response.Content.ReadAsStreamAsync(cancellation).ConfigureAwait(false);
        await using (stream.ConfigureAwait(false))
        {
            var start = new byte[LargestAnswerBytes];
            int length = await stream.ReadAtLeastAsync(start, start.Length, throwOnEndOfStream: false, cancellation)
                .ConfigureAwait(false);
            return System.Text.Encoding.ASCII.GetString(start, 0, length);
        }
    }

    private UploadAnswer Failed(HttpResponseMessage response, string reason) => Answer(UploadOutcome.Failed, response, reason);

    private UploadAnswer Answer(UploadOutcome outcome, HttpResponseMessage response, string reason) =>
        new(outcome, reason, (int)response.StatusCode,
            RetryAfter.Read(Header(response, "Retry-After"), Header(response, "Date"), _clock.GetUtcNow()));

    private static string? Header(HttpResponseMessage response, string name) =>
        response.Headers.NonValidated.TryGetValues(name, out HeaderStringValues values) ? values.ToString() : null;

    private static string FirstLine(string text) => Printable(text.TrimStart().Split('\n', '\r')[0].TrimEnd()).TrimEnd('.');

    // What a server says is shown to a person at a terminal.
    private static string Printable(string text)
    {
        string printable = string.Concat(text.Take(LongestReason).Select(static c => c is >= ' ' and <= '~' ? c : '?'));
        return printable.TrimEnd('.');
    }

    private static string Innermost(Exception e)
    {
        while (e.InnerException is { } inner) e = inner;
        return e.Message;
    }
}
