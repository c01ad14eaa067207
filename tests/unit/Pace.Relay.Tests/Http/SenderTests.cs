using System.Net.Sockets;
using System.Text;
using Pace.Relay.Tests.Support;

namespace Pace.Relay.Tests.Http;

/// <summary>Requests byte for byte as their senders make them, and answers byte for byte as those insist on.</summary>
public sealed class SenderTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();
    private readonly RelayProcess _relay;

    public SenderTests() => _relay = RelayProcess.Start(_directory.Store);

    public void Dispose()
    {
        _relay.Dispose();
        _directory.Dispose();
    }

    [Theory]
    [InlineData("cli-first.json", "User-Agent: Go-http-client/1.1", 0)]
    [InlineData("cli-usual.json", "User-Agent: Go-http-client/1.1", 68)]
    [InlineData("module.json", "User-Agent: Pace", 224)]
    public async Task What_the_CLI_and_the_module_send_gets_200_and_exactly_OK(string fixture, string agent, double runs)
    {
        string body = (await File.ReadAllTextAsync(Path.Combine(AppContext.BaseDirectory, "Fixtures", fixture))).TrimEnd('\n');
        string answer = await AskAsync(
            $"POST /telemetry HTTP/1.1\r\nHost: relay\r\n{agent}\r\nContent-Length: {body.Length}\r\n"
            + $"Content-Type: application/json\r\nAccept-Encoding: gzip\r\nConnection: close\r\n\r\n{body}");
        Assert.StartsWith("HTTP/1.1 200 OK\r\n", answer, StringComparison.Ordinal);
        Assert.EndsWith("\r\n\r\nOK", answer, StringComparison.Ordinal);
        await _relay.ScrapeAsync();
        Assert.Equal(runs, (await _relay.ScrapeAsync()).Of("pace_commands_total").Sum(static sample => sample.Value));
    }

    private async Task<string> AskAsync(string request)
    {
        using var client = new TcpClient();
        await client.ConnectAsync(_relay.Address.Host, _relay.Address.Port);
        NetworkStream stream = client.GetStream();
        await stream.WriteAsync(Encoding.ASCII.GetBytes(request));
        using var reader = new StreamReader(stream, Encoding.ASCII);
        return await reader.ReadToEndAsync();
    }
}
