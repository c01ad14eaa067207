using System.Net.Http.Headers;
using FsCheck;
using FsCheck.Fluent;
using Pace.Engine.Platforms.Http;

namespace Pace.Engine.Warehouse.Tests;

public sealed class RetryScheduleTests
{
    [Fact]
    public void Nobody_comes_back_before_the_service_said_nor_much_later() => Prop.ForAll(
        Gen.Choose(0, 60).ToArbitrary(), Gen.Choose(0, 1000).ToArbitrary(), (seconds, random) =>
        {
            TimeSpan? delay = new RetrySchedule(TimeProvider.System, () => random / 1000.0)
                .Delay(0, new RetryConditionHeaderValue(TimeSpan.FromSeconds(seconds)));
            return delay >= TimeSpan.FromSeconds(seconds) && delay < TimeSpan.FromSeconds(seconds + 1);
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void What_is_too_far_away_is_not_waited_for() => Assert.Null(
        new RetrySchedule(TimeProvider.System).Delay(0, new RetryConditionHeaderValue(RetrySchedule.Longest + TimeSpan.FromSeconds(1))));

    [Fact]
    public void Where_the_service_says_nothing_waits_grow_to_a_bound_and_are_never_the_same_for_all() => Prop.ForAll(
        Gen.Choose(0, 100).ToArbitrary(), retry =>
        {
            TimeSpan soonest = new RetrySchedule(TimeProvider.System, () => 0).Delay(retry, null)!.Value;
            TimeSpan latest = new RetrySchedule(TimeProvider.System, () => 1).Delay(retry, null)!.Value;
            return soonest * 2 == latest && latest <= TimeSpan.FromSeconds(16)
                && new RetrySchedule(TimeProvider.System, () => 1).Delay(retry + 1, null) >= latest;
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Asking_whether_a_statement_is_done_gets_rarer_to_a_bound() => Assert.True(Enumerable.Range(0, 200)
        .All(asked => PollSchedule.Delay(asked) <= PollSchedule.Delay(asked + 1) && PollSchedule.Delay(asked) <= TimeSpan.FromSeconds(2)));
}
