using Pace.Relay.Tests.Support;

namespace Pace.Relay.Tests.Processes;

/// <summary>A relay that is killed again and again, while documents come twice, late, and not at all.</summary>
public sealed class KilledRelayTests : IDisposable
{
    private static readonly string[] Commands = ["Get-PaceTable", "Set-PaceDataPolicy", "pace version", "pace get data-policy", "Get-PaceUnlisted", "pace __complete"];
    private readonly TemporaryDirectory _directory = new();
    private readonly Lock _gate = new();
    private readonly Dictionary<(string Id, string Command, uint Code), uint> _acknowledged = [], _sent = [];
    private readonly List<Document> _documents = [];
    private RelayProcess _relay = null!;

    public void Dispose()
    {
        _relay?.Dispose();
        _directory.Dispose();
    }

    [Fact]
    public async Task Totals_are_exactly_the_sum_over_ids_of_the_highest_counts_delivered()
    {
        var random = new Random(20261120);
        string[] ids = [.. Enumerable.Range(0, 40).Select(_ => TestState.NewId(random))];
        for (int life = 0; life < Nightly.Times(5); life++)
        {
            _relay = RelayProcess.Start(_directory.Store, "--RateLimit:PerMinute=0");
            if (life > 0) await CheckBoundsAsync();
            Task[] senders = [.. Enumerable.Range(0, 6).Select(i => SendUntilItFailsAsync(ids, new Random((life * 100) + i)))];
            await Task.Delay(random.Next(100, 900));
            if (random.Next(4) == 0) Assert.Equal(0, _relay.Stop());
            else _relay.Kill();
            await Task.WhenAll(senders);
            _relay.Dispose();
        }

        // Nothing is certain of the requests that a kill cut off, so everything is delivered once more.
        _relay = RelayProcess.Start(_directory.Store);
        foreach (Document document in _documents) await SendAsync(document);
        await _relay.ScrapeAsync();
        Dictionary<(string, string), double> totals = await TotalsAsync();
        Assert.Equal(
            Sums(_sent).OrderBy(static item => item.Key),
            totals.OrderBy(static item => item.Key));
        Assert.InRange(_documents.Count, 50, int.MaxValue);
    }

    [Fact]
    public async Task What_was_answered_with_OK_before_a_graceful_stop_is_there_after_it()
    {
        _relay = RelayProcess.Start(_directory.Store);
        Task[] senders = [.. Enumerable.Range(0, 8).Select(i => SendUntilItFailsAsync([TestState.NewId(new Random(i))], new Random(i)))];
        await Task.Delay(500);
        Assert.Equal(0, _relay.Stop());
        await Task.WhenAll(senders);
        _relay.Dispose();
        _relay = RelayProcess.Start(_directory.Store);
        await CheckBoundsAsync();
    }

    private async Task SendUntilItFailsAsync(string[] ids, Random random)
    {
        try
        {
            while (true) await SendAsync(Next(ids, random));
        }
        catch (HttpRequestException)
        {
            // Its relay is gone.
        }
        catch (TaskCanceledException)
        {
        }
    }

    // New counts of an installation, or a document that was made before; some documents are made and never sent.
    private Document Next(string[] ids, Random random)
    {
        lock (_gate)
        {
            if (_documents.Count > 0 && random.Next(4) == 0) return _documents[random.Next(_documents.Count)];
            string id = ids[random.Next(ids.Length)];
            Dictionary<(string, uint), uint> counts = [];
            foreach (string command in Commands)
            {
                if (random.Next(3) == 0) continue;
                uint code = random.Next(4) switch { 0 => 0, 1 => 1, 2 => 130, _ => 9 };
                counts[(command, code)] = (_sent.GetValueOrDefault((id, command, code)) + (uint)random.Next(0, 40)) is var count and > 0 ? count : 1;
            }

            var document = new Document(id, counts, $"v1.{random.Next(3)}.0");
            if (random.Next(8) == 0) return Next(ids, random);
            _documents.Add(document);
            return document;
        }
    }

    private async Task SendAsync(Document document)
    {
        Note(_sent, document);
        (int status, string text) = await _relay.PostAsync(Body.Of(document.Id, document.Counts.Select(static item => (item.Key.Command, item.Key.Code, item.Value)), document.Version));
        Assert.Equal((200, "OK"), (status, text));
        Note(_acknowledged, document);
    }

    private void Note(Dictionary<(string Id, string Command, uint Code), uint> highest, Document document)
    {
        lock (_gate)
        {
            foreach (((string command, uint code), uint count) in document.Counts)
                highest[(document.Id, command, code)] = Math.Max(count, highest.GetValueOrDefault((document.Id, command, code)));
        }
    }

    // What was answered is there; what was not may be.
    private async Task CheckBoundsAsync()
    {
        await _relay.ScrapeAsync();
        Dictionary<(string, string), double> totals = await TotalsAsync();
        Dictionary<(string, string), double> most = Sums(_sent);
        foreach (((string, string) key, double least) in Sums(_acknowledged)) Assert.InRange(totals.GetValueOrDefault(key), least, most[key]);
    }

    private async Task<Dictionary<(string, string), double>> TotalsAsync() => (await _relay.ScrapeAsync()).Of("pace_commands_total")
        .GroupBy(static sample => (sample.Labels["client"] + sample.Labels["command"], sample.Labels["exit_code"]))
        .ToDictionary(static group => group.Key, static group => group.Sum(static sample => sample.Value));

    private static Dictionary<(string, string), double> Sums(Dictionary<(string Id, string Command, uint Code), uint> highest) => highest
        .GroupBy(static item => (Published(item.Key.Command), item.Key.Code == 9 ? "other" : $"{item.Key.Code}"))
        .ToDictionary(static group => group.Key, static group => group.Sum(static item => (double)item.Value));

    private static string Published(string command) => command switch
    {
        "Get-PaceUnlisted" => "powershellother",
        "pace __complete" => "cliother",
        _ => (command.StartsWith("pace", StringComparison.Ordinal) ? "cli" : "powershell") + command.Replace(' ', '_'),
    };

    private sealed record Document(string Id, Dictionary<(string Command, uint Code), uint> Counts, string Version);
}
