using Pace.Telemetry.Upload;

namespace Pace.Telemetry.Tests.Upload;

public sealed class RetryAfterTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 20, 9, 12, 0, TimeSpan.Zero);

    [Theory]
    [InlineData("120", 120)]
    [InlineData(" 120 ", 120)]
    [InlineData("0", 0)]
    [InlineData("99999999999999999999", int.MaxValue)]
    [InlineData("Fri, 20 Nov 2026 09:14:00 GMT", 120)]
    public void Seconds_and_dates_are_understood(string value, int seconds) =>
        Assert.Equal(TimeSpan.FromSeconds(seconds), RetryAfter.Read(value, null, Now));

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("soon")]
    [InlineData("-5")]
    [InlineData("1.5")]
    [InlineData("Fri, 20 Nov 2026 09:11:00 GMT")]
    [InlineData("Fri, 99 Nov 2026 09:14:00 GMT")]
    public void What_asks_for_nothing_is_nothing(string? value) => Assert.Null(RetryAfter.Read(value, null, Now));

    [Fact]
    public void A_date_is_compared_with_the_servers_own_so_that_a_wrong_clock_does_not_matter() => Assert.Equal(
        TimeSpan.FromSeconds(30),
        RetryAfter.Read("Tue, 01 Jan 2030 00:00:30 GMT", "Tue, 01 Jan 2030 00:00:00 GMT", Now));
}
