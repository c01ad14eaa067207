using FsCheck;
using FsCheck.Fluent;
using Pace.Telemetry.Tests.Support;
using Pace.Telemetry.Upload;

namespace Pace.Telemetry.Tests.Upload;

public sealed class UploadScheduleTests
{
    private const double LargestJitter = 0.1;
    private static readonly TimeSpan Minute = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan Day = TimeSpan.FromHours(24);

    private enum Ending
    {
        Accepted,
        Rejected,
        Failed,
        FailedWithRetryAfter,
        Lost,
    }

    // Time passes, a process looks, and where an upload is due it ends like this.
    private sealed record Step(int Seconds, Ending Ending, int Latency, int RetryAfter);

    private sealed record Request(DateTimeOffset SentAt, DateTimeOffset KnownAt, Ending Ending, int FailuresInARow, TimeSpan RetryAfter);

    private static Arbitrary<(int Interval, int Jitter, Step[] Steps)> Histories() => (
        from interval in Gen.Elements(0, 1, 59, 60, 61, 600, 3600, 86_400)
        from jitter in Gen.Choose(0, UploadSchedule.JitterSteps)
        from steps in (
            from seconds in Gen.Frequency((4, Gen.Choose(0, 90)), (3, Gen.Choose(0, 4000)), (1, Gen.Choose(0, 200_000)))
            from ending in Gen.Elements(Enum.GetValues<Ending>())
            from latency in Gen.Choose(0, 10)
            from retryAfter in Gen.Elements(0, 1, 59, 60, 120, 7200, 86_400, 1_000_000)
            select new Step(seconds, ending, latency, retryAfter)).ListOf()
        select (interval, jitter, steps.ToArray())).ToArbitrary();

    private static List<Request> Play(UploadSchedule schedule, ManualClock clock, int jitter, IEnumerable<Step> steps)
    {
        var state = new UploadState(jitter);
        var requests = new List<Request>();
        int failures = 0;
        foreach (Step step in steps)
        {
            clock.Advance(TimeSpan.FromSeconds(step.Seconds));
            if (!schedule.IsDue(state)) continue;
            string id = Guid.NewGuid().ToString("N");
            state = schedule.Claim(state, id);
            DateTimeOffset sent = clock.GetUtcNow();
            clock.Advance(TimeSpan.FromSeconds(step.Latency));
            TimeSpan asked = step.Ending == Ending.FailedWithRetryAfter ? TimeSpan.FromSeconds(step.RetryAfter) : TimeSpan.Zero;
            if (step.Ending != Ending.Lost)
            {
                UploadOutcome outcome = step.Ending switch
                {
                    Ending.Accepted => UploadOutcome.Accepted,
                    Ending.Rejected => UploadOutcome.Rejected,
                    _ => UploadOutcome.Failed,
                };
                failures = outcome == UploadOutcome.Failed ? failures + 1 : 0;
                state = schedule.Complete(state, id, outcome, null, asked == TimeSpan.Zero ? null : asked)!;
            }

            requests.Add(new Request(sent, clock.GetUtcNow(), step.Ending, failures, asked));
        }

        return requests;
    }

    [Fact]
    public void Between_two_requests_lies_what_the_end_of_the_first_asks_for() => Prop.ForAll(Histories(), history =>
    {
        var clock = new ManualClock();
        TimeSpan interval = TimeSpan.FromSeconds(history.Interval);
        List<Request> requests = Play(new UploadSchedule(clock, interval), clock, history.Jitter, history.Steps);
        return requests.Zip(requests.Skip(1)).All(pair => pair.First.Ending switch
        {
            Ending.Accepted or Ending.Rejected => pair.Second.SentAt - pair.First.KnownAt >= interval,
            Ending.Lost => pair.Second.SentAt - pair.First.SentAt >= Minute,
            _ => pair.Second.SentAt - pair.First.KnownAt >= Minute
                && pair.Second.SentAt - pair.First.KnownAt >= (pair.First.RetryAfter < Day ? pair.First.RetryAfter : Day),
        });
    }).Check(Config.QuickThrowOnFailure.WithMaxTest(2000));

