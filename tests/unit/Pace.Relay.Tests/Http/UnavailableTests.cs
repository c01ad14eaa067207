using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging.Abstractions;
using Pace.Relay.Http;
using Pace.Relay.Tests.Support;
using Pace.Relay.Writing;

namespace Pace.Relay.Tests.Http;

/// <summary>What senders and watchers hear while documents cannot be taken.</summary>
public sealed class UnavailableTests : IDisposable
{
    private readonly TestWriter _test = new(capacity: 8);

    public void Dispose() => _test.Dispose();

    [Fact]
    public async Task A_full_queue_is_503_with_Retry_After_for_both()
    {
        _test.Store.Hold();
        List<Task<WriteOutcome>> waiting = [_test.Post(Body.Of())!];
        SpinWait.SpinUntil(() => _test.Writer.QueueLength == 0, 10_000);
        for (int i = 0; i < 8; i++) waiting.Add(_test.Post(Body.Of())!);
        Assert.Equal((503, "5", "The relay has too much to do.\n"), await PostAsync(Body.Of()));
        Assert.Equal((503, "5", "not ready: the queue is full\n"), await ReadyAsync());
        _test.Store.Release();
        await Task.WhenAll(waiting);
        Assert.Equal((200, "", "OK"), await PostAsync(Body.Of()));
        Assert.Equal((200, "", "ready\n"), await ReadyAsync());
    }

    [Fact]
    public async Task A_store_that_cannot_be_written_is_503_with_Retry_After_for_both()
    {
        _test.Store.Fails = true;
        Assert.Equal((503, "30", "The relay cannot write at present.\n"), await PostAsync(Body.Of(("Get-PaceTable", 0, 5))));
        Assert.Equal((503, "5", "not ready: the store cannot be written: the disk is full\n"), await ReadyAsync());
        _test.Store.Fails = false;
        Assert.True(SpinWait.SpinUntil(() => _test.Writer.Problem is null, 10_000));
        Assert.Equal((200, "", "OK"), await PostAsync(Body.Of(("Get-PaceTable", 0, 5))));
        Assert.Equal((200, "", "ready\n"), await ReadyAsync());
    }

    private Task<(int Status, string RetryAfter, string Text)> PostAsync(string body)
    {
        var endpoint = new TelemetryEndpoint(
            _test.Writer, _test.Names, new RateLimit(600, _test.Clock), new SenderToken(null), new RequestCounts(),
            new RefusalLog(NullLogger<RefusalLog>.Instance, _test.Clock));
        byte[] bytes = Body.Bytes(body);
        return AskAsync(endpoint.PostAsync, context =>
        {
            context.Request.ContentType = "application/json";
            context.Request.ContentLength = bytes.Length;
            context.Request.Body = new MemoryStream(bytes);
        });
    }

    private Task<(int Status, string RetryAfter, string Text)> ReadyAsync() =>
        AskAsync(new HealthEndpoints(_test.Writer, []).ReadyAsync, static _ => { });

    private static async Task<(int Status, string RetryAfter, string Text)> AskAsync(RequestDelegate endpoint, Action<HttpContext> prepare)
    {
        var context = new DefaultHttpContext();
        using var answer = new MemoryStream();
        context.Response.Body = answer;
        prepare(context);
        await endpoint(context).WaitAsync(TimeSpan.FromSeconds(30));
        return (context.Response.StatusCode, context.Response.Headers.RetryAfter.ToString(), System.Text.Encoding.UTF8.GetString(answer.ToArray()));
    }
}
