using Pace.Engine.Diagnostics;
using Pace.Engine.Evaluation;
using Pace.Engine.Policies;
using Pace.Engine.Sql;
using static Pace.Engine.Tests.Evaluation.Evaluating;
using static Pace.Engine.Tests.Validation.SamplePolicy;

namespace Pace.Engine.Tests.Evaluation;

/// <summary>What rows show of each other.</summary>
public class AggregationTests
{
    private static AggregationTransform Of(AggregationKind kind, params string[] partition) =>
        new() { Aggregation = kind, PartitionBy = partition.Select(name => Field(name)).ToValueList() };

    [Fact]
    public void An_aggregate_is_over_the_rows_that_the_view_shows()
    {
        DataPolicy policy = Policy("n integer, age integer", Where("age > 17"), For("n", Of(AggregationKind.Sum)));
        Assert.Equal(["30|20", "30|30"], policy.Show([10, 20], [20, 30], [1000, 5], [1000, null]));
    }

    [Fact]
    public void NULLs_count_for_nothing_and_of_nothing_else_the_aggregate_is_NULL()
    {
        DataPolicy policy = Policy("n integer, g text", For("n", Of(AggregationKind.Avg, "g")));
        Assert.Equal(["2.0000000000000000|a", "2.0000000000000000|a", "2.0000000000000000|a", "∅|b"], policy.Show([1, "a"], [null, "a"], [3, "a"], [null, "b"]));
    }

    [Fact]
    public void NULL_is_a_partition_and_equal_numbers_are_one_whatever_their_scales()
    {
        DataPolicy policy = Policy("n bigint, g numeric, h text", For("n", Of(AggregationKind.Sum, "g", "h")));
        Assert.Equal(
            ["3|1.0|x", "3|1|x", "4|1.00|∅", "24|∅|x", "24|∅|x"],
            policy.Show([1, "1.0", "x"], [2, "1", "x"], [4, "1.00", null], [8, null, "x"], [16, null, "x"]));
    }

    [Theory]
    [InlineData("smallint", AggregationKind.Sum, SqlTypeKind.BigInt)]
    [InlineData("integer", AggregationKind.Sum, SqlTypeKind.BigInt)]
    [InlineData("bigint", AggregationKind.Sum, SqlTypeKind.Numeric)]
    [InlineData("numeric(5,1)", AggregationKind.Sum, SqlTypeKind.Numeric)]
    [InlineData("double precision", AggregationKind.Sum, SqlTypeKind.Double)]
    [InlineData("integer", AggregationKind.Avg, SqlTypeKind.Numeric)]
    [InlineData("double precision", AggregationKind.Avg, SqlTypeKind.Numeric)]
    [InlineData("smallint", AggregationKind.Min, SqlTypeKind.SmallInt)]
    [InlineData("date", AggregationKind.Max, SqlTypeKind.Date)]
    public void An_aggregate_has_PostgreSQLs_type(string type, AggregationKind kind, SqlTypeKind expected)
    {
        EvaluatedView view = Policy($"n {type}", For("n", Of(kind))).See([], [type == "date" ? "2024-01-01" : "1"]);
        Assert.Equal(expected, view.Types![0].Kind);
        Type clr = expected switch
        {
            SqlTypeKind.SmallInt => typeof(short),
            SqlTypeKind.BigInt => typeof(long),
            SqlTypeKind.Numeric => typeof(decimal),
            SqlTypeKind.Double => typeof(double),
            _ => typeof(DateOnly),
        };
        Assert.Equal(clr, view.Rows[0][0]!.GetType());
    }

    [Fact]
    public void Floating_point_numbers_are_added_in_the_order_of_the_rows()
    {
        DataPolicy policy = Policy("n double precision", For("n", Of(AggregationKind.Sum)));
        Assert.Equal([(1e16 + 1) - 1e16], policy.See([], [1e16], [1.0], [-1e16]).Rows.Select(row => row[0]).Distinct());
        Assert.Equal([1e16 - 1e16 + 1], policy.See([], [1e16], [-1e16], [1.0]).Rows.Select(row => row[0]).Distinct());
    }

    [Fact]
    public void A_sum_that_leaves_its_types_range_is_an_error_that_names_the_column()
    {
        DataPolicy policy = Policy("n double precision", For("n", Of(AggregationKind.Sum)));
        PaceException error = Assert.Throws<PaceException>(() => policy.Show([double.MaxValue], [double.MaxValue]));
        Assert.Equal("The aggregate in column 'n' of 'public.people_view': a computed value is outside the range of double precision.", error.Message);
    }

    [Theory]
    [InlineData(AggregationKind.Sum, "4|a")]
    [InlineData(AggregationKind.Min, "1|a")]
    public void A_group_smaller_than_the_least_size_shows_NULL(AggregationKind kind, string large)
    {
        DataPolicy policy = Policy("n integer, g text", For("n", Of(kind, "g") with { MinGroupSize = 2 }));
        Assert.Equal([large, large, "∅|b"], policy.Show([1, "a"], [3, "a"], [7, "b"]));
    }

    [Fact]
    public void NULLs_do_not_make_a_group_larger_for_its_one_value_would_show()
    {
        DataPolicy policy = Policy("n integer", For("n", Of(AggregationKind.Max) with { MinGroupSize = 2 }));
        Assert.Equal(["∅", "∅", "∅"], policy.Show([7], [null], [null]));
        Assert.Equal(["8", "8"], policy.Show([7], [8]));
    }

    [Fact]
    public void Only_an_audience_that_sees_an_aggregate_needs_all_rows()
    {
        PolicyEvaluator evaluator = Policy("n integer", For("n", Transform(Of(AggregationKind.Sum), "audit"), Transform(new NullifyTransform()))).Evaluator();
        Assert.True(evaluator.View(0, Audience.Of("audit")).NeedsAllRows);
        Assert.False(evaluator.View(0, Audience.EveryoneElse).NeedsAllRows);
        Assert.Throws<InvalidOperationException>(() => evaluator.View(0, Audience.Of("audit")).TryShow([1L], [null]));
    }
}
