using System.Globalization;
using System.Numerics;
using Pace.Engine.Evaluation.Values;
using Pace.Engine.Sql;

namespace Pace.Engine.Tests.Evaluation.Values;

public class CanonicalValueTests
{
    public static TheoryData<string, object, object> Values { get; } = new()
    {
        { "smallint", (sbyte)-3, -3L },
        { "smallint", (byte)3, 3L },
        { "integer", (short)-3, -3L },
        { "integer", (ushort)3, 3L },
        { "integer", 3, 3L },
        { "integer", 3.0, 3L },
        { "integer", 3.00m, 3L },
        { "integer", new BigInteger(3), 3L },
        { "bigint", 3u, 3L },
        { "bigint", (ulong)long.MaxValue, long.MaxValue },
        { "bigint", (Int128)3, 3L },
        { "double precision", 3, 3.0 },
        { "double precision", 0.1m, 0.1 },
        { "double precision", 0.5f, 0.5 },
        { "text", "", "" },
        { "text", " a ", " a " },
        { "text", 'a', "a" },
        { "text", 12, "12" },
        { "text", 1.50m, "1.50" },
        { "text", true, "true" },
        { "text", DayOfWeek.Monday, "Monday" },
        { "text", Guid.Empty, "00000000-0000-0000-0000-000000000000" },
        { "varchar(2)", "é😀  ", "é😀" },
        { "boolean", "Yes", true },
        { "boolean", false, false },
        { "date", new DateOnly(2024, 2, 29), new DateOnly(2024, 2, 29) },
        { "date", new DateTime(2024, 2, 29, 0, 0, 0, DateTimeKind.Local), new DateOnly(2024, 2, 29) },
        { "timestamp", new DateTime(2024, 2, 29, 1, 2, 3, DateTimeKind.Utc), new DateTime(2024, 2, 29, 1, 2, 3) },
        { "timestamp", new DateTimeOffset(2024, 2, 29, 1, 2, 3, TimeSpan.FromHours(2)), new DateTime(2024, 2, 28, 23, 2, 3) },
        { "timestamp", new DateOnly(2024, 2, 29), new DateTime(2024, 2, 29) },
        { "timestamptz", new DateTime(2024, 2, 29, 1, 2, 3), new DateTimeOffset(2024, 2, 29, 1, 2, 3, TimeSpan.Zero) },
        { "timestamptz", "2024-02-29 01:02:03", new DateTimeOffset(2024, 2, 29, 1, 2, 3, TimeSpan.Zero) },
        { "uuid", "not looked at", "not looked at" },
    };

    [Theory]
    [MemberData(nameof(Values))]
    public void A_value_of_any_number_text_or_time_type_is_read(string type, object value, object expected)
    {
        Assert.True(CanonicalValue.TryRead(Type(type), value, out object? canonical, out string? problem), problem);
        Assert.Equal(expected.GetType(), canonical!.GetType());
        Assert.Equal(expected, canonical);
        Assert.Equal((expected as DateTime?)?.Kind, (canonical as DateTime?)?.Kind);
    }

    [Theory]
    [InlineData("integer")]
    [InlineData("text")]
    [InlineData("json")]
    public void Null_and_DBNull_are_NULL_and_an_empty_text_is_not(string type)
    {
        Assert.True(CanonicalValue.TryRead(Type(type), null, out object? canonical, out _));
        Assert.Null(canonical);
        Assert.True(CanonicalValue.TryRead(Type(type), DBNull.Value, out canonical, out _));
        Assert.Null(canonical);
        Assert.Equal(type != "integer", CanonicalValue.TryRead(Type(type), "", out _, out _));
    }

    public static TheoryData<string, object> Strangers { get; } = new()
    {
        { "smallint", 32768 },
        { "integer", 1.5 },
        { "integer", 1.5m },
        { "integer", double.NaN },
        { "integer", true },
        { "integer", "1.0" },
        { "integer", "1\0" },
        { "bigint", ulong.MaxValue },
        { "bigint", 9223372036854775808.0 },
        { "bigint", BigInteger.Pow(10, 40) },
        { "numeric", double.PositiveInfinity },
        { "numeric", "NaN" },
        { "numeric(4,2)", 100 },
        { "numeric", DateTime.UnixEpoch },
        { "double precision", double.NaN },
        { "double precision", float.NegativeInfinity },
        { "double precision", "Infinity" },
        { "double precision", "1e999" },
        { "double precision", "1e-999" },
        { "text", "a\0b" },
        { "text", "\ud83d" },
        { "text", "\ude00\ud83d" },
        { "text", new object() },
        { "text", new[] { "a" } },
        { "varchar(2)", "abc" },
        { "boolean", 1 },
        { "boolean", "oo" },
        { "date", "2023-02-29" },
        { "date", new DateTime(2024, 1, 1, 1, 0, 0) },
        { "date", "31.12.2024" },
        { "date", "now" },
        { "timestamp", "2024-01-01T00:00:00+02:00" },
        { "timestamp", "10000-01-01" },
        { "timestamp", "2024-01-01T24:00" },
        { "timestamptz", "9999-12-31T23:59:59.9999999Z" },
        { "timestamptz", "0001-01-01T00:00:00+01" },
        { "timestamptz", 77 },
    };

