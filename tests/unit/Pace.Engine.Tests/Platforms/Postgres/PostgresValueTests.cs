using System.Globalization;
using FsCheck;
using FsCheck.Fluent;
using Pace.Engine.Platforms.Postgres;

namespace Pace.Engine.Tests.Platforms.Postgres;

public sealed class PostgresValueTests
{
    private const uint Numeric = 1700;
    private const uint TextArray = 1009;

    [Fact]
    public void Every_decimal_is_read_exactly() => Prop.ForAll<decimal>(number =>
        Equals(number, PostgresValue.Read(Numeric, number.ToString(CultureInfo.InvariantCulture))))
        .QuickCheckThrowOnFailure();

    [Theory]
    [InlineData("0.12345678901234567890123456789012345")]
    [InlineData("79228162514264337593543950336")]
    [InlineData("NaN")]
    [InlineData("Infinity")]
    public void A_number_that_no_decimal_holds_stays_text(string text) => Assert.Equal(text, PostgresValue.Read(Numeric, text));

    [Theory]
    [InlineData(1082u, "infinity")]
    [InlineData(1082u, "10000-01-01")]
    [InlineData(1114u, "0001-01-01 00:00:00 BC")]
    [InlineData(1184u, "10000-01-01 00:00:00+00")]
    [InlineData(1184u, "0001-01-01 00:00:00+14")]
    [InlineData(1184u, "1900-01-01 00:00:00+00:19:32")]
    [InlineData(3614u, "'a' 'b'")]
    public void What_dotnet_has_no_value_for_stays_text(uint type, string text) => Assert.Equal(text, PostgresValue.Read(type, text));

    [Fact]
    public void Instants_are_utc() => Assert.Equal(
        new DateTimeOffset(2024, 1, 1, 3, 30, 0, TimeSpan.Zero), PostgresValue.Read(1184, "2024-01-01 00:00:00-03:30"));

    [Fact]
    public void Lists_are_read_as_they_are_written() => Prop.ForAll<string?[]>(items =>
    {
        string text = "{" + string.Join(',', items.Select(item => item is null
            ? "NULL"
            : $"\"{item.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)}\"")) + "}";
        return items.SequenceEqual((object?[])PostgresValue.Read(TextArray, text));
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void A_list_that_does_not_begin_at_one_is_a_list() =>
        Assert.Equal(new object?[] { 7, 8 }, PostgresValue.Read(1007, "[0:1]={7,8}"));
}
