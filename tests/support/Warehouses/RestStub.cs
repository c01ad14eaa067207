#nullable enable
#pragma warning disable IDE0005 // PowerShell compiles this file too, and has no implicit usings.
using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Globalization;
using System.IO;
using System.IO.Compression;
using System.Linq;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Threading;
using System.Threading.Tasks;

namespace Pace.Tests.Warehouses;

/// <summary>
/// A service on a free loopback port that holds its caller to the service's documented contract. Whatever is not in the
/// contract is refused, and stands in <see cref="Violations"/>, so that a test fails even where the caller got over it.
/// It can be told to throttle, to fail, to take long and to let tokens expire.
/// </summary>
public abstract class RestStub : IDisposable
{
    private static readonly string[] UsualHeaders =
        ["Host", "Authorization", "Accept", "Accept-Encoding", "Content-Type", "Content-Length", "User-Agent", "Connection"];

    private readonly HttpListener _listener = new HttpListener();
    private readonly List<string> _violations = new List<string>();
    private readonly List<StubRequest> _requests = new List<StubRequest>();
    private readonly List<Disturbance> _disturbances = new List<Disturbance>();
    private long _notBefore;

    protected RestStub()
    {
        using (var probe = new TcpListener(IPAddress.Loopback, 0))
        {
            probe.Start();
            Port = ((IPEndPoint)probe.LocalEndpoint).Port;
        }

        Address = string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{Port}");
        _listener.Prefixes.Add(Address + "/");
        _listener.Start();
        _ = Task.Run(ServeAsync);
    }

    public int Port { get; }

    /// <summary>Set once somebody asked after a statement that is never done.</summary>
    public ManualResetEvent Hanging { get; } = new ManualResetEvent(false);

    public string Address { get; }

    /// <summary>Held while a request is answered: one at a time, so that a test sees whole steps.</summary>
    protected object Gate { get; } = new object();

    /// <summary>What was not as the contract says.</summary>
    public string[] Violations { get { lock (_violations) { return _violations.ToArray(); } } }

    /// <summary>Forgets the violations, where a test meant them.</summary>
    public void Forgive()
    {
        lock (_violations)
        {
            _violations.Clear();
        }
    }

    /// <summary>All requests, in order.</summary>
    public StubRequest[] Requests { get { lock (_requests) { return _requests.ToArray(); } } }

    /// <summary>The next requests of a method and path that hold a text are answered with a status, and a time to wait where it is above zero.</summary>
    public void Disturb(int status, int times, int retryAfterSeconds = 0, string path = "", string reason = "")
    {
        lock (_disturbances)
        {
            _disturbances.Add(new Disturbance(status, times, retryAfterSeconds, path, reason));
        }
    }

    /// <summary>The next requests of a method and path that hold a text are done, and their answers get lost.</summary>
    public void Lose(int times, string path)
    {
        lock (_disturbances)
        {
            _disturbances.Add(new Disturbance(0, times, 0, path, ""));
        }
    }

    public void Dispose()
    {
        _listener.Close();
        Hanging.Dispose();
        Released();
        GC.SuppressFinalize(this);
    }

    protected virtual void Released()
    {
    }

    /// <summary>Headers of the service's own, by name.</summary>
    protected virtual IReadOnlyCollection<string> OwnHeaders => Array.Empty<string>();

    protected abstract StubAnswer Answer(StubRequest request);

    protected abstract StubAnswer Disturbed(int status, string reason);

    protected void Violate(string what)
    {
        lock (_violations)
        {
            _violations.Add(what);
        }
    }

    /// <summary>Refuses a request that the contract does not have.</summary>
    protected ContractException Refuse(string what)
    {
        Violate(what);
        return new ContractException(what);
    }