    [Fact]
    public void No_wait_is_longer_than_the_end_of_the_last_request_asks_for() => Prop.ForAll(Histories(), history =>
    {
        var clock = new ManualClock();
        TimeSpan interval = TimeSpan.FromSeconds(history.Interval);
        var schedule = new UploadSchedule(clock, interval);
        TimeSpan longest = (interval > Minute ? interval : Minute) * (1 + LargestJitter);
        var state = new UploadState(history.Jitter);
        foreach (Step step in history.Steps)
        {
            clock.Advance(TimeSpan.FromSeconds(step.Seconds));
            TimeSpan bound = state.NotBefore is null ? longest : longest > Day ? longest : Day;
            if (schedule.Next(state).At - clock.GetUtcNow() > bound) return false;
            if (!schedule.IsDue(state)) continue;
            state = schedule.Claim(state, "a");
            if (schedule.Next(state).At - clock.GetUtcNow() > bound) return false;
            if (step.Ending != Ending.Lost)
                state = schedule.Complete(state, "a", (UploadOutcome)Math.Min((int)step.Ending, 2), null, TimeSpan.FromSeconds(step.RetryAfter))!;
        }

        return true;
    }).Check(Config.QuickThrowOnFailure.WithMaxTest(2000));

    [Fact]
    public void Back_off_doubles_from_a_minute_to_the_interval()
    {
        var clock = new ManualClock();
        var schedule = new UploadSchedule(clock, TimeSpan.FromSeconds(1000));
        var state = new UploadState(0);
        foreach (int wait in (int[])[60, 120, 240, 480, 960, 1000, 1000])
        {
            state = schedule.Complete(schedule.Claim(state, "a"), "a", UploadOutcome.Failed, 500, null)!;
            Assert.Equal((clock.GetUtcNow() + TimeSpan.FromSeconds(wait), UploadWait.BackOff), schedule.Next(state));
            clock.Advance(TimeSpan.FromSeconds(wait));
            Assert.True(schedule.IsDue(state));
        }

        state = schedule.Complete(schedule.Claim(state, "a"), "a", UploadOutcome.Accepted, 200, null)!;
        Assert.Equal(0, state.Failures);
        Assert.Equal(clock.GetUtcNow() + TimeSpan.FromSeconds(1000), schedule.Next(state).At);
    }

    [Fact]
    public void The_share_of_randomness_lengthens_and_never_shortens()
    {
        var clock = new ManualClock();
        var schedule = new UploadSchedule(clock, TimeSpan.FromSeconds(1000));
        foreach ((int jitter, int wait) in ((int, int)[])[(0, 1000), (500, 1050), (UploadSchedule.JitterSteps, 1100)])
        {
            UploadState state = schedule.Complete(
                schedule.Claim(new UploadState(jitter), "a"), "a", UploadOutcome.Accepted, 200, null)!;
            Assert.Equal(jitter, state.Jitter);
            Assert.Equal(clock.GetUtcNow() + TimeSpan.FromSeconds(wait), schedule.Next(state).At);
        }
    }

    private static Gen<DateTimeOffset> AnyTime() =>
        from days in Gen.Choose(0, 300_000)
        from seconds in Gen.Choose(0, 86_399)
        select new DateTimeOffset(2000, 1, 1, 0, 0, 0, TimeSpan.Zero).AddDays(days).AddSeconds(seconds);

    private static Gen<DateTimeOffset?> Perhaps(Gen<DateTimeOffset> times) =>
        Gen.OneOf(Gen.Constant<DateTimeOffset?>(null), times.Select(static time => (DateTimeOffset?)time));

    private static Arbitrary<(UploadState State, DateTimeOffset Now, int Interval)> AnyStates() => (
        from now in AnyTime()
        from near in Gen.Choose(-200_000, 200_000)
        let times = Gen.OneOf(AnyTime(), Gen.Constant(now.AddSeconds(near)))
        from jitter in Gen.Choose(0, UploadSchedule.JitterSteps)
        from claimed in Perhaps(times)
        from last in Perhaps(times)
        from outcome in Gen.Elements(Enum.GetValues<UploadOutcome>())
        from failures in Gen.Elements(0, 1, 5, 1000, int.MaxValue - 1)
        from notBefore in Perhaps(times)
        from interval in Gen.Elements(0, 60, 3600, 366 * 86_400)
        select (new UploadState(
            jitter, claimed is { } at ? new UploadClaim("a", at) : null,
            last is { } ended ? new UploadAttempt(outcome, 200, ended) : null, last, failures, notBefore), now, interval)).ToArbitrary();

    [Fact]
    public void Whatever_the_clock_was_set_to_an_upload_is_due_after_a_bounded_wait() => Prop.ForAll(AnyStates(), given =>
    {
        var clock = new ManualClock();
        clock.Set(given.Now);
        var schedule = new UploadSchedule(clock, TimeSpan.FromSeconds(given.Interval));
        if (schedule.Next(given.State).At - given.Now > schedule.LongestWait) return false;
        clock.Set(given.Now + schedule.LongestWait);
        // Not later than that either: what was not believed before may become so, at worst once.
        return schedule.Next(given.State).At - clock.GetUtcNow() <= schedule.LongestWait;
    }).Check(Config.QuickThrowOnFailure.WithMaxTest(2000));

