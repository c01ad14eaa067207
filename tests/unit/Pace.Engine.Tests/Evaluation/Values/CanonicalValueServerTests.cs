using System.Globalization;
using Pace.Engine.Evaluation.Values;
using Pace.Engine.Sql;
using Pace.Engine.Tests.Support;

namespace Pace.Engine.Tests.Evaluation.Values;

/// <summary>A text is read as the server reads it.</summary>
public class CanonicalValueServerTests
{
    private const int Cases = 400;

    private readonly Numbers _numbers = new(Environment.TickCount);

    [PostgresTheory]
    [InlineData("smallint")]
    [InlineData("integer")]
    [InlineData("bigint")]
    [InlineData("numeric")]
    [InlineData("numeric(6,2)")]
    [InlineData("double precision")]
    [InlineData("real")]
    [InlineData("boolean")]
    [InlineData("varchar(4)")]
    [InlineData("text")]
    public Task A_text_that_is_a_value_is_that_value_and_no_other_is_one(string type) => Compare(type, () => Padded(type switch
    {
        "boolean" => _numbers.OneOf("t", "TRUE", "tru", "truex", "f", "False", "y", "ye", "no", "n", "o", "on", "of", "OFF", "offf", "1", "0", "00", "", "2"),
        "varchar(4)" or "text" => string.Concat(Enumerable.Range(0, _numbers.Next(0, 6)).Select(_ => _numbers.OneOf("a", " ", "😀", "é", "\t"))),
        _ => _numbers.OneOf(
            _numbers.Written(), _numbers.Next(-40000, 40000).ToString(CultureInfo.InvariantCulture), "32767", "32768", "-32768", "2147483648", "9223372036854775807",
            "9223372036854775808", "-9223372036854775809", "00012", "+5", "--5", "5-", "", "1e400", "1e-400", "-0", "1e39", "1e-50", ".e1", "9999.994", "9999.995", "１"),
    }));

    [PostgresTheory]
    [InlineData("date")]
    [InlineData("timestamp")]
    [InlineData("timestamptz")]
    [InlineData("timestamp(0)")]
    [InlineData("timestamptz(3)")]
    public Task A_date_or_time_in_ISO_form_is_the_same_instant(string type) => Compare(type, () =>
    {
        string date = _numbers.OneOf("2024-02-29", "2023-02-29", "1900-02-29", "2000-02-29", "0001-01-02", "9999-12-30", "1999-12-31", "2024-13-01", "2024-00-10", "2024-01-32", "2024-06-15");
        string time = _numbers.Next(0, 23).ToString("00", CultureInfo.InvariantCulture) + ":" + _numbers.Next(0, 61).ToString("00", CultureInfo.InvariantCulture);
        string seconds = _numbers.OneOf("", ":" + _numbers.Next(0, 59).ToString("00", CultureInfo.InvariantCulture));
        string fraction = seconds.Length == 0 ? "" : _numbers.OneOf("", "." + _numbers.Digits(_numbers.Next(1, 6)), "." + _numbers.Digits(_numbers.Next(7, 12)), "." + _numbers.Digits(6) + "5");
        string offset = type.StartsWith("timestamptz", StringComparison.Ordinal) ? _numbers.OneOf("", "Z", "+02", "-05:30", "+1400", " +00", "+15:59", "+16:00", "+02:60") : _numbers.OneOf("", "Z", "+00:00");
        string whole = type == "date" ? date + _numbers.OneOf("", " 00:00:00", "T00:00") : _numbers.Next(0, 8) == 0 ? date : date + _numbers.OneOf("T", " ") + time + seconds + fraction + offset;
        return _numbers.OneOf("", " ", "\n") + whole + _numbers.OneOf("", " ");
    });

    private string Padded(string text) => _numbers.OneOf("", "", " ", "\t\n") + text + _numbers.OneOf("", "", " ", "\r");

    private static Task Compare(string type, Func<string> next)
    {
        Assert.True(SqlType.TryParse(type, out SqlType sqlType));
        return ServerExpressions.AssertSame(
        [
            .. Enumerable.Range(0, Cases).Select(_ => next()).Select(text => (
                // Its input function, which unlike a cast does not cut a long varchar off; and a real's exact value.
                type switch
                {
                    "varchar(4)" => "varcharin(textout($1[1]), 0, 8)",
                    "real" => "$1[1]::real::double precision",
                    _ => $"$1[1]::{type}",
                },
                (string?[])[text],
                (string?)Here(sqlType, text))),
        ]);
    }

    private static string Here(SqlType type, string text)
    {
        if (!CanonicalValue.TryRead(type, text, out object? value, out string? problem))
        {
            Assert.NotNull(problem);
            return ServerExpressions.Error;
        }

        return value switch
        {
            bool boolean => boolean ? "true" : "false",
            double floating => ServerExpressions.Bits(floating),
            DateOnly date => date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
            DateTime time => time.ToString("yyyy-MM-dd HH:mm:ss.FFFFFF", CultureInfo.InvariantCulture),
            DateTimeOffset time => time.ToString("yyyy-MM-dd HH:mm:ss.FFFFFF", CultureInfo.InvariantCulture) + "+00",
            _ => Convert.ToString(value, CultureInfo.InvariantCulture)!,
        };
    }
}
