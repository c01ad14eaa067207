using Pace.Engine.Evaluation;
using Pace.Engine.Policies;
using static Pace.Engine.Tests.Evaluation.Evaluating;
using static Pace.Engine.Tests.Validation.SamplePolicy;

namespace Pace.Engine.Tests.Evaluation;

/// <summary>Which rows are there.</summary>
public class FilterTests
{
    [Fact]
    public void All_filters_must_let_a_row_through_and_one_that_is_NULL_does_not()
    {
        DataPolicy policy = Policy("a integer, b integer", Where("a > 1"), Where("b < 9"));
        Assert.Equal(["2|3"], policy.Show([2, 3], [1, 3], [2, 9], [null, 3], [2, null]));
    }

    [Fact]
    public void A_hidden_row_is_not_computed_with_and_so_raises_no_error()
    {
        DataPolicy policy = Policy("a integer", Where("a < 10"), For("a", new SqlStatementTransform { Statement = "a + 2147483640" }));
        Assert.Equal(["2147483641"], policy.Show([1], [1000]));
    }

    [Theory]
    [InlineData("timestamptz", "2024-06-05T12:00:00Z", "2024-06-05T12:00:00.000001Z")]
    [InlineData("timestamptz", "2024-06-05T14:00:00+02:00", "2024-06-05T14:00:00.000001+02:00")]
    [InlineData("timestamp", "2024-06-05T12:00:00", "2024-06-05T12:00:00.000001")]
    [InlineData("date", "2024-06-05", "2024-06-06")]
    public void Retention_shows_what_is_less_than_so_many_days_of_24_hours_old(string type, string gone, string there)
    {
        DataPolicy policy = Policy($"d {type}, n integer", Keep("d", (10, [])));
        Assert.Equal([2], policy.See([], [gone, 1], [there, 2], [null, 3]).Rows.Select(row => row[1]));
    }

    [Fact]
    public void No_period_means_for_ever_and_NULL_then_too()
    {
        DataPolicy policy = Policy("d date", Keep("d", (null, ["admin"]), (1, [])));
        Assert.Equal(2, policy.See(["admin"], ["0001-01-01"], [null]).Rows.Count);
        Assert.Empty(policy.Show(["0001-01-01"], [null]));
    }

    [Fact]
    public void A_period_that_reaches_before_the_first_year_keeps_every_date()
    {
        DataPolicy policy = Policy("d date", Keep("d", (1_000_000, [])));
        Assert.Equal(["01/01/0001"], policy.Show(["0001-01-01"], [null]));
    }

    [Fact]
    public void A_period_of_no_days_keeps_what_is_in_the_future()
    {
        DataPolicy policy = Policy("d timestamptz, n integer", Keep("d", (0, [])));
        Assert.Equal([2], policy.See([], ["2024-06-15T12:00:00Z", 1], ["2024-06-15T12:00:00.000001Z", 2]).Rows.Select(row => row[1]));
    }

    [Fact]
    public void The_clock_is_looked_at_once_for_all_rows_and_audiences()
    {
        DataPolicy policy = Policy("d timestamptz", Keep("d", (2, ["admin"]), (1, [])));
        IReadOnlyList<EvaluatedView> views = policy.Evaluator(new FixedClock(Now, hurries: true)).Evaluate(
            new EvaluationRequest(policy, [Audience.EveryoneElse, Audience.EveryoneElse, Audience.Of("admin")])
            {
                Sample = Table(["d"], [Now.AddHours(-23)], [Now.AddHours(-23)], [Now.AddHours(-47)]),
            });
        Assert.Equal([2, 2, 3], views.Select(view => view.Rows.Count));
    }
}
