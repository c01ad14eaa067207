using System.Numerics;
using FsCheck;
using FsCheck.Fluent;
using Pace.Engine.Sql;

namespace Pace.Engine.Tests.Compilation;

public class PolicyNumberTests
{
    [Theory]
    [InlineData("200", 0, "200")]
    [InlineData("0.5", 0, "0.5")]
    [InlineData("5", 1, "50")]
    [InlineData("5", -2, "0.05")]
    [InlineData("0.250", 1, "2.5")]
    [InlineData("1.50", 0, "1.5")]
    public void A_step_is_the_divisor_moved_by_the_precision(string divisor, int exponent, string expected) =>
        Assert.Equal(expected, PolicyNumber.Shift(decimal.Parse(divisor, System.Globalization.CultureInfo.InvariantCulture), exponent));

    [Theory]
    [InlineData("0000", "0")]
    [InlineData("-0007", "-7")]
    [InlineData("9223372036854775807", "9223372036854775807")]
    public void An_integer_is_written_without_leading_zeros(string text, string expected) =>
        Assert.Equal(expected, PolicyNumber.Integer(text));

    [Fact]
    public void Twice_the_half_is_the_whole_exactly() => Prop.ForAll(
        Gen.Choose(1, int.MaxValue).Select(mantissa => (decimal)mantissa).ToArbitrary(),
        Gen.Choose(-30, 30).ToArbitrary(),
        (mantissa, exponent) =>
        {
            (BigInteger half, int halfScale) = Parse(PolicyNumber.Half(mantissa, exponent));
            (BigInteger whole, int wholeScale) = Parse(PolicyNumber.Shift(mantissa, exponent));
            int scale = Math.Max(halfScale, wholeScale);
            return 2 * half * BigInteger.Pow(10, scale - halfScale) == whole * BigInteger.Pow(10, scale - wholeScale);
        }).QuickCheckThrowOnFailure();

    private static (BigInteger Digits, int Scale) Parse(string text)
    {
        int dot = text.IndexOf('.', StringComparison.Ordinal);
        return dot < 0
            ? (BigInteger.Parse(text, System.Globalization.CultureInfo.InvariantCulture), 0)
            : (BigInteger.Parse(text.Remove(dot, 1), System.Globalization.CultureInfo.InvariantCulture), text.Length - dot - 1);
    }
}
