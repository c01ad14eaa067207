using Pace.Relay.Tests.Support;
using Pace.Relay.Writing;

namespace Pace.Relay.Tests.Writing;

/// <summary>Who is answered, and when.</summary>
public sealed class RelayWriterTests : IDisposable
{
    private readonly TestWriter _test = new(capacity: 8);

    public void Dispose() => _test.Dispose();

    [Fact]
    public async Task Nobody_is_answered_before_the_commit()
    {
        _test.Store.Hold();
        Task<WriteOutcome> first = _test.Post(Body.Of(("Get-PaceTable", 0, 1)))!;
        Assert.NotSame(first, await Task.WhenAny(first, Task.Delay(100)));
        _test.Store.Release();
        Assert.Equal(WriteOutcome.Written, await first);
        Assert.NotEmpty(_test.Store.Records);
    }

    [Fact]
    public async Task All_that_waited_goes_with_one_commit()
    {
        _test.Store.Hold();
        List<Task<WriteOutcome>> waiting = [_test.Post(Body.Of(("Get-PaceTable", 0, 1)))!];
        SpinWait.SpinUntil(() => _test.Writer.QueueLength == 0, 10_000);
        for (uint i = 2; i < 10; i++) waiting.Add(_test.Post(Body.Of(("Get-PaceTable", 0, i)))!);
        _test.Store.Release();
        await Task.WhenAll(waiting);
        Assert.Equal(2, _test.Store.Records.Count);
    }

    [Fact]
    public async Task A_full_queue_turns_documents_away_and_says_so()
    {
        _test.Store.Hold();
        Task<WriteOutcome> first = _test.Post(Body.Of())!;
        SpinWait.SpinUntil(() => _test.Writer.QueueLength == 0, 10_000);
        List<Task<WriteOutcome>> waiting = [.. Enumerable.Range(0, 8).Select(_ => _test.Post(Body.Of())!)];
        Assert.True(_test.Writer.IsFull);
        Assert.Null(_test.Post(Body.Of()));
        _test.Store.Release();
        await Task.WhenAll(waiting.Append(first));
        Assert.False(_test.Writer.IsFull);
    }

    [Fact]
    public async Task A_store_that_fails_answers_nobody_with_OK_and_what_came_meanwhile_counts_once()
    {
        _test.Store.Fails = true;
        Assert.Equal(WriteOutcome.Failed, await _test.Post(Body.Of(("Get-PaceTable", 0, 5)))!);
        Assert.Equal("the disk is full", _test.Writer.Problem);
        Assert.Null(_test.Post(Body.Of(("Get-PaceTable", 0, 6))));
        _test.Store.Fails = false;
        Assert.True(SpinWait.SpinUntil(() => _test.Writer.Problem is null, 10_000));
        Assert.Equal(WriteOutcome.Written, await _test.Post(Body.Of(("Get-PaceTable", 0, 5)))!);
        Assert.Equal(5, await _test.SumAsync());
    }

    [Fact]
    public async Task A_stop_writes_what_waits_and_takes_nothing_more()
    {
        List<Task<WriteOutcome>> waiting = [.. Enumerable.Range(1, 8).Select(i => _test.Post(Body.Of(("Get-PaceTable", 0, (uint)i)))).OfType<Task<WriteOutcome>>()];
        await _test.Writer.StopAsync();
        Assert.All(await Task.WhenAll(waiting), static outcome => Assert.Equal(WriteOutcome.Written, outcome));
        Assert.Null(_test.Post(Body.Of()));
    }
}
