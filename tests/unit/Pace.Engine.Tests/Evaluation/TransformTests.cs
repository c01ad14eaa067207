using Pace.Engine.Evaluation;
using Pace.Engine.Evaluation.Values;
using Pace.Engine.Policies;
using Pace.Engine.Sql;
using static Pace.Engine.Tests.Evaluation.Evaluating;
using static Pace.Engine.Tests.Validation.SamplePolicy;

namespace Pace.Engine.Tests.Evaluation;

/// <summary>What a field looks like.</summary>
public class TransformTests
{
    [Fact]
    public void A_field_without_a_transform_is_shown_as_it_is_with_its_type()
    {
        EvaluatedView view = Policy("a smallint, b bigint, c numeric(6,2), d timestamptz, e varchar(3), f boolean, g date, h timestamp, i double precision")
            .See([], ["1", "2", "1.5", "2024-01-01T00:00:00+02:00", "x", "t", "2024-02-29", "2024-02-29 01:02:03", "1e3"]);
        Assert.Equal(
            [
                (short)1, 2L, 1.50m, new DateTimeOffset(2023, 12, 31, 22, 0, 0, TimeSpan.Zero), "x", true, new DateOnly(2024, 2, 29),
                new DateTime(2024, 2, 29, 1, 2, 3), 1000.0,
            ],
            view.Rows.Single());
        Assert.Equal("a, b, c, d, e, f, g, h, i", view.Columns.ToString());
        Assert.Equal(SqlTypeKind.SmallInt, view.Types![0].Kind);
    }

    [Fact]
    public void A_type_that_is_not_computed_with_is_shown_as_it_was_given()
    {
        object bytes = new byte[] { 1 };
        Assert.Same(bytes, Policy("a bytea").See([], [bytes]).Rows.Single().Single());
    }

    [Fact]
    public void NULL_stays_NULL_but_for_what_is_the_same_in_each_row()
    {
        DataPolicy policy = Policy(
            "a integer, b text, c text, d numeric, e text, f text, g integer",
            For("a", new HashTransform { Seed = 1 }),
            For("b", new HashTransform { Seed = 1 }),
            For("c", new RegexpTransform { Regexp = "^(.*)$", Replacement = "$1!" }),
            For("d", new NumericRoundingTransform { Rounding = RoundingKind.Floor, Divisor = 5 }),
            For("e", new SqlStatementTransform { Statement = "e || 'x'" }),
            For("f", new FixedTransform { Value = "f" }),
            For("g", new NullifyTransform()));
        Assert.Equal(["∅|∅|∅|∅|∅|f|∅"], policy.Show([null, null, null, null, null, null, 7]));
    }

    [Theory]
    [InlineData("^.*(@.*)$", "****$1", "****@b.c", "∅")]
    [InlineData("@.*", "", "@b.c", "∅")]
    [InlineData("b", "#", "a@#.c", "no mail")]
    public void A_pattern_of_the_whole_value_shows_nothing_of_what_it_does_not_match(string regexp, string replacement, string mail, string other) =>
        Assert.Equal(
            [mail, other],
            Policy("email text", For("email", new RegexpTransform { Regexp = regexp, Replacement = replacement })).Show(["a@b.c"], ["no mail"]));

    [Fact]
    public void A_hash_of_an_integer_is_a_bigint_whatever_the_columns_width()
    {
        DataPolicy policy = Policy("id smallint", For("id", new HashTransform { Seed = 7 }));
        EvaluatedView view = policy.See([], [5]);
        Assert.Equal(KeyedHash.OfNumber(7, 5L), Assert.IsType<long>(view.Rows[0][0]));
        Assert.Equal(SqlTypeKind.BigInt, view.Types![0].Kind);
    }

    [Fact]
    public void Branches_of_several_types_show_the_type_that_they_have_in_common()
    {
        DataPolicy policy = Policy(
            "a integer, b integer",
            For("a", Transform(new IdentityTransform(), "admin"), Transform(new FixedTransform { Value = "3" }, "audit"), Transform(new NumericRoundingTransform { Rounding = RoundingKind.Round, Precision = 1 })),
            For("b", Transform(new IdentityTransform(), "admin"), Transform(new HashTransform { Seed = 1 }, "audit"), Transform(new NullifyTransform())));
        Assert.All(["admin", "audit"], group =>
        {
            EvaluatedView view = policy.See([group], [3, 4]);
            Assert.Equal("3", Assert.IsType<decimal>(view.Rows[0][0]).ToString(System.Globalization.CultureInfo.InvariantCulture));
            Assert.IsType<long>(view.Rows[0][1]);
            Assert.Equal([SqlTypeKind.Numeric, SqlTypeKind.BigInt], view.Types!.Select(type => type.Kind));
        });
        Assert.Equal(["3.0|∅"], policy.Show([3, 4]));
    }

    [Fact]
    public void What_CASE_and_COALESCE_do_not_need_is_not_an_error()
    {
        DataPolicy policy = Policy(
            "a integer, b integer",
            For("a", new SqlStatementTransform { Statement = "case when a > 0 then a else a + (-2147483648) end" }),
            For("b", new SqlStatementTransform { Statement = "coalesce(b, a + 2147483647)" }));
        Assert.Equal(["1|5"], policy.Show([1, 5]));
    }

    [Fact]
    public void A_statement_sees_the_sources_values_and_not_what_other_columns_show()
    {
        DataPolicy policy = Policy("a integer, b integer", For("a", new FixedTransform { Value = "0" }), For("b", new SqlStatementTransform { Statement = "a * 2" }));
        Assert.Equal(["0|10"], policy.Show([5, 1]));
    }

    [Fact]
    public void A_statement_that_is_NULL_takes_its_neighbours_type()
    {
        DataPolicy policy = Policy("a integer", For("a", Transform(new IdentityTransform(), "admin"), Transform(new SqlStatementTransform { Statement = "null" })));
        Assert.Equal(["∅"], policy.Show([5]));
        Assert.Equal(SqlTypeKind.Integer, policy.See([], [5]).Types![0].Kind);
    }
}
