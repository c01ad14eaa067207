using System.Diagnostics;
using Npgsql;
using Pace.Engine.Diagnostics;
using Pace.Engine.Platforms;
using Pace.Engine.Postgres.Tests.Support;

namespace Pace.Engine.Postgres.Tests;

/// <summary>What several who apply at once, a crash and Ctrl+C leave behind.</summary>
public sealed class ConcurrencyTests : PostgresTest
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    public override async Task InitializeAsync()
    {
        await base.InitializeAsync();
        if (TestServer.ConnectionString is not null)
        {
            await SqlAs("pace", Demo);
        }
    }

    [PostgresFact]
    public async Task Eight_who_apply_one_policy_at_once_get_a_version_each_and_leave_one_of_theirs()
    {
        string[] groups = ["a", "b", "c", "d", "e", "f", "g", "h"];
        List<ApplyRequest> requests = [];
        foreach (string group in groups)
        {
            requests.Add(await Request(Masked("public.demo_view", group) + "\n" + Masked("public.demo_other", group)) with { NextAfterPlatform = true });
        }

        ApplyResult[] results = await Task.WhenAll(requests.Select(request => Task.Run(() => Platform().ApplyAsync(request, None))));

        Assert.Equal(Enumerable.Range(1, groups.Length), results.Select(result => result.Version).Order());
        int last = Array.FindIndex(results, result => result.Version == groups.Length);
        IReadOnlyList<ViewMark> marks = await Platform().ReadMarksAsync("public.demo", None);
        Assert.Equal(2, marks.Count);
        Assert.All(marks, mark =>
        {
            Assert.Equal(groups.Length, mark.Version);
            Assert.Equal(requests[last].Compiled.Hash, mark.Hash);
            Assert.Equal([Role(groups[last])], mark.Grants);
        });
        foreach (string group in groups)
        {
            Assert.Equal(group != groups[last], await IsRefused(group, "select id from public.demo_view"));
            Assert.Equal(group != groups[last], await IsRefused(group, "select id from public.demo_other"));
        }
    }

    [PostgresFact]
    public async Task Two_policies_that_want_one_view_at_once_do_not_overwrite_each_other()
    {
        await SqlAs("pace", "create table public.other (id bigint, email text)");
        ApplyRequest[] requests =
        [
            await Request(Masked("public.shared", "marketing")),
            await Request(Masked("public.shared", "fraud"), 1, "id bigint, email text", "public.other"),
        ];

        Exception?[] errors = await Task.WhenAll(requests.Select(request =>
            Task.Run(() => Record.ExceptionAsync(() => Platform().ApplyAsync(request, None)))));

        Assert.Single(errors, error => error is null);
        Assert.Equal(PaceErrorKind.TargetNotPace, Assert.IsType<PaceException>(errors.Single(error => error is not null)).Kind);
    }

    [PostgresFact]
    public async Task A_connection_that_dies_midway_leaves_everything_as_it_was()
    {
        await Platform().ApplyAsync(await Request(Masked("public.a", "marketing") + "\n" + Masked("public.b", "marketing")), None);
        string[] before = await State();
        ApplyRequest next = await Request(Masked("public.a", "fraud") + "\n" + Masked("public.b", "fraud"), version: 2);
        IProcessingPlatform platform = Platform();

        await using NpgsqlConnection reader = await ReadAndHold("public.b");
        Task<ApplyResult> apply = Task.Run(() => platform.ApplyAsync(next, None));
        int process = await WaitForBlocked();
        await Sql($"select pg_terminate_backend({process})");
        await Refused(() => apply, PaceErrorKind.PlatformUnreachable);
        await reader.DisposeAsync();

        Assert.Equal(before, await State());
        Assert.Equal(2, (await platform.ApplyAsync(next, None)).Version);
    }

    [PostgresFact]
    public async Task Cancelling_ends_the_statement_on_the_server_and_changes_nothing()
    {
        await Platform().ApplyAsync(await Request(Masked("public.a", "marketing") + "\n" + Masked("public.b", "marketing")), None);
        string[] before = await State();
        ApplyRequest next = await Request(Masked("public.a", "fraud") + "\n" + Masked("public.b", "fraud"), version: 2);
        IProcessingPlatform platform = Platform();
        using CancellationTokenSource stop = new();

        await using NpgsqlConnection reader = await ReadAndHold("public.b");
        Task<ApplyResult> apply = Task.Run(() => platform.ApplyAsync(next, stop.Token));
        await WaitForBlocked();
        Stopwatch watch = Stopwatch.StartNew();
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => apply);

        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(5), $"{watch.Elapsed}");
        Assert.Empty(await Rows(null, $"select pid from pg_stat_activity where datname = '{Database}' and application_name = 'Pace' and state <> 'idle'"));
        await reader.DisposeAsync();
        Assert.Equal(before, await State());
        Assert.Equal(2, (await platform.ApplyAsync(next, None)).Version);
    }

    [PostgresFact]
    public async Task A_view_that_somebody_reads_for_long_makes_apply_give_up_and_say_why()
    {
        await Platform().ApplyAsync(await Request(Masked("public.a", "marketing")), None);
        await using NpgsqlConnection reader = await ReadAndHold("public.a");

        PaceException error = await Refused(
            async () => await Platform().ApplyAsync(await Request(Masked("public.a", "fraud"), version: 2), None),
            PaceErrorKind.PlatformRefused);

        Assert.Contains("lock", error.Message, StringComparison.Ordinal);
    }

    [PostgresFact]
    public async Task A_view_that_another_policy_takes_over_meanwhile_is_not_dropped_with_the_former_policy()
    {
        await SqlAs("pace", "create table public.other (id bigint, email text)");
        ApplyRequest moved = await Request(Masked("public.elsewhere", "marketing"), version: 2);
        ApplyRequest taker = await Request(Masked("public.shared", "fraud"), 1, "id bigint, email text", "public.other") with { Force = true };
        foreach (Func<IProcessingPlatform, Task> leave in new Func<IProcessingPlatform, Task>[]
        {
            platform => platform.WithdrawAsync("public.demo", None),
            platform => platform.ApplyAsync(moved, None),
        })
        {
            await Platform().WithdrawAsync("public.other", None);
            await Platform().WithdrawAsync("public.demo", None);
            await Platform().ApplyAsync(await Request(Masked("public.shared", "marketing")), None);

            NpgsqlConnection reader = await ReadAndHold("public.shared");
            Task<ApplyResult> taking = Task.Run(() => Platform().ApplyAsync(taker, None));
            await WaitForBlocked();
            Task leaving = Task.Run(() => leave(Platform()));
            await WaitForBlocked(2);
            await reader.DisposeAsync();
            await Task.WhenAll(taking, leaving);

            Assert.Single(await Platform().ReadMarksAsync("public.other", None));
        }
    }

    private Task<string[]> State() => Rows(
        null,
        "select relname, relacl::text, obj_description(oid, 'pg_class'), pg_get_viewdef(oid) from pg_class where relname in ('a', 'b')");

    // A transaction that has read a view keeps others from replacing it.
    private async Task<NpgsqlConnection> ReadAndHold(string view)
    {
        NpgsqlConnection connection = await TestServer.Connect(Database);
        await TestServer.Execute(connection, $"begin; select count(*) from {view}");
        return connection;
    }

    private async Task<int> WaitForBlocked(int count = 1)
    {
        Stopwatch watch = Stopwatch.StartNew();
        while (watch.Elapsed < Patience)
        {
            string[] blocked = await Rows(
                null,
                $"select pid from pg_stat_activity where datname = '{Database}' and application_name = 'Pace' and wait_event_type = 'Lock'");
            if (blocked.Length >= count)
            {
                return int.Parse(blocked[0], System.Globalization.CultureInfo.InvariantCulture);
            }

            await Task.Delay(50);
        }

        throw new TimeoutException("Nobody waits for a lock.");
    }
}
