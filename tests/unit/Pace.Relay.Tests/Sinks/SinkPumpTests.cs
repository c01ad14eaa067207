using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using Microsoft.Extensions.Logging.Abstractions;
using Pace.Relay.Options;
using Pace.Relay.Sinks;
using Pace.Relay.Tests.Support;

namespace Pace.Relay.Tests.Sinks;

/// <summary>Sinks that are well, down, slow, and that refuse.</summary>
public sealed class SinkPumpTests : IDisposable
{
    private static readonly TimeSpan Bound = TimeSpan.FromMilliseconds(500);
    private readonly TestWriter _test = new();
    private readonly CancellationTokenSource _limit = new(TimeSpan.FromSeconds(60));

    public void Dispose()
    {
        _test.Dispose();
        _limit.Dispose();
    }

    [Fact]
    public async Task Lines_arrive_with_0_first_and_then_with_their_values()
    {
        using var carbon = new LineStub();
        await using SinkPump pump = Graphite(carbon.Port);
        await _test.Post(Body.Of(("Get-PaceTable", 0, 7)))!;
        Assert.Equal(TimeSpan.FromSeconds(60), await pump.PushOnceAsync(_limit.Token));
        await pump.PushOnceAsync(_limit.Token);
        long now = _test.Clock.GetUtcNow().ToUnixTimeSeconds();
        string series = "pace.commands;cli_version=other;client=powershell;command=Get-PaceTable;exit_code=0;noun=table;operating_system=linux;verb=get";
        Assert.Equal([$"{series} 0 {now}", $"{series} 7 {now}"], (await carbon.LinesAsync()).Where(static line => line.StartsWith("pace.commands", StringComparison.Ordinal)));
        Assert.Contains($"pace.installations;window=30d 1 {now}", await carbon.LinesAsync());
        Assert.True(pump.Status.IsUp);
    }

    [Fact]
    public async Task A_sink_that_was_down_gets_the_newest_totals_when_it_is_back_and_new_series_as_0_first()
    {
        int port = FreePort();
        await using SinkPump pump = Graphite(port);
        for (uint i = 1; i <= 5; i++)
        {
            await _test.Post(Body.Of(("Get-PaceTable", 0, i)))!;
            Assert.InRange(await pump.PushOnceAsync(_limit.Token), TimeSpan.FromSeconds(0.5), TimeSpan.FromSeconds(16));
        }

        Assert.False(pump.Status.IsUp);
        Assert.Equal(5, pump.Status.Failed);
        using var carbon = new LineStub(port);
        await pump.PushOnceAsync(_limit.Token);
        await pump.PushOnceAsync(_limit.Token);
        Assert.Equal(["0", "5"], (await carbon.LinesAsync()).Where(static line => line.Contains("Get-PaceTable", StringComparison.Ordinal)).Select(static line => line.Split(' ')[1]));
        Assert.True(pump.Status.IsUp);
    }

    [Fact]
    public async Task A_sink_that_reads_nothing_costs_its_bound_and_nobody_else_anything()
    {
        using var silent = new HttpStub(static _ => null);
        await using SinkPump pump = Http(silent, "hunter2");
        Task<TimeSpan> push = pump.PushOnceAsync(_limit.Token);
        Assert.Equal(Pace.Relay.Writing.WriteOutcome.Written, await _test.Post(Body.Of(("Get-PaceTable", 0, 1)))!);
        await push;
        Assert.Equal("no answer within 0.5 s", pump.Status.Problem);
    }

    [Fact]
    public async Task Rows_go_as_Grafana_Cloud_takes_them_with_the_key_in_its_header_alone()
    {
        using var grafana = new HttpStub(static request => (200, $"{{\"published\":{request.Rows.Length}}}"));
        await using SinkPump pump = Http(grafana, "123:hunter2");
        await _test.Post(Body.Of(("Get-PaceTable", 0, 7)))!;
        await pump.PushOnceAsync(_limit.Token);
        await pump.PushOnceAsync(_limit.Token);
        HttpStub.Request last = grafana.Requests[^1];
        Assert.Equal("Bearer 123:hunter2", last.Authorization);
        Assert.Equal("application/json", last.ContentType);
        JsonElement row = last.Rows.Single(static row => row.GetProperty("name").GetString() == "pace.commands");
        Assert.Equal(7, row.GetProperty("value").GetInt64());
        Assert.Equal(60, row.GetProperty("interval").GetInt32());
        Assert.Equal("counter", row.GetProperty("mtype").GetString());
        Assert.Equal(_test.Clock.GetUtcNow().ToUnixTimeSeconds(), row.GetProperty("time").GetInt64());
        Assert.Contains("command=Get-PaceTable", row.GetProperty("tags").EnumerateArray().Select(static tag => tag.GetString()));
        Assert.Equal(8, pump.Status.Rows);
    }

