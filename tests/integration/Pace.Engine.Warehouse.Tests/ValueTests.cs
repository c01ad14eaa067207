using System.Text.Json;
using Pace.Engine.Platforms.BigQuery;
using Pace.Engine.Platforms.Snowflake;

namespace Pace.Engine.Warehouse.Tests;

/// <summary>Values as the services' documentation says they are written.</summary>
public sealed class ValueTests
{
    public static TheoryData<string, int, string, object> Snowflake => new()
    {
        { "fixed", 0, "12", 12L },
        { "fixed", 2, "-1.50", -1.50m },
        { "fixed", 0, "99999999999999999999999999999999999999", "99999999999999999999999999999999999999" },
        { "real", 0, "1.5e300", 1.5e300 },
        { "real", 0, "NaN", double.NaN },
        { "boolean", 0, "true", true },
        { "date", 0, "18262", new DateOnly(2020, 1, 1) },
        { "date", 0, "-1", new DateOnly(1969, 12, 31) },
        { "date", 0, "99999999", "99999999" },
        { "time", 9, "82919.000000000", "23:01:59" },
        { "time", 9, "0.123456789", "00:00:00.123456789" },
        { "timestamp_ntz", 9, "1616173619.000000000", new DateTime(2021, 3, 19, 17, 6, 59) },
        { "timestamp_ntz", 9, "-0.5", new DateTime(1969, 12, 31, 23, 59, 59, 500) },
        { "timestamp_ntz", 9, "1616173619.000000001", "2021-03-19 17:06:59.000000001" },
        { "timestamp_ltz", 9, "1616173619.000000000", new DateTimeOffset(2021, 3, 19, 17, 6, 59, TimeSpan.Zero) },
        { "timestamp_tz", 9, "1616173619.000000000 1500", new DateTimeOffset(2021, 3, 19, 17, 6, 59, TimeSpan.Zero) },
        { "variant", 0, "{}", "{}" },
    };

    public static TheoryData<string, string, object> BigQuery => new()
    {
        { "INTEGER", "-9223372036854775808", long.MinValue },
        { "FLOAT", "-Infinity", double.NegativeInfinity },
        { "FLOAT", "1.0E10", 1e10 },
        { "BOOLEAN", "false", false },
        { "NUMERIC", "0.000000001", 0.000000001m },
        { "BIGNUMERIC", "1.23456789012345678901234567890123456789", "1.23456789012345678901234567890123456789" },
        { "DATE", "2020-01-01", new DateOnly(2020, 1, 1) },
        { "DATETIME", "2020-01-01T10:11:12.123456", new DateTime(2020, 1, 1, 10, 11, 12).AddTicks(1234560) },
        { "TIMESTAMP", "1616173619000001", new DateTimeOffset(2021, 3, 19, 17, 6, 59, TimeSpan.Zero).AddTicks(10) },
        { "TIMESTAMP", "-62135596800000000", DateTimeOffset.MinValue },
        { "TIME", "10:11:12", "10:11:12" },
    };

    [Theory]
    [MemberData(nameof(Snowflake))]
    public void Snowflakes_values_are_read_exactly_or_stay_text(string type, int scale, string text, object value) =>
        Assert.Equal(value, SnowflakeValue.Read(new SnowflakeColumn("C", type, scale), text));

    [Theory]
    [MemberData(nameof(BigQuery))]
    public void BigQuerys_values_are_read_exactly_or_stay_text(string type, string text, object value) =>
        Assert.Equal(value, BigQueryValue.Read(
            new BigQueryColumn("c", type, "NULLABLE", [], default), JsonSerializer.SerializeToElement(new Dictionary<string, string> { ["v"] = text })));

    [Fact]
    public void Bytes_are_hexadecimal_on_Snowflake_and_base_64_on_BigQuery()
    {
        Assert.Equal(new byte[] { 1, 255 }, SnowflakeValue.Read(new SnowflakeColumn("C", "binary", 0), "01FF"));
        Assert.Equal(
            new byte[] { 1, 255 },
            BigQueryValue.Read(new BigQueryColumn("c", "BYTES", "NULLABLE", [], default), JsonSerializer.SerializeToElement(new Dictionary<string, string> { ["v"] = "Af8=" })));
    }
}
