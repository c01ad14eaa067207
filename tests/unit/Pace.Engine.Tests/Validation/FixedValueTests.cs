using Npgsql;
using Pace.Engine.Sql;
using Pace.Engine.Tests.Support;
using Pace.Engine.Validation.Rules;

namespace Pace.Engine.Tests.Validation;

public class FixedValueTests
{
    public static TheoryData<string, string> Values => new()
    {
        { "smallint", "-32768" }, { "smallint", "32767" }, { "integer", "0000" }, { "integer", "+5" }, { "int4", "-2147483648" },
        { "bigint", "9223372036854775807" }, { "numeric", "1e400" }, { "numeric", "-.5" }, { "numeric", "5." }, { "numeric(4,2)", "99.99" },
        { "numeric(4,2)", "-99.990" }, { "numeric(4)", "9999" }, { "numeric(4,2)", "0.01e2" }, { "numeric(2,1)", "99e-1" },
        { "numeric(3,-2)", "99900" }, { "numeric(3,-2)", "-1.2e3" }, { "numeric(3,-2)", "0" }, { "numeric(2,5)", "0.00099" },
        { "real", "3.4e38" }, { "double precision", "-1.5" }, { "double precision", "1e308" }, { "text", "" }, { "text", "caf\u00e9" },
        { "varchar(3)", "abc" }, { "varchar(1)", "\ud83d\ude00" }, { "char(3)", "ab" }, { "boolean", "true" }, { "boolean", "FALSE" },
        { "date", "2024-02-29" }, { "date", "0001-01-01" }, { "time", "23:59:59.123456" }, { "time", "00:00" }, { "timetz", "23:59:59+02:00" },
        { "timestamp", "2024-02-29 12:00" }, { "timestamp", "2024-02-29T12:00:00.5" }, { "timestamp", "2024-02-29" },
        { "timestamptz", "2024-02-29T12:00:00Z" }, { "timestamptz", "2024-02-29T12:00:00.123456-05:30" }, { "timestamptz", "2024-02-29 12:00+14" },
        { "uuid", "36be4c46-4e1b-431d-b9db-1b315f537a85" }, { "json", "{\"a\": [1, null, \"\\u00e9\"]}" }, { "jsonb", "\"a\"" }, { "jsonb", "12" },
    };

    [Theory]
    [MemberData(nameof(Values))]
    public void A_value_of_the_type_passes(string type, string value) => Assert.Null(Problem(type, value));

    [PostgresTheory]
    [MemberData(nameof(Values))]
    public async Task PostgreSql_takes_what_passes(string type, string value)
    {
        await using NpgsqlConnection connection = new(PostgresServer.ConnectionString);
        await connection.OpenAsync();
        await using NpgsqlCommand command = new($"select cast('{value}' as {type}) is not null", connection);
        Assert.Equal(true, await command.ExecuteScalarAsync());
    }

    [Theory]
    [InlineData("smallint", "32768")]
    [InlineData("integer", "2147483648")]
    [InlineData("integer", "1.0")]
    [InlineData("integer", " 1")]
    [InlineData("integer", "")]
    [InlineData("integer", "1_000")]
    [InlineData("integer", "0x10")]
    [InlineData("integer", "\u0661")]
    [InlineData("bigint", "9223372036854775808")]
    [InlineData("numeric", "NaN")]
    [InlineData("numeric", "1,5")]
    [InlineData("numeric", ".")]
    [InlineData("numeric", "1e")]
    [InlineData("numeric", "1e500")]
    [InlineData("numeric(4,2)", "100")]
    [InlineData("numeric(4,2)", "0.001")]
    [InlineData("numeric(4)", "0.5")]
    [InlineData("numeric(3,-2)", "1250")]
    [InlineData("numeric(3,-2)", "0.5")]
    [InlineData("numeric(3,-2)", "100000")]
    [InlineData("real", "1e39")]
    [InlineData("double precision", "1e309")]
    [InlineData("double precision", "Infinity")]
    [InlineData("varchar(3)", "abcd")]
    [InlineData("boolean", "t")]
    [InlineData("boolean", "1")]
    [InlineData("boolean", "true ")]
    [InlineData("boolean", "true\u0000")]
    [InlineData("date", "2023-02-29")]
    [InlineData("date", "2024-13-01")]
    [InlineData("date", "24-01-01")]
    [InlineData("date", "2024-01-01T00:00")]
    [InlineData("date", "now")]
    [InlineData("time", "24:00")]
    [InlineData("time", "12:00Z")]
    [InlineData("timetz", "12:00")]
    [InlineData("timestamp", "2024-02-29T12:00:00Z")]
    [InlineData("timestamp", "2024-02-29T12:00:00.1234567")]
    [InlineData("timestamptz", "2024-02-29T12:00:00")]
    [InlineData("timestamptz", "2024-02-29")]
    [InlineData("timestamptz", "2024-02-29T12:00:00+15:00")]
    [InlineData("timestamptz", "2024-02-29T12:00:00+2")]
    [InlineData("uuid", "36be4c46")]
    [InlineData("json", "{a: 1}")]
    [InlineData("json", "")]
    [InlineData("json", "[1,]")]
    [InlineData("jsonb", "\"\\u0000\"")]
    [InlineData("jsonb", "\"\\ud800\"")]
    public void Anything_else_is_refused_with_what_to_write(string type, string value) => Assert.NotNull(Problem(type, value));

    [Theory]
    [InlineData("citext", "anything")]
    [InlineData("bytea", "\\x00")]
    [InlineData("interval", "1 day")]
    [InlineData("integer[]", "{1,2}")]
    public void Of_types_that_Pace_does_not_know_the_platform_judges(string type, string value) => Assert.Null(Problem(type, value));

    private static string? Problem(string type, string value)
    {
        Assert.True(SqlType.TryParse(type, out SqlType parsed));
        return FixedValues.Problem(value, parsed);
    }
}
