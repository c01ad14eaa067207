using Pace.Engine.Evaluation.Compilation;
using Pace.Engine.Evaluation.Values;
using Pace.Engine.Sql;
using Pace.Engine.Sql.Portable;

namespace Pace.Engine.Tests.Evaluation.Compilation;

/// <summary>Expressions mean what SQL says of them.</summary>
public class ExpressionCompilerTests
{
    private static readonly SqlType Integer = SqlType.Of(SqlTypeKind.Integer);
    private static readonly SqlType Number = SqlType.Of(SqlTypeKind.Numeric);
    private static readonly SqlType Text = SqlType.Of(SqlTypeKind.Text);

    // An error for whoever looks at it.
    private static readonly PortableExpression Overflow = new PortableArithmetic(Int(int.MaxValue), '+', Int(1), Integer);
    private static readonly PortableExpression OverflowIsZero = Compare(Overflow, ComparisonOperator.Equal, Int(0));

    [Theory]
    [InlineData("TT", "T", "T")]
    [InlineData("TF", "F", "T")]
    [InlineData("TN", "N", "T")]
    [InlineData("FT", "F", "T")]
    [InlineData("FF", "F", "F")]
    [InlineData("FN", "F", "N")]
    [InlineData("NT", "N", "T")]
    [InlineData("NF", "F", "N")]
    [InlineData("NN", "N", "N")]
    public void AND_and_OR_have_SQLs_three_values(string operands, string and, string or)
    {
        Assert.Equal(Truth(and[0]), Judge(new PortableLogic(Bool(operands[0]), true, Bool(operands[1]))));
        Assert.Equal(Truth(or[0]), Judge(new PortableLogic(Bool(operands[0]), false, Bool(operands[1]))));
    }

    [Theory]
    [InlineData('T', "F", "TFF FTT")]
    [InlineData('F', "T", "FTF TFT")]
    [InlineData('N', "N", "FFT TTF")]
    public void NOT_and_IS_have_SQLs_values(char operand, string not, string tests)
    {
        Assert.Equal(Truth(not[0]), Judge(new PortableNot(Bool(operand))));
        string found = string.Join(' ', new[] { false, true }.Select(negated =>
            string.Concat(new bool?[] { true, false, null }.Select(value => Judge(new PortableIs(Bool(operand), value, negated)) == true ? 'T' : 'F'))));
        Assert.Equal(tests, found);
    }

    [Fact]
    public void What_is_behind_a_false_in_AND_or_a_true_in_OR_is_not_looked_at()
    {
        Assert.False(Judge(new PortableLogic(Bool('F'), true, OverflowIsZero)));
        Assert.True(Judge(new PortableLogic(Bool('T'), false, OverflowIsZero)));
        Assert.Throws<ValueException>(() => Judge(new PortableLogic(Bool('N'), true, OverflowIsZero)));
    }

    [Fact]
    public void CASE_and_COALESCE_look_at_what_they_need_and_at_nothing_else()
    {
        PortableCase choice = new([(Bool('N'), Overflow), (Bool('T'), Int(1)), (OverflowIsZero, Overflow)], Overflow, Integer);
        Assert.Equal(1L, Value(choice));
        Assert.Equal(2L, Value(new PortableCoalesce([Null(Integer), Int(2), Overflow], Integer)));
        Assert.Null(Value(new PortableCase([(Bool('F'), Int(1))], Null(Integer), Integer)));
        Assert.Null(Value(new PortableCoalesce([Null(Integer)], Integer)));
    }

    [Theory]
    [InlineData("1", nameof(ComparisonOperator.Equal), "1.00", true)]
    [InlineData("1", nameof(ComparisonOperator.NotEqual), "1.00", false)]
    [InlineData("1", nameof(ComparisonOperator.Less), "1.01", true)]
    [InlineData("1", nameof(ComparisonOperator.GreaterOrEqual), "1.0", true)]
    [InlineData("1", nameof(ComparisonOperator.Greater), "1.0", false)]
    [InlineData("1", nameof(ComparisonOperator.LessOrEqual), "0.9", false)]
    [InlineData("1", nameof(ComparisonOperator.Equal), null, null)]
    [InlineData(null, nameof(ComparisonOperator.NotEqual), null, null)]
    [InlineData("1", nameof(ComparisonOperator.DistinctFrom), "1.0", false)]
    [InlineData("1", nameof(ComparisonOperator.DistinctFrom), null, true)]
    [InlineData(null, nameof(ComparisonOperator.DistinctFrom), null, false)]
    [InlineData(null, nameof(ComparisonOperator.NotDistinctFrom), null, true)]
    public void Numbers_compare_by_value_and_NULL_gives_NULL_but_for_DISTINCT(string? left, string with, string? right, bool? expected) =>
        Assert.Equal(expected, Judge(Compare(Decimal(left), Enum.Parse<ComparisonOperator>(with), Decimal(right))));

