using System.Text.Json;
using System.Text.Json.Serialization;
using Pace.Relay.Aggregation;
using Pace.Relay.Http;
using Pace.Relay.Receiving;
using Pace.Relay.Storage;
using Pace.Relay.Writing;

namespace Pace.Relay.Publishing;

/// <summary><c>GET /api/usage?window=day|week|month&amp;client=all|cli|powershell</c>: what the dashboard shows.</summary>
/// <remarks>An answer is kept for some seconds: it looks at every installation, and one page asks again and again.</remarks>
internal sealed class UsageApi(RelayWriter writer, IChartReader charts, NameTable names, RateLimit rate, TimeProvider time)
{
    private static readonly TimeSpan Kept = TimeSpan.FromSeconds(5);
    private readonly Dictionary<(string, UsageClient), (long At, Task<byte[]> Body)> _answers = [];

    public async Task GetAsync(HttpContext context)
    {
        int wait = rate.Take(context.Connection.RemoteIpAddress);
        if (wait > 0)
        {
            await Answer.TextAsync(context, StatusCodes.Status429TooManyRequests, "Too many requests from this address.", wait).ConfigureAwait(false);
            return;
        }

        string windowName = Query(context, "window", "week");
        string clientName = Query(context, "client", "all");
        UsageWindow? window = UsageWindow.All.FirstOrDefault(item => item.Name == windowName);
        UsageClient? client = Enum.GetValues<UsageClient>().Cast<UsageClient?>().FirstOrDefault(item => UsageReporter.Name(item!.Value) == clientName);
        if (window is null || client is null)
        {
            await Answer.TextAsync(context, StatusCodes.Status400BadRequest, window is null
                ? "window: day, week or month is allowed." : "client: all, cli or powershell is allowed.").ConfigureAwait(false);
            return;
        }

        try
        {
            byte[] body = await BodyAsync(window, client.Value).ConfigureAwait(false);
            context.Response.ContentType = "application/json; charset=utf-8";
            context.Response.Headers.CacheControl = "no-store";
            context.Response.ContentLength = body.Length;
            await context.Response.Body.WriteAsync(body, context.RequestAborted).ConfigureAwait(false);
        }
        catch (StoreException)
        {
            await Answer.TextAsync(context, StatusCodes.Status503ServiceUnavailable, "The charts cannot be read at present.", 30).ConfigureAwait(false);
        }
    }

    private static string Query(HttpContext context, string name, string usual) =>
        context.Request.Query[name] is { Count: > 0 } values ? values.ToString() : usual;

    private Task<byte[]> BodyAsync(UsageWindow window, UsageClient client)
    {
        lock (_answers)
        {
            if (_answers.TryGetValue((window.Name, client), out (long At, Task<byte[]> Body) kept) && time.GetElapsedTime(kept.At) < Kept)
                return kept.Body;
            Task<byte[]> made = WriteAsync(window, client);
            _answers[(window.Name, client)] = (time.GetTimestamp(), made);
            return made;
        }
    }

    private async Task<byte[]> WriteAsync(UsageWindow window, UsageClient client) => JsonSerializer.SerializeToUtf8Bytes(
        await MakeAsync(window, client).ConfigureAwait(false), UsageJson.Default.UsageReport);

    private async Task<UsageReport> MakeAsync(UsageWindow window, UsageClient client)
    {
        // The state first: a period that ends in between is then there twice at most, and its pieces differ in time.
        (WriteOutcome _, (UsageSources now, (long, byte[]) current)) = await writer.AskAsync(state =>
        {
            UsagePeriod period = window.StepIsDay ? state.Day : state.Hour;
            return (new UsageSources(
                state.Now, [], state.Tally(window.Days, client), state.ActiveIn(1), state.ActiveIn(7), state.ActiveIn(30), VersionTotals.Of(state.Series)),
                (period.Start, period.Encode()));
        }).ConfigureAwait(false);
        if (now is null) throw new StoreException("The writer has ended");
        long from = window.Starts(now.Now)[0];
        // What began with the current period or later is in the current one.
        IEnumerable<(long Start, byte[] Counts)> finished = charts.Read(window.StepIsDay, from);
        return UsageReporter.Make(window, client, names, now with { Finished = [.. finished, current] });
    }
}

/// <summary>How the report is written, worked out when the relay is built.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(UsageReport))]
internal sealed partial class UsageJson : JsonSerializerContext;