    [Fact]
    public async Task One_bad_row_costs_itself_and_no_other()
    {
        using var grafana = new HttpStub(static request => request.Rows.Any(IsBad) ? (400, "invalid metric data received") : (200, "{}"));
        await using SinkPump pump = Http(grafana, "hunter2");
        await _test.Post(Body.Of(Body.Id, _test.Names.Names.Select(static name => (name, 0u, 3u))))!;
        await pump.PushOnceAsync(_limit.Token);
        await pump.PushOnceAsync(_limit.Token);
        Assert.True(pump.Status.IsUp);
        Assert.Equal(2, pump.Status.RefusedRows);
        HashSet<string> taken = [.. grafana.Requests.Where(static request => !request.Rows.Any(IsBad)).SelectMany(static request => request.Rows)
            .Where(static row => row.GetProperty("value").GetInt64() == 3).Select(static row => row.GetProperty("tags").ToString())];
        Assert.Equal(_test.Names.Names.Count - 1, taken.Count);
    }

    [Fact]
    public async Task A_sink_that_refuses_everything_is_down_and_not_asked_without_end()
    {
        using var grafana = new HttpStub(static _ => (400, "no"));
        await using SinkPump pump = Http(grafana, "hunter2");
        await _test.Post(Body.Of(Body.Id, _test.Names.Names.SelectMany(static name => new[] { (name, 0u, 1u), (name, 1u, 1u), (name, 130u, 1u) })))!;
        await pump.PushOnceAsync(_limit.Token);
        Assert.False(pump.Status.IsUp);
        Assert.InRange(grafana.Requests.Count, 1, 140);
    }

    [Theory]
    [InlineData(401)]
    [InlineData(429)]
    [InlineData(503)]
    public async Task A_refusal_is_told_by_its_status_and_never_with_the_key(int status)
    {
        using var grafana = new HttpStub(request => (status, "you sent " + request.Authorization));
        await using SinkPump pump = Http(grafana, "hunter2");
        await pump.PushOnceAsync(_limit.Token);
        Assert.Equal($"HTTP {status}", pump.Status.Problem);
    }

    [Fact]
    public async Task A_sink_that_says_when_to_come_back_is_obeyed()
    {
        using var grafana = new HttpStub(static _ => (429, "later"), "Retry-After: 120\r\n");
        await using SinkPump pump = Http(grafana, "hunter2");
        Assert.Equal(TimeSpan.FromSeconds(120), await pump.PushOnceAsync(_limit.Token));
    }

    [Fact]
    public void Waits_double_up_to_five_minutes_and_differ()
    {
        var backOff = new BackOff(new Random(1));
        double full = 1;
        for (int i = 0; i < 30; i++, full = Math.Min(300, full * 2)) Assert.InRange(backOff.Next(null).TotalSeconds, full / 2, full);
        backOff.Reset();
        Assert.InRange(backOff.Next(null).TotalSeconds, 0.5, 1);
        Assert.Equal(TimeSpan.FromHours(1), backOff.Next(TimeSpan.FromDays(3)));
    }

    private static bool IsBad(JsonElement row) => row.GetProperty("tags").ToString().Contains("command=Get-PaceTableRow\"", StringComparison.Ordinal);

    private SinkPump Graphite(int port)
    {
        var options = new GraphiteOptions("carbon", TimeSpan.FromSeconds(60), "pace", "127.0.0.1", port);
        return Pump(options, new GraphiteSink(options, Bound));
    }

    private SinkPump Http(HttpStub stub, string key)
    {
        var options = new GraphiteHttpOptions("cloud", TimeSpan.FromSeconds(60), "pace", new Uri($"http://127.0.0.1:{stub.Port}/graphite/metrics"), new SinkKey(key));
        return Pump(options, new GraphiteHttpSink(options, _test.Clock, Bound));
    }

    private SinkPump Pump(SinkOptions options, ISink sink) =>
        new(options, sink, _test.Writer, _test.Names, _test.Clock, NullLogger<SinkPump>.Instance, new Random(1));

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