    [Theory]
    [InlineData("\uffee", "😀", true)]
    [InlineData("a", "B", false)]
    [InlineData("", "a", true)]
    public void Texts_compare_by_code_points(string left, string right, bool less) =>
        Assert.Equal(less, Judge(Compare(String(left), ComparisonOperator.Less, String(right))));

    [Theory]
    [InlineData(1, "1,2", true)]
    [InlineData(3, "1,2", false)]
    [InlineData(1, "1,N", true)]
    [InlineData(3, "1,N", null)]
    [InlineData(null, "1", null)]
    public void IN_with_NULLs_is_unknown_where_nothing_is_found(int? value, string items, bool? expected)
    {
        PortableExpression operand = value is { } given ? Int(given) : Null(Integer);
        PortableExpression[] constants = [.. items.Split(',').Select(item => item == "N" ? Null(Integer) : Int(int.Parse(item, System.Globalization.CultureInfo.InvariantCulture)))];
        PortableExpression[] computed = [.. constants.Select(item => new PortableConvert(item, SqlType.Of(SqlTypeKind.BigInt)))];
        Assert.All([constants, computed], list =>
        {
            Assert.Equal(expected, Judge(new PortableIn(operand, [.. list], false)));
            Assert.Equal(!expected, Judge(new PortableIn(operand, [.. list], true)));
        });
    }

    [Fact]
    public void LIKE_of_NULL_is_NULL_and_its_pattern_may_be_computed()
    {
        Assert.Null(Judge(new PortableLike(Null(Text), String("%"), "\\", false)));
        Assert.Null(Judge(new PortableLike(String("a"), Null(Text), "\\", true)));
        PortableExpression pattern = new PortableConcat(String("a"), String("%"));
        Assert.True(Judge(new PortableLike(String("abc"), pattern, "\\", false)));
        Assert.False(Judge(new PortableLike(String("abc"), pattern, "\\", true)));
    }

    [Fact]
    public void Computing_with_NULL_gives_NULL_and_with_other_things_their_type()
    {
        Assert.Null(Value(new PortableArithmetic(Int(1), '+', Null(Integer), Integer)));
        Assert.Null(Value(new PortableConcat(String("a"), Null(Text))));
        Assert.Null(Value(new PortableNegate(Null(Integer))));
        Assert.Equal(6L, Value(new PortableArithmetic(Int(2), '*', Int(3), Integer)));
        Assert.Equal("0.75", Value(new PortableArithmetic(Decimal("0.5"), '*', Decimal("1.5"), Number))!.ToString());
        Assert.Equal("-1.50", Value(new PortableNegate(Decimal("1.50")))!.ToString());
        Assert.Equal(0.5, Value(new PortableConvert(Decimal("0.5"), SqlType.Of(SqlTypeKind.Double))));
        Assert.Equal(new DateTime(2024, 2, 29), Value(new PortableConvert(
            new PortableLiteral(new DateOnly(2024, 2, 29), SqlType.Of(SqlTypeKind.Date)), SqlType.Of(SqlTypeKind.Timestamp))));
    }

    [Fact]
    public void An_error_in_one_operand_is_told_though_the_other_is_NULL()
    {
        Assert.Throws<ValueException>(() => Value(new PortableArithmetic(Null(Integer), '+', Overflow, Integer)));
        Assert.Throws<ValueException>(() => Judge(Compare(Null(Integer), ComparisonOperator.Equal, Overflow)));
    }

    private static PortableComparison Compare(PortableExpression left, ComparisonOperator with, PortableExpression right) => new(left, with, right);

    private static PortableLiteral Int(long value) => new(value, Integer);

    private static PortableLiteral Decimal(string? text) => new(text is null ? null : Numeric.Parse(text), Number);

    private static PortableLiteral String(string text) => new(text, Text);

    private static PortableLiteral Null(SqlType type) => new(null, type);

    // A column, so that nothing can be worked out beforehand.
    private static PortableColumn Bool(char truth) => new("TFN".IndexOf(truth, StringComparison.Ordinal), "b", SqlType.Of(SqlTypeKind.Boolean));

    private static bool? Truth(char truth) => truth switch { 'T' => true, 'F' => false, _ => null };

    private static bool? Judge(PortableExpression expression) => ExpressionCompiler.Condition(expression)([true, false, null]);

    private static object? Value(PortableExpression expression) => ExpressionCompiler.Value(expression)([true, false, null]);
}
