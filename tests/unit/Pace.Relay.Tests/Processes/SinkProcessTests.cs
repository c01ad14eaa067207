using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Pace.Relay.Tests.Support;

namespace Pace.Relay.Tests.Processes;

/// <summary>A relay with sinks that are well, down, silent, and that refuse.</summary>
public sealed class SinkProcessTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public async Task Sinks_that_are_down_silent_or_refuse_cost_nothing_and_get_the_newest_totals_when_they_are_back()
    {
        int port = FreePort();
        using var well = new LineStub();
        using var silent = new HttpStub(static _ => null);
        bool refuses = true;
        using var refusing = new HttpStub(_ => Volatile.Read(ref refuses) ? (503, "no") : (200, "{}"));
        using RelayProcess relay = RelayProcess.Start(
            _directory.Store,
            [.. Graphite("well", well.Port), .. Graphite("gone", port), .. Http("silent", silent.Port), .. Http("refusing", refusing.Port)]);
        for (uint i = 1; i <= 200; i++) Assert.Equal((200, "OK"), await relay.PostAsync(Body.Of(("Get-PaceTable", 0, i))));

        string ready = await UntilAsync(() => relay.Client.GetStringAsync("/readyz"), static text =>
            text.StartsWith("ready\n", StringComparison.Ordinal) && text.Contains("sink well: up", StringComparison.Ordinal)
            && text.Contains("sink gone: down: ", StringComparison.Ordinal) && text.Contains("sink refusing: down: HTTP 503", StringComparison.Ordinal));
        Assert.DoesNotContain("hunter2", ready, StringComparison.Ordinal);
        Assert.Equal(0, (await relay.ScrapeAsync()).Value("pace_relay_queue_length"));
        await UntilAsync(well.LinesAsync, static lines => lines.Any(static line => line.Contains("command=Get-PaceTable;", StringComparison.Ordinal) && line.Contains(" 200 ", StringComparison.Ordinal)));

        // While they are away more is counted; what they get is how it stands when they are back.
        Assert.Equal((200, "OK"), await relay.PostAsync(Body.Of(("Get-PaceTable", 0, 300))));
        using var back = new LineStub(port);
        Volatile.Write(ref refuses, false);
        IReadOnlyList<string> lines = await UntilAsync(back.LinesAsync, static lines => lines.Any(static line => line.Contains(" 300 ", StringComparison.Ordinal)));
        Assert.Equal(["0", "300"], lines.Where(static line => line.Contains("command=Get-PaceTable;", StringComparison.Ordinal)).Select(static line => line.Split(' ')[1]).Distinct());
        await UntilAsync(
            () => Task.FromResult(refusing.Requests),
            static requests => requests.Any(static request => request.Rows.Any(static row => row.GetProperty("value").GetInt64() == 300)));
        Assert.Equal(300, (await relay.ScrapeAsync()).Of("pace_commands_total").Sum(static sample => sample.Value));
        Assert.DoesNotContain("hunter2", relay.Log, StringComparison.Ordinal);
    }

    private static string[] Graphite(string name, int port) =>
        [$"--Sinks:{name}:Type=graphite", $"--Sinks:{name}:Address=127.0.0.1:{port}", $"--Sinks:{name}:IntervalSeconds=1"];

    private string[] Http(string name, int port)
    {
        string key = Path.Combine(_directory.Root, name + ".key");
        File.WriteAllText(key, "123:hunter2");
        return [$"--Sinks:{name}:Type=graphite-http", $"--Sinks:{name}:Url=http://127.0.0.1:{port}/graphite/metrics", $"--Sinks:{name}:KeyFile={key}", $"--Sinks:{name}:IntervalSeconds=1"];
    }

    // Sinks are tried again by a clock of the relay's own.
    private static async Task<T> UntilAsync<T>(Func<Task<T>> ask, Func<T, bool> isGood)
    {
        var watch = Stopwatch.StartNew();
        while (true)
        {
            T answer = await ask();
            if (isGood(answer)) return answer;
            Assert.True(watch.Elapsed < TimeSpan.FromSeconds(60), $"Not within a minute: {answer}");
            await Task.Delay(100);
        }
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