    /// <summary>The claims of a token that is signed with a key, or null. Whatever is wrong with its form is a violation.</summary>
    protected JsonObject? Claims(string token, RSA key, params string[] names)
    {
        string[] parts = token.Split('.');
        if (parts.Length != 3)
        {
            Violate("A token has not three parts.");
            return null;
        }

        JsonObject head = (JsonObject)JsonNode.Parse(Decode(parts[0]))!;
        JsonObject claims = (JsonObject)JsonNode.Parse(Decode(parts[1]))!;
        if ((string?)head["alg"] != "RS256" || (string?)head["typ"] != "JWT" || head.Any(pair => pair.Key is not ("alg" or "typ" or "kid")))
        {
            Violate("A token's header is not {alg: RS256, typ: JWT}: " + head.ToJsonString());
        }

        if (!key.VerifyData(Encoding.ASCII.GetBytes(parts[0] + "." + parts[1]), Decode(parts[2]), HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1))
        {
            Violate("A token is not signed with the key that is registered.");
            return null;
        }

        foreach (string name in names.Where(name => !claims.ContainsKey(name)))
        {
            Violate($"A token has no claim '{name}'.");
            return null;
        }

        foreach (string name in claims.Select(claim => claim.Key).Where(name => !names.Contains(name)))
        {
            Violate($"A token has the unknown claim '{name}'.");
        }

        return claims;
    }

    /// <summary>Whether an object has these keys and no others, all that are required among them.</summary>
    protected void Check(JsonObject body, string what, string[] required, params string[] optional)
    {
        foreach (string key in required.Where(key => body[key] is null))
        {
            throw Refuse($"{what} has no '{key}': {body.ToJsonString()}");
        }

        foreach (string key in body.Select(pair => pair.Key).Where(key => !required.Contains(key) && !optional.Contains(key)))
        {
            throw Refuse($"{what} has the unknown key '{key}': {body.ToJsonString()}");
        }
    }

    /// <summary>Whether the query has these parameters and no others.</summary>
    protected void CheckQuery(StubRequest request, params string[] known)
    {
        foreach (string key in request.Query.Keys.Where(key => !known.Contains(key)))
        {
            throw Refuse($"{request} has the unknown parameter '{key}'.");
        }
    }

    protected static byte[] Decode(string text)
    {
        string padded = text.Replace('-', '+').Replace('_', '/');
        return Convert.FromBase64String(padded.PadRight((padded.Length + 3) / 4 * 4, '='));
    }

    private async Task ServeAsync()
    {
        while (true)
        {
            HttpListenerContext context;
            try
            {
                context = await _listener.GetContextAsync().ConfigureAwait(false);
            }
            catch (Exception error) when (error is HttpListenerException or ObjectDisposedException or InvalidOperationException)
            {
                return;
            }

            try
            {
                Serve(context);
            }
            catch (Exception error) when (error is HttpListenerException or ObjectDisposedException or IOException)
            {
                // The caller went away.
            }
        }
    }

    private void Serve(HttpListenerContext context)
    {
        StubRequest request = StubRequest.Read(context.Request);
        StubAnswer answer;
        lock (Gate)
        {
            try
            {
                CheckHeaders(request);
                answer = NextDisturbance(request) ?? Answer(request);
            }
            catch (ContractException error)
            {
                answer = new StubAnswer(400, new JsonObject { ["message"] = error.Message });
            }
            catch (Exception error)
            {
                Violate($"{request}: {error}");
                answer = new StubAnswer(500, new JsonObject { ["message"] = error.Message });
            }

            request.Status = answer.Status;
            lock (_requests)
            {
                _requests.Add(request);
            }
        }

        if (IsLost(request))
        {
            // Less comes than was announced: the connection broke in between.
            context.Response.ContentLength64 = 100;
            context.Response.OutputStream.Write(new byte[1]);
            context.Response.OutputStream.Flush();
            context.Response.Abort();
            return;
        }

        context.Response.StatusCode = answer.Status;
        if (answer.RetryAfterSeconds > 0)
        {
            _notBefore = Stopwatch.GetTimestamp() + (answer.RetryAfterSeconds * Stopwatch.Frequency);
            context.Response.Headers["Retry-After"] = answer.RetryAfterSeconds.ToString(CultureInfo.InvariantCulture);
        }

        byte[] bytes = answer.Body is null ? [] : Encoding.UTF8.GetBytes(answer.Body.ToJsonString());
        if (answer.IsCompressed)
        {
            context.Response.Headers["Content-Encoding"] = "gzip";
            using var packed = new MemoryStream();
            using (var zip = new GZipStream(packed, CompressionLevel.Fastest))
            {
                zip.Write(bytes);
            }

            bytes = packed.ToArray();
        }

        context.Response.ContentType = "application/json";
        context.Response.ContentLength64 = bytes.Length;
        context.Response.OutputStream.Write(bytes);
        context.Response.Close();
    }

