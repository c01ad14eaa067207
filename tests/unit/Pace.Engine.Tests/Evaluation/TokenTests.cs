using Pace.Engine.Diagnostics;
using Pace.Engine.Evaluation;
using Pace.Engine.Policies;
using static Pace.Engine.Tests.Evaluation.Evaluating;
using static Pace.Engine.Tests.Validation.SamplePolicy;

namespace Pace.Engine.Tests.Evaluation;

/// <summary>What a token stands for.</summary>
public class TokenTests
{
    private static readonly DetokenizeTransform Vault = new() { TokenSourceRef = "public.vault", TokenField = Field("token"), ValueField = Field("value") };

    private static readonly DataPolicy Text = Policy("card varchar(4)", For("card", Transform(Vault, "fraud"), Transform(new IdentityTransform())));

    [Fact]
    public void A_token_shows_the_least_of_its_values_and_itself_where_there_is_none()
    {
        SampleTable table = Table(
            ["value", "other", "token"],
            ["z", 1, "t1"], ["a long one", 1, "t1"], [null, 1, "t1"], [null, 1, "t2"], ["x", 1, null], ["\uffee", 1, "t4"], ["😀", 1, "t4"]);
        Assert.Equal(
            ["a long one", "t2", "t3", "\uffee", "∅"],
            Text.SeeWith("public.vault", table, ["fraud"], ["t1"], ["t2"], ["t3"], ["t4"], [null]).Lines());
    }

    [Fact]
    public void Rows_are_never_multiplied() => Assert.Equal(
        2, Text.SeeWith("public.vault", Table(["token", "value"], ["t", "a"], ["t", "b"]), ["fraud"], ["t"], ["t"]).Rows.Count);

    [Fact]
    public void Numeric_tokens_are_equal_by_value_and_their_values_in_order_as_numbers()
    {
        DataPolicy policy = Policy("n numeric(8,2)", For("n", Vault));
        Assert.Equal(["9"], policy.SeeWith("public.vault", Table(["token", "value"], ["5", "10"], ["5.000", "9"]), [], ["5.0"]).Lines());
    }

    [Fact]
    public void A_table_is_found_however_its_name_is_quoted() => Assert.Equal(
        ["a"], Text.SeeWith("public.\"vault\"", Table(["token", "value"], ["t", "a"]), ["fraud"], ["t"]).Lines());

    [Fact]
    public void A_missing_token_table_is_an_error_for_those_only_whose_branch_asks_for_it()
    {
        Assert.Equal(["t1"], Text.Show(["t1"]));
        PaceException error = Assert.Throws<PaceException>(() => Text.SeeWith("public.valut", Table(["token", "value"]), ["fraud"], ["t1"]));
        Assert.Equal(PaceErrorKind.DataInvalid, error.Kind);
        Assert.Contains("'public.vault' is missing; did you mean 'public.valut'?", error.Message, StringComparison.Ordinal);
        Assert.Throws<PaceException>(() => Text.Evaluator().View(0, Audience.Of("fraud")));
    }

    [Fact]
    public void A_token_table_without_its_columns_or_with_other_types_is_an_error_that_names_them()
    {
        PaceException error = Assert.Throws<PaceException>(() => Text.SeeWith("public.vault", Table(["tokn", "x"]), ["fraud"], ["t"]));
        Assert.Equal("Token table 'public.vault' has no columns 'token' (did you mean 'tokn'?), 'value'.", error.Message);

        DataPolicy policy = Policy("n integer", For("n", Vault));
        error = Assert.Throws<PaceException>(() => policy.SeeWith("public.vault", Table(["token", "value"], [1, 2], [2, "secret"]), [], [1]));
        Assert.Equal("Row 2 of token table 'public.vault': the value of 'value' is no integer.", error.Message);
    }
}