    [Theory]
    [MemberData(nameof(Strangers))]
    public void A_value_that_is_not_of_its_type_is_a_problem_that_does_not_tell_the_value(string type, object value)
    {
        Assert.False(CanonicalValue.TryRead(Type(type), value, out object? canonical, out string? problem));
        Assert.Null(canonical);
        Assert.Matches("^(is|has|holds) ", problem);
        Assert.DoesNotContain(Convert.ToString(value, CultureInfo.InvariantCulture)!, problem, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("numeric", "1.10", "1.10")]
    [InlineData("numeric(5,1)", "1.25", "1.3")]
    [InlineData("numeric(5,1)", "-1.25", "-1.3")]
    [InlineData("numeric(5,3)", "1", "1.000")]
    [InlineData("numeric(2,-2)", "1250", "1300")]
    public void A_numeric_keeps_its_scale_or_is_rounded_to_its_types(string type, string text, string expected)
    {
        Assert.True(CanonicalValue.TryRead(Type(type), text, out object? canonical, out string? problem), problem);
        Assert.Equal(expected, canonical!.ToString());
        Assert.True(CanonicalValue.TryRead(Type(type), decimal.Parse(text, CultureInfo.InvariantCulture), out canonical, out problem), problem);
        Assert.Equal(expected, canonical!.ToString());
    }

    [Fact]
    public void A_local_time_is_converted_to_UTC()
    {
        DateTime local = new(2024, 6, 1, 12, 0, 0, DateTimeKind.Local);
        Assert.True(CanonicalValue.TryRead(Type("timestamp"), local, out object? canonical, out _));
        Assert.Equal(local.ToUniversalTime().Ticks, ((DateTime)canonical!).Ticks);
    }

    [Fact]
    public void Times_are_rounded_to_microseconds_whether_they_are_texts_or_not()
    {
        DateTime time = new DateTime(2024, 1, 1, 23, 59, 59).AddTicks(9999995);
        Assert.True(CanonicalValue.TryRead(Type("timestamp"), time, out object? one, out _));
        Assert.True(CanonicalValue.TryRead(Type("timestamp"), "2024-01-01T23:59:59.9999995", out object? other, out _));
        Assert.Equal(one, other);
        Assert.Equal(0, ((DateTime)one!).Ticks % TimeSpan.TicksPerMicrosecond);
    }

    public static TheoryData<string, object, object> Written { get; } = new()
    {
        { "smallint", 3L, (short)3 },
        { "integer", 3L, 3 },
        { "bigint", 3L, 3L },
        { "numeric", Numeric.Parse("1.10"), 1.10m },
        { "numeric", Numeric.Parse("79228162514264337593543950335"), decimal.MaxValue },
        { "numeric", Numeric.Parse("79228162514264337593543950336"), "79228162514264337593543950336" },
        { "numeric", Numeric.Parse("0.00000000000000000000000000001"), "0.00000000000000000000000000001" },
        { "real", 0.5, 0.5f },
        { "double precision", 0.5, 0.5 },
        { "text", "a", "a" },
        { "uuid", Guid.Empty, Guid.Empty },
    };

    [Theory]
    [MemberData(nameof(Written))]
    public void Values_are_given_as_a_platform_gives_them(string type, object canonical, object expected)
    {
        object? written = CanonicalValue.Write(Type(type), canonical);
        Assert.Equal(expected.GetType(), written!.GetType());
        Assert.Equal(Convert.ToString(expected, CultureInfo.InvariantCulture), Convert.ToString(written, CultureInfo.InvariantCulture));
        Assert.Null(CanonicalValue.Write(Type(type), null));
    }

    private static SqlType Type(string text)
    {
        Assert.True(SqlType.TryParse(text, out SqlType type));
        return type;
    }
}