    private void CheckHeaders(StubRequest request)
    {
        foreach (string name in request.Headers.Keys)
        {
            if (!UsualHeaders.Contains(name, StringComparer.OrdinalIgnoreCase) && !OwnHeaders.Contains(name, StringComparer.OrdinalIgnoreCase))
            {
                throw Refuse($"{request} has the unknown header '{name}'.");
            }
        }

        if (_notBefore > 0 && Stopwatch.GetTimestamp() < _notBefore)
        {
            Violate($"{request} came before the time that Retry-After said.");
        }

        _notBefore = 0;
    }

    private bool IsLost(StubRequest request)
    {
        lock (_disturbances)
        {
            Disturbance? next = _disturbances.Find(item => item.Status == 0 && item.Times > 0 && request.ToString().Contains(item.Path, StringComparison.Ordinal));
            if (next is null)
            {
                return false;
            }

            next.Times--;
            return true;
        }
    }

    private StubAnswer? NextDisturbance(StubRequest request)
    {
        lock (_disturbances)
        {
            Disturbance? next = _disturbances.Find(item => item.Status > 0 && item.Times > 0 && request.ToString().Contains(item.Path, StringComparison.Ordinal));
            if (next is null)
            {
                return null;
            }

            next.Times--;
            StubAnswer answer = Disturbed(next.Status, next.Reason);
            return new StubAnswer(answer.Status, answer.Body, next.RetryAfterSeconds);
        }
    }

    private sealed class Disturbance(int status, int times, int retryAfterSeconds, string path, string reason)
    {
        public int Status { get; } = status;

        public int Times { get; set; } = times;

        public int RetryAfterSeconds { get; } = retryAfterSeconds;

        public string Path { get; } = path;

        public string Reason { get; } = reason;
    }
}

/// <summary>A request that the contract does not have.</summary>
public sealed class ContractException(string message) : Exception(message);

/// <summary>A request as it came.</summary>
public sealed class StubRequest
{
    public string Method { get; init; } = "";

    public string Path { get; init; } = "";

    public IReadOnlyDictionary<string, string> Query { get; init; } = new Dictionary<string, string>();

    public IReadOnlyDictionary<string, string> Headers { get; init; } = new Dictionary<string, string>();

    public string Body { get; init; } = "";

    /// <summary>What it was answered with.</summary>
    public int Status { get; set; }

    /// <summary>What was asked for, where the request says so.</summary>
    public string Statement { get; set; } = "";

    public string? Header(string name) => Headers.FirstOrDefault(header => string.Equals(header.Key, name, StringComparison.OrdinalIgnoreCase)).Value;

    public override string ToString() => $"{Method} {Path}";

    internal static StubRequest Read(HttpListenerRequest request)
    {
        using var reader = new StreamReader(request.InputStream, new UTF8Encoding(false, true));
        var query = new Dictionary<string, string>(StringComparer.Ordinal);
        string text = request.Url!.Query.TrimStart('?');
        foreach (string pair in text.Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            string[] parts = pair.Split('=', 2);
            query.Add(Uri.UnescapeDataString(parts[0]), parts.Length == 2 ? Uri.UnescapeDataString(parts[1]) : "");
        }

        return new StubRequest
        {
            Method = request.HttpMethod,
            Path = request.Url.AbsolutePath,
            Query = query,
            Headers = request.Headers.AllKeys.OfType<string>().ToDictionary(name => name, name => request.Headers[name] ?? "", StringComparer.OrdinalIgnoreCase),
            Body = reader.ReadToEnd(),
        };
    }
}

/// <summary>What a request is answered with.</summary>
public sealed record StubAnswer(int Status, JsonNode? Body, int RetryAfterSeconds = 0)
{
    public bool IsCompressed { get; init; }
}
