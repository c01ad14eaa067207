using Pace.Engine.Diagnostics;
using Pace.Engine.Evaluation;
using Pace.Engine.Policies;
using static Pace.Engine.Tests.Evaluation.Evaluating;
using static Pace.Engine.Tests.Validation.SamplePolicy;

namespace Pace.Engine.Tests.Evaluation;

/// <summary>Rows in hand that are not what a policy says they are.</summary>
public class SampleTests
{
    private static readonly DataPolicy People = Policy("id integer, email text, age integer", For("age", new NullifyTransform()));

    [Fact]
    public void Columns_may_stand_in_any_order_and_others_are_not_read() => Assert.Equal(
        ["1|x|∅"], Evaluate(Table(["age", "extra", "email", "id"], [30, new object(), "x", 1])).Lines());

    [Fact]
    public void Columns_that_are_missing_are_all_told_with_the_nearest_name()
    {
        PaceException error = Assert.Throws<PaceException>(() => Evaluate(Table(["id", "Email"])));
        Assert.Equal(PaceErrorKind.DataInvalid, error.Kind);
        Assert.Equal("The sample has no columns 'email' (did you mean 'Email'?), 'age'.", error.Message);
    }

    [Fact]
    public void A_value_that_is_not_of_its_type_is_told_by_row_and_column_and_not_shown()
    {
        PaceException error = Assert.Throws<PaceException>(() => Evaluate(Table(["id", "email", "age"], [1, "x", 2], [2, "x", "secret"])));
        Assert.Equal(PaceErrorKind.DataInvalid, error.Kind);
        Assert.Equal("Row 2 of the sample: the value of 'age' is no integer.", error.Message);
        Assert.NotNull(error.Remedy);
    }

    [Fact]
    public void A_column_that_is_there_twice_is_an_error_where_the_policy_lists_it()
    {
        Assert.Throws<PaceException>(() => Evaluate(Table(["id", "email", "age", "age"], [1, "x", 2, 3])));
        Assert.Single(Evaluate(Table(["id", "email", "age", "extra", "extra"], [1, "x", 2, 3, 4])).Rows);
    }

    [Fact]
    public void A_row_with_too_few_or_too_many_values_is_an_error()
    {
        PaceException error = Assert.Throws<PaceException>(() => Evaluate(Table(["id", "email", "age"], [1, "x"])));
        Assert.Equal("Row 1 of the sample has 2 values, and there are 3 columns.", error.Message);
    }

    [Fact]
    public void No_rows_at_all_is_an_error_that_says_where_to_get_some()
    {
        PaceException error = Assert.Throws<PaceException>(() => People.Evaluator().Evaluate(new EvaluationRequest(People, [Audience.EveryoneElse])));
        Assert.Equal(PaceErrorKind.DataInvalid, error.Kind);
    }

    [Fact]
    public void An_empty_table_shows_no_rows_and_its_types() => Assert.Equal(3, Evaluate(Table(["id", "email", "age"])).Types!.Count);

    [Fact]
    public void A_computation_that_leaves_its_types_range_is_told_by_row_and_column()
    {
        DataPolicy policy = Policy("id integer", For("id", new SqlStatementTransform { Statement = "id * 3" }));
        PaceException error = Assert.Throws<PaceException>(() => policy.Show([1], [2147483647]));
        Assert.Equal(PaceErrorKind.DataInvalid, error.Kind);
        Assert.Equal("Row 2, column 'id' of 'public.people_view': a computed value is outside the range of integer.", error.Message);

        policy = Policy("id integer", Where("true"), Where("id * 3 > 1"));
        error = Assert.Throws<PaceException>(() => policy.Show([1], [2147483647]));
        Assert.Equal("Row 2, filter 2 of 'public.people_view': a computed value is outside the range of integer.", error.Message);
    }

    [Fact]
    public void A_request_for_another_policy_is_refused() => Assert.Throws<ArgumentException>(() =>
        Policy("id integer").Evaluator().Evaluate(new EvaluationRequest(People, [])));

    private static EvaluatedView Evaluate(SampleTable sample) =>
        People.Evaluator().Evaluate(new EvaluationRequest(People, [Audience.EveryoneElse]) { Sample = sample }).Single();
}
