using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Logging.Console;
using Pace.Relay.Aggregation;
using Pace.Relay.Http;
using Pace.Relay.Options;
using Pace.Relay.Publishing;
using Pace.Relay.Receiving;
using Pace.Relay.Sinks;
using Pace.Relay.Storage;
using Pace.Relay.Writing;

namespace Pace.Relay;

/// <summary>The service, put together.</summary>
internal sealed class Relay : IAsyncDisposable
{
    private static readonly TimeSpan ShutdownBound = TimeSpan.FromSeconds(10);
    private readonly RelayWriter _writer;
    private readonly List<SinkPump> _sinks = [];

    private Relay(WebApplication app, RelayWriter writer) => (App, _writer) = (app, writer);

    /// <summary>The web application.</summary>
    public WebApplication App { get; }

    /// <summary>Opens the store and maps the routes; listens to nothing yet.</summary>
    /// <exception cref="StoreException">The store cannot be used.</exception>
    public static Relay Create(RelayOptions options, TimeProvider time)
    {
        WebApplication app = Build(options);
        SqliteRelayStore store = SqliteRelayStore.Open(options.StorePath);
        try
        {
            var names = new NameTable(store.Names);
            store.AddNames(names.Names.Skip(names.StoredCount).ToArray());
            var state = new Aggregator(
                names, new AggregationOptions(options.VersionThreshold, options.MaxVersions, options.MaxInstallations), store.HashKey, time);
            long journalBytes = store.Load(state);
            var metrics = new WriterMetrics(app.Services.GetRequiredService<ILogger<RelayWriter>>());
            var writer = new RelayWriter(store, state, journalBytes, new WriterOptions(options.QueueCapacity), metrics, time);
            var relay = new Relay(app, writer);
            relay.Map(options, names, metrics, time);
            return relay;
        }
        catch
        {
            store.Dispose();
            throw;
        }
    }

    /// <summary>Serves until it is told to stop, then writes what waits.</summary>
    public async Task RunAsync()
    {
        // A writer that cannot go on takes the process with it: whoever watches over it starts it again.
        _ = _writer.Ended.ContinueWith(
            _ => App.Lifetime.StopApplication(), CancellationToken.None, TaskContinuationOptions.OnlyOnFaulted, TaskScheduler.Default);
        await App.StartAsync().ConfigureAwait(false);
        foreach (SinkPump sink in _sinks) sink.Start();
        await App.WaitForShutdownAsync().ConfigureAwait(false);
        foreach (SinkPump sink in _sinks) await sink.DisposeAsync().ConfigureAwait(false);
        await _writer.StopAsync().ConfigureAwait(false);
    }

    public async ValueTask DisposeAsync()
    {
        await App.DisposeAsync().ConfigureAwait(false);
        _writer.Dispose();
    }

    private static WebApplication Build(RelayOptions options)
    {
        WebApplicationBuilder builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.Services.AddRoutingCore();
        builder.Services.Configure<HostOptions>(static host => host.ShutdownTimeout = ShutdownBound);
        builder.WebHost.UseKestrelCore().UseUrls(options.Urls).ConfigureKestrel(Limit);
        builder.Logging.AddSimpleConsole(static console =>
        {
            console.SingleLine = true;
            console.UseUtcTimestamp = true;
            console.TimestampFormat = "yyyy-MM-dd'T'HH:mm:ss'Z' ";
            console.ColorBehavior = LoggerColorBehavior.Disabled;
        });
        // Not to be set from outside: the framework's own lines name addresses and ids.
        builder.Logging.SetMinimumLevel(options.LogLevel)
            .AddFilter("Microsoft", LogLevel.Error)
            // With a log of its own it makes an activity for each request, which nobody here looks at.
            .AddFilter("Microsoft.AspNetCore.Hosting.Diagnostics", LogLevel.None)
            .AddFilter("Microsoft.Hosting.Lifetime", options.LogLevel > LogLevel.Information ? options.LogLevel : LogLevel.Information);
        return builder.Build();
    }

    private static void Limit(KestrelServerOptions kestrel)
    {
        kestrel.AddServerHeader = false;
        // What is too large is refused by its reader, which counts no framing of chunks. Up to here the rest is still
        // read and thrown away, so that a sender gets to see the answer.
        kestrel.Limits.MaxRequestBodySize = 16 * DocumentReader.LargestBody;
        kestrel.Limits.MaxRequestHeadersTotalSize = 16 * 1024;
        kestrel.Limits.MaxRequestHeaderCount = 50;
        kestrel.Limits.MaxRequestLineSize = 4 * 1024;
        kestrel.Limits.RequestHeadersTimeout = TimeSpan.FromSeconds(10);
        kestrel.Limits.KeepAliveTimeout = TimeSpan.FromSeconds(60);
        kestrel.Limits.MinRequestBodyDataRate = new MinDataRate(bytesPerSecond: 240, gracePeriod: TimeSpan.FromSeconds(5));
        kestrel.Limits.MaxConcurrentConnections = 10_000;
    }

    private void Map(RelayOptions options, NameTable names, WriterMetrics metrics, TimeProvider time)
    {
        IServiceProvider services = App.Services;
        var rate = new RateLimit(options.RatePerMinute, time);
        var requests = new RequestCounts();
        foreach (SinkOptions sink in options.Sinks)
        {
            ISink target = sink switch
            {
                GraphiteOptions graphite => new GraphiteSink(graphite),
                GraphiteHttpOptions http => new GraphiteHttpSink(http, time),
                _ => throw new InvalidOperationException($"No sink is made for {sink.GetType().Name}."),
            };
            _sinks.Add(new SinkPump(sink, target, _writer, names, time, services.GetRequiredService<ILogger<SinkPump>>(), Random.Shared));
        }

        var telemetry = new TelemetryEndpoint(
            _writer, names, rate, new SenderToken(options.SenderToken), requests,
            new RefusalLog(services.GetRequiredService<ILogger<RefusalLog>>(), time));
        var metricsPage = new MetricsPage(_writer, metrics, names, requests, _sinks);
        var usage = new UsageApi(_writer, new SqliteChartReader(options.StorePath), names, rate, time);
        var health = new HealthEndpoints(_writer, _sinks);
        App.UseRouting();
        App.MapPost("/telemetry", (RequestDelegate)telemetry.PostAsync);
        App.MapDelete("/telemetry/{id}", (RequestDelegate)telemetry.DeleteAsync);
        App.MapGet("/metrics", (RequestDelegate)metricsPage.GetAsync);
        App.MapGet("/api/usage", (RequestDelegate)usage.GetAsync);
        App.MapGet("/", (RequestDelegate)PageEndpoint.GetPageAsync);
        foreach (string path in PageEndpoint.Paths) App.MapGet(path, (RequestDelegate)PageEndpoint.GetFileAsync);
        App.MapGet("/healthz", (RequestDelegate)HealthEndpoints.HealthAsync);
        App.MapGet("/readyz", (RequestDelegate)health.ReadyAsync);
    }
}
