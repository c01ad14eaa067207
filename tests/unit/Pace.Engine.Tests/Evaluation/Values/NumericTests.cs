using System.Globalization;
using FsCheck;
using FsCheck.Fluent;
using Pace.Engine.Evaluation.Values;
using Pace.Engine.Sql;

namespace Pace.Engine.Tests.Evaluation.Values;

public class NumericTests
{
    [Theory]
    [InlineData("1.10", "1.1")]
    [InlineData("0", "-0.000")]
    [InlineData("100", "1e2")]
    [InlineData("123456789012345678901234567890.0", "123456789012345678901234567890")]
    public void Numbers_are_equal_by_value_and_print_with_their_scale(string one, string other)
    {
        Assert.Equal(Numeric.Parse(one), Numeric.Parse(other));
        Assert.Equal(Numeric.Parse(one).GetHashCode(), Numeric.Parse(other).GetHashCode());
        Assert.Equal(one, Numeric.Parse(one).ToString());
    }

    [Fact]
    public void A_decimal_is_the_same_digits_there_and_back() => Prop.ForAll<decimal>(number =>
        Numeric.FromDecimal(number) is var numeric
        && numeric.ToString() == number.ToString(CultureInfo.InvariantCulture).Replace("-0", number == 0 ? "0" : "-0", StringComparison.Ordinal)
        && numeric.TryToDecimal(out decimal back) && back.ToString(CultureInfo.InvariantCulture) == numeric.ToString())
        .QuickCheckThrowOnFailure();

    [Theory]
    [InlineData("")]
    [InlineData("+")]
    [InlineData(".")]
    [InlineData("1e")]
    [InlineData(" 1")]
    [InlineData("1_000")]
    [InlineData("0x1")]
    [InlineData("NaN")]
    [InlineData("1e200000")]
    [InlineData("1e-20000")]
    public void What_is_no_number_or_one_that_cannot_be_held_is_not_read(string text) => Assert.False(Numeric.TryParse(text, out _));

    [Fact]
    public void A_result_that_cannot_be_held_is_an_error()
    {
        Numeric large = Numeric.Parse("1e131071");
        Assert.Throws<ValueException>(() => large * Numeric.Parse("10"));
    }

    [Theory]
    [InlineData(SqlTypeKind.SmallInt, short.MaxValue, short.MinValue)]
    [InlineData(SqlTypeKind.Integer, int.MaxValue, int.MinValue)]
    [InlineData(SqlTypeKind.BigInt, long.MaxValue, long.MinValue)]
    public void Integers_that_leave_their_width_are_errors(SqlTypeKind type, long most, long least)
    {
        Assert.Throws<ValueException>(() => IntegerMath.Add(type, most, 1));
        Assert.Throws<ValueException>(() => IntegerMath.Subtract(type, least, 1));
        Assert.Throws<ValueException>(() => IntegerMath.Multiply(type, most, 2));
        Assert.Throws<ValueException>(() => IntegerMath.Multiply(type, least, -1));
        Assert.Throws<ValueException>(() => IntegerMath.Negate(type, least));
        Assert.Equal(most, IntegerMath.Add(type, most - 1, 1));
        Assert.Equal(least, IntegerMath.Multiply(type, least, 1));
        Assert.Equal(-most, IntegerMath.Negate(type, most));
    }

    [Fact]
    public void Floating_point_results_beyond_the_range_are_errors()
    {
        Assert.Throws<ValueException>(() => FloatMath.Add(double.MaxValue, double.MaxValue));
        Assert.Throws<ValueException>(() => FloatMath.Multiply(double.MaxValue, 2));
        Assert.Throws<ValueException>(() => FloatMath.Multiply(double.Epsilon, 0.1));
    }
}
