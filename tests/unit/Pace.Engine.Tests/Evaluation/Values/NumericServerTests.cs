using System.Globalization;
using Pace.Engine.Evaluation.Values;
using Pace.Engine.Sql;
using Pace.Engine.Tests.Support;

namespace Pace.Engine.Tests.Evaluation.Values;

/// <summary>Numbers mean in memory what they mean on the server.</summary>
public class NumericServerTests
{
    private const int Cases = 400;

    private readonly Numbers _numbers = new(Environment.TickCount);

    [PostgresFact]
    public Task A_text_is_read_and_printed_as_PostgreSQL_does() => Compare(
        "$1[1]::numeric",
        () => [_numbers.Written()],
        texts => Numeric.TryParse(texts[0], out Numeric value) ? value.ToString() : ServerExpressions.Error);

    [PostgresTheory]
    [InlineData("+")]
    [InlineData("-")]
    [InlineData("*")]
    [InlineData("%")]
    public Task Operations_give_PostgreSQLs_digits_and_scales(string sign) => Compare(
        $"$1[1]::numeric {sign} $1[2]::numeric",
        () => [_numbers.Plain(), _numbers.Plain()],
        texts =>
        {
            Numeric left = Numeric.Parse(texts[0]);
            Numeric right = Numeric.Parse(texts[1]);
            return sign == "%" && right.Sign == 0 ? ServerExpressions.Error : (sign switch
            {
                "+" => left + right,
                "-" => left - right,
                "*" => left * right,
                _ => Numeric.Mod(left, right),
            }).ToString();
        });

    [PostgresFact]
    public Task A_quotient_has_PostgreSQLs_digits_and_scale() => Compare(
        "$1[1]::numeric / $1[2]::numeric",
        () => [_numbers.Plain(), _numbers.OneOf(_numbers.Plain(), _numbers.Next(1, 10000).ToString(CultureInfo.InvariantCulture))],
        texts => Numeric.Parse(texts[1]).Sign == 0
            ? ServerExpressions.Error
            : Numeric.DivideForAverage(Numeric.Parse(texts[0]), Numeric.Parse(texts[1])).ToString());

    [PostgresFact]
    public Task Comparing_is_by_value() => Compare(
        "sign($1[1]::numeric - $1[2]::numeric)",
        () => _numbers.Plain() is var one && _numbers.Next(0, 2) == 0 ? [one, one + (one.Contains('.', StringComparison.Ordinal) ? "00" : ".0")] : [one, _numbers.Plain()],
        texts => Math.Sign(Numeric.Parse(texts[0]).CompareTo(Numeric.Parse(texts[1]))).ToString(CultureInfo.InvariantCulture));

    [PostgresFact]
    public Task Rounding_goes_away_from_zero_also_before_the_point() => Compare(
        "round($1[1]::numeric, $1[2]::integer)",
        () => [_numbers.Plain(), _numbers.Next(-38, 38).ToString(CultureInfo.InvariantCulture)],
        texts => Numeric.Parse(texts[0]).Round(int.Parse(texts[1], CultureInfo.InvariantCulture)).ToString());

    [PostgresTheory]
    [InlineData("abs")]
    [InlineData("sign")]
    [InlineData("trim_scale")]
    [InlineData("-")]
    public Task Functions_of_one_number_are_PostgreSQLs(string function) => Compare(
        $"{function}($1[1]::numeric)",
        () => [_numbers.Plain()],
        texts => Numeric.Parse(texts[0]) is var value && function switch
        {
            "abs" => value.Abs(),
            "sign" => Numeric.FromInteger(value.Sign),
            "trim_scale" => value.TrimScale(),
            _ => -value,
        } is var result ? result.ToString() : "");

    [PostgresFact]
    public Task A_floating_point_number_counts_with_15_digits() => Compare(
        "$1[1]::float8::numeric",
        () => [_numbers.Floating().ToString("R", CultureInfo.InvariantCulture)],
        texts => Numeric.FromDouble(double.Parse(texts[0], CultureInfo.InvariantCulture)).ToString());

    [PostgresFact]
    public Task The_nearest_floating_point_number_is_PostgreSQLs() => Compare(
        "$1[1]::numeric::float8",
        () => [_numbers.Plain()],
        texts => ServerExpressions.Bits(Numeric.Parse(texts[0]).ToDouble()));

    [PostgresFact]
    public Task The_text_of_a_floating_point_number_is_PostgreSQLs() => Compare(
        "$1[1]::float8::text",
        () => [_numbers.Floating() is var value && Math.Abs(value) is > 9007199254740992 ? "0" : value.ToString("R", CultureInfo.InvariantCulture)],
        texts => FloatMath.ToText(double.Parse(texts[0], CultureInfo.InvariantCulture)));

    [PostgresTheory]
    [InlineData("numeric", "smallint")]
    [InlineData("numeric", "integer")]
    [InlineData("numeric", "bigint")]
    [InlineData("numeric", "float8")]
    [InlineData("numeric", "numeric(10,2)")]
    [InlineData("numeric", "numeric(3,0)")]
    [InlineData("numeric", "numeric(3,5)")]
    [InlineData("numeric", "numeric(3,-2)")]
    [InlineData("float8", "smallint")]
    [InlineData("float8", "integer")]
    [InlineData("float8", "bigint")]
    [InlineData("float8", "numeric(8,3)")]
    public Task Casts_round_and_refuse_as_PostgreSQLs_do(string from, string to) => Compare(
        $"$1[1]::{from}::{to}",
        () => [_numbers.OneOf(_numbers.Plain(), _numbers.Next(-99999, 99999) + ".5", _numbers.OneOf("32767.4", "32767.5", "-32768.5", "2147483647.5", "-2147483648.5", "9223372036854775807", "9223372036854775807.5", "-9223372036854775808", "999.5", "-0.005"), _numbers.OneOf("0.", "0.00") + _numbers.Digits(6))],
        texts =>
        {
            Assert.True(SqlType.TryParse(to, out SqlType type));
            object value = from == "numeric" ? Numeric.Parse(texts[0]) : double.Parse(texts[0], CultureInfo.InvariantCulture);
            try
            {
                object result = NumericCast.To(type, value);
                return result is double floating ? ServerExpressions.Bits(floating) : Convert.ToString(result, CultureInfo.InvariantCulture)!;
            }
            catch (ValueException)
            {
                return ServerExpressions.Error;
            }
        });

    private static Task Compare(string expression, Func<string[]> next, Func<string[], string> here) => ServerExpressions.AssertSame(
        [.. Enumerable.Range(0, Cases).Select(_ => next()).Select(texts => (expression, (string?[])texts, (string?)here(texts)))]);
}
