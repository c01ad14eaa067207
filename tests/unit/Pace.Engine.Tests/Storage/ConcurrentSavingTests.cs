using System.Collections.Concurrent;
using System.Diagnostics;
using Pace.Engine.Diagnostics;
using Pace.Engine.Storage;
using Pace.Engine.Tests.Storage.Support;

namespace Pace.Engine.Tests.Storage;

public sealed class ConcurrentSavingTests : IDisposable
{
    private const int Writers = 32;

    private readonly StoreFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Of_32_threads_that_save_one_policy_into_a_new_store_each_gets_a_version_of_its_own()
    {
        ConcurrentBag<int> versions = [];

        InParallel(number => versions.Add(_folder.Store().Save(Some.Key, $"writer {number}").Version));

        Assert.Equal(Enumerable.Range(1, Writers), versions.Order());
        AssertHoldsAllVersions();
    }

    [Fact]
    public void Of_32_threads_that_expect_one_version_exactly_one_wins()
    {
        _folder.Store().Save(Some.Key);
        ConcurrentBag<PaceErrorKind?> outcomes = [];

        InParallel(_ =>
        {
            PaceException? error = Record.Exception(() => _folder.Store().Save(Some.Key, expected: 1)) as PaceException;
            outcomes.Add(error?.Kind);
        });

        Assert.Equal(Writers, outcomes.Count);
        Assert.Single(outcomes, outcome => outcome is null);
        Assert.Equal(Writers - 1, outcomes.Count(outcome => outcome == PaceErrorKind.VersionConflict));
        Assert.Equal([1, 2], _folder.Store().History(Some.Key).Select(item => item.Version));
    }

    [Fact]
    public void Of_32_writers_in_8_processes_each_gets_a_version_of_its_own()
    {
        string[] lines = InProcesses();

        Assert.Equal(
            Enumerable.Range(1, Writers).Select(version => $"saved {version}").Order(StringComparer.Ordinal),
            lines.Order(StringComparer.Ordinal));
        AssertHoldsAllVersions();
    }

    [Fact]
    public void Of_32_writers_in_8_processes_that_expect_none_exactly_one_wins()
    {
        string[] lines = InProcesses("0");

        Assert.Equal("saved 1", Assert.Single(lines, line => line.StartsWith("saved", StringComparison.Ordinal)));
        Assert.Equal(Writers - 1, lines.Count(line => line.StartsWith("VersionConflict", StringComparison.Ordinal)));
        Assert.Single(_folder.Store().History(Some.Key));
    }

    [Fact]
    public void A_writer_that_is_killed_before_its_commit_leaves_nothing_and_the_next_goes_on_at_once()
    {
        _folder.Store().Save(Some.Key, "Before");
        using ChildProcess child = new("hold", _folder.File, Some.Key.PlatformId, Some.Key.PolicyId);
        Assert.Equal("holding 2", child.ReadLine());
        child.Kill();

        long start = Stopwatch.GetTimestamp();
        StoredPolicy next = _folder.Store().Save(Some.Key, "After");

        Assert.InRange(Stopwatch.GetElapsedTime(start), TimeSpan.Zero, TimeSpan.FromSeconds(5));
        Assert.Equal(2, next.Version);
        Assert.Equal(["Before", "After"], _folder.Store().History(Some.Key).Select(item => item.Title));
    }

    [Fact]
    public void Readers_do_not_wait_for_a_writer_and_see_what_was_before_it()
    {
        SqlitePolicyStore store = _folder.Store(TimeSpan.FromMilliseconds(100));
        store.Save(Some.Key, "Before");
        using ChildProcess child = new("hold", _folder.File, Some.Key.PlatformId, Some.Key.PolicyId);
        Assert.Equal("holding 2", child.ReadLine());

        Assert.Equal("Before", store.Find(Some.Key)!.Title);
        Assert.Single(store.List());
        Assert.Single(store.History(Some.Key));
    }

    [Fact]
    public void A_writer_that_another_keeps_out_for_too_long_says_so_and_what_to_do()
    {
        SqlitePolicyStore store = _folder.Store(TimeSpan.FromMilliseconds(300));
        store.Save(Some.Key);
        using ChildProcess child = new("hold", _folder.File, "other", "policy");
        Assert.Equal("holding 1", child.ReadLine());

        PaceException[] errors =
        [
            Assert.Throws<PaceException>(() => store.BeginSave(Some.Key, Some.Policy())),
            Assert.Throws<PaceException>(() => store.MarkApplied(Some.Key, 1, _folder.Clock.Now)),
            Assert.Throws<PaceException>(() => store.Remove(Some.Key)),
        ];

        Assert.All(errors, error =>
        {
            Assert.Equal(PaceErrorKind.StoreUnusable, error.Kind);
            Assert.Equal($"Another process is writing to the store '{_folder.File}' and did not finish within 0.3 seconds.", error.Message);
            Assert.Equal("Wait until the other Pace command is done, or end it, and try again.", error.Remedy);
        });
    }

    [Fact]
    public async Task A_writer_that_waits_can_be_cancelled()
    {
        SqlitePolicyStore store = _folder.Store();
        using IPendingPolicy pending = store.BeginSave(Some.Key, Some.Policy());
        using CancellationTokenSource cancellation = new();
        Task waiting = Task.Run(() => store.BeginSave(Some.Key, Some.Policy(), null, cancellation.Token), CancellationToken.None);
        await Task.Delay(100);
        Assert.False(waiting.IsCompleted);

        await cancellation.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting.WaitAsync(TimeSpan.FromSeconds(5)));
        Assert.Equal(1, pending.Commit().Version);
    }

    [Fact]
    public void A_save_may_be_committed_by_another_thread_than_began_it()
    {
        using IPendingPolicy pending = _folder.Store().BeginSave(Some.Key, Some.Policy());
        Thread thread = new(() => pending.Commit());
        thread.Start();
        thread.Join();

        Assert.Equal(1, _folder.Store().Find(Some.Key)!.Version);
    }

    private static void InParallel(Action<int> act)
    {
        using Barrier barrier = new(Writers);
        ConcurrentQueue<Exception> failures = [];
        Thread[] threads = [.. Enumerable.Range(0, Writers).Select(number => new Thread(() =>
        {
            barrier.SignalAndWait();
            if (Record.Exception(() => act(number)) is { } failure)
            {
                failures.Enqueue(failure);
            }
        }))];
        Array.ForEach(threads, thread => thread.Start());
        Array.ForEach(threads, thread => thread.Join());
        Assert.Empty(failures);
    }

    private string[] InProcesses(params string[] expected)
    {
        string[] arguments = ["save", _folder.File, Some.Key.PlatformId, Some.Key.PolicyId, "4", .. expected];
        ChildProcess[] children = [.. Enumerable.Range(0, 8).Select(_ => new ChildProcess(arguments))];
        try
        {
            Assert.All(children, child => Assert.Equal("ready", child.ReadLine()));
            Array.ForEach(children, child => child.Continue());
            return [.. children.SelectMany(child => child.ReadToEnd())];
        }
        finally
        {
            Array.ForEach(children, child => child.Dispose());
        }
    }

    private void AssertHoldsAllVersions()
    {
        IReadOnlyList<StoredPolicy> history = _folder.Store().History(Some.Key);
        Assert.Equal(Enumerable.Range(1, Writers), history.Select(item => item.Version));
        Assert.Equal(Writers, Assert.Single(history, item => item.Active).Version);
        Assert.Equal("ok", _folder.Run("PRAGMA integrity_check"));
    }
}