    [Fact]
    public void Whatever_the_clock_was_set_to_somebody_who_looks_every_minute_sends_before_long() => Prop.ForAll(AnyStates(), given =>
    {
        var clock = new ManualClock();
        clock.Set(given.Now);
        var schedule = new UploadSchedule(clock, TimeSpan.FromSeconds(Math.Min(given.Interval, 3600)));
        for (TimeSpan waited = TimeSpan.Zero; waited <= schedule.LongestWait + Minute; waited += Minute)
        {
            if (schedule.IsDue(given.State)) return true;
            clock.Advance(Minute);
        }

        return false;
    }).Check(Config.QuickThrowOnFailure.WithMaxTest(2000));

    [Fact]
    public void Waits_that_follow_each_other_are_within_the_bound_too()
    {
        var clock = new ManualClock();
        var schedule = new UploadSchedule(clock, TimeSpan.FromHours(1));
        DateTimeOffset start = clock.GetUtcNow();
        // Set back: at the end of the endpoint's wish the last upload and a claim still lie ahead.
        DateTimeOffset asked = start + UploadSchedule.LongestRetryAfter;
        var state = new UploadState(
            0, new UploadClaim("a", asked + TimeSpan.FromHours(2)),
            new UploadAttempt(UploadOutcome.Accepted, 200, asked + TimeSpan.FromMinutes(50)), NotBefore: asked);
        while (!schedule.IsDue(state)) clock.Advance(Minute);
        Assert.InRange(clock.GetUtcNow() - start, TimeSpan.FromHours(25), schedule.LongestWait);
    }

    [Fact]
    public void A_clock_set_back_a_little_keeps_the_interval()
    {
        var clock = new ManualClock();
        var schedule = new UploadSchedule(clock, TimeSpan.FromHours(1));
        UploadState state = schedule.Complete(schedule.Claim(new UploadState(0), "a"), "a", UploadOutcome.Accepted, 200, null)!;
        clock.Set(clock.GetUtcNow() - TimeSpan.FromMinutes(5));
        Assert.False(schedule.IsDue(state));
        clock.Set(clock.GetUtcNow() - TimeSpan.FromDays(400));
        Assert.True(schedule.IsDue(state));
    }

    [Fact]
    public void Force_overrides_the_interval_and_the_back_off_and_neither_a_claim_nor_the_endpoint()
    {
        var clock = new ManualClock();
        var schedule = new UploadSchedule(clock, TimeSpan.FromHours(1));
        UploadState claimed = schedule.Claim(new UploadState(0), "a");
        Assert.False(schedule.IsDue(claimed, force: true));
        UploadState accepted = schedule.Complete(claimed, "a", UploadOutcome.Accepted, 200, null)!;
        Assert.False(schedule.IsDue(accepted));
        Assert.True(schedule.IsDue(accepted, force: true));
        UploadState failed = schedule.Complete(claimed, "a", UploadOutcome.Failed, 500, null)!;
        Assert.False(schedule.IsDue(failed));
        Assert.True(schedule.IsDue(failed, force: true));
        UploadState asked = schedule.Complete(claimed, "a", UploadOutcome.Failed, 429, TimeSpan.FromSeconds(90))!;
        Assert.False(schedule.IsDue(asked, force: true));
        clock.Advance(TimeSpan.FromSeconds(90));
        Assert.True(schedule.IsDue(asked, force: true));
    }

    [Fact]
    public void Who_lost_its_claim_has_no_word_any_more()
    {
        var clock = new ManualClock();
        var schedule = new UploadSchedule(clock, TimeSpan.FromHours(1));
        UploadState first = schedule.Claim(new UploadState(0), "a");
        clock.Advance(Minute);
        UploadState second = schedule.Claim(first, "b");
        Assert.Null(schedule.Complete(second, "a", UploadOutcome.Accepted, 200, null));
        Assert.Null(UploadSchedule.Release(second, "a"));
        Assert.NotNull(schedule.Complete(second, "b", UploadOutcome.Accepted, 200, null));
    }

    [Fact]
    public void A_shorter_interval_holds_at_once()
    {
        var clock = new ManualClock();
        UploadState state = new UploadSchedule(clock, Day).Complete(
            new UploadSchedule(clock, Day).Claim(new UploadState(0), "a"), "a", UploadOutcome.Accepted, 200, null)!;
        clock.Advance(Minute);
        Assert.False(new UploadSchedule(clock, Day).IsDue(state));
        Assert.True(new UploadSchedule(clock, Minute).IsDue(state));
    }
}
