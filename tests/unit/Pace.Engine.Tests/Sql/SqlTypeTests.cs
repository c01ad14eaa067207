using Npgsql;
using Pace.Engine.Sql;
using Pace.Engine.Sql.Dialects;
using Pace.Engine.Tests.Support;

namespace Pace.Engine.Tests.Sql;

public class SqlTypeTests
{
    /// <summary>Types as PostgreSQL's format_type writes them, and so as a blueprint gives them.</summary>
    public static TheoryData<string> CatalogTypes =>
    [
        "smallint", "integer", "bigint", "numeric", "numeric(10,2)", "numeric(3,-2)", "numeric(2,5)", "real", "double precision", "text",
        "character varying", "character varying(10)", "character(3)", "bpchar", "\"char\"", "name", "boolean", "date",
        "time without time zone", "time(3) without time zone", "time(2) with time zone", "timestamp(3) without time zone",
        "timestamp with time zone", "timestamp(0) with time zone", "interval", "interval(2)", "interval year", "interval month",
        "interval day", "interval hour", "interval minute", "interval second", "interval second(2)", "interval year to month",
        "interval day to hour", "interval day to minute", "interval day to second", "interval day to second(3)", "interval hour to minute",
        "interval hour to second", "interval minute to second(1)", "uuid", "json", "jsonb", "xml", "bytea", "bit(3)", "bit varying",
        "bit varying(5)", "inet", "cidr", "macaddr8", "money", "tsvector", "tsquery", "point", "int4range", "int8multirange", "oid",
        "regclass", "pg_lsn", "integer[]", "character varying(5)[]", "numeric(6,2)[]", "numeric(6,-2)[]", "timestamp(3) with time zone[]",
        "interval(2)[]", "interval day to second(3)[]", "bit varying(5)[]", "bit(3)[]", "bpchar[]",
    ];

    [PostgresTheory]
    [MemberData(nameof(CatalogTypes))]
    public async Task PostgreSql_reads_what_is_written_of_its_own_type_as_that_type(string type)
    {
        Assert.True(SqlType.TryParse(type, out SqlType read));

        await using NpgsqlConnection connection = new(PostgresServer.ConnectionString);
        await connection.OpenAsync();
        await using NpgsqlCommand command = new(
            $"select pg_typeof(null::{PostgresWriter.Type(read)}) = pg_typeof(null::{type})", connection);
        Assert.Equal(true, await command.ExecuteScalarAsync());
    }

    [Theory]
    [MemberData(nameof(CatalogTypes))]
    public void Every_type_that_a_blueprint_gives_is_a_types_name(string type) => Assert.True(SqlType.TryParse(type, out _));

    [Theory]
    [InlineData("ARRAY<STRING>", SqlTypeKind.Array)]
    [InlineData("array< numeric(10,2) >", SqlTypeKind.Array)]
    [InlineData("array<struct<a string, b int64>>", SqlTypeKind.Array)]
    [InlineData("STRUCT<city STRING, geo STRUCT<lat NUMERIC(5, 2), lon NUMERIC>>", SqlTypeKind.Struct)]
    [InlineData("struct<string, int64>", SqlTypeKind.Struct)]
    public void BigQuerys_types_in_angle_brackets_are_types(string type, SqlTypeKind expected)
    {
        Assert.True(SqlType.TryParse(type, out SqlType read));
        Assert.Equal(expected, read.Kind);
    }

    [Theory]
    [InlineData("array<>")]
    [InlineData("array<array<string>>")]
    [InlineData("struct<a string, >")]
    [InlineData("struct<a 'x'>")]
    [InlineData("array<string>) from secrets -->")]
    [InlineData("map<string>")]
    [InlineData("struct<a string>>")]
    public void What_only_looks_like_one_is_none(string type) => Assert.False(SqlType.TryParse(type, out _));

    [Theory]
    [InlineData("public.geometry(Point,4326)")]
    [InlineData("geography(PointZ)")]
    public void Words_in_the_brackets_of_an_extensions_type_are_left_out(string type)
    {
        Assert.True(SqlType.TryParse(type, out SqlType read));
        Assert.Equal(SqlTypeKind.Other, read.Kind);
        Assert.Empty(read.Arguments);
    }

    [Theory]
    [InlineData("numeric(-1)")]
    [InlineData("numeric(3,-1001)")]
    [InlineData("numeric(a)")]
    [InlineData("varchar(-1)")]
    [InlineData("timestamp(1,-1)")]
    [InlineData("mine(-1)")]
    [InlineData("mine(a'b)")]
    [InlineData("mine(\"a\")")]
    [InlineData("mine(a b)")]
    [InlineData("mine(-)")]
    [InlineData("integer[-1]")]
    [InlineData("bit  varying varying")]
    [InlineData("interval day to year")]
    public void What_is_no_types_name_is_not_read(string text) => Assert.False(SqlType.TryParse(text, out _));

    [Fact]
    public void A_char_without_a_length_is_not_cut_to_one_character() =>
        Assert.Equal("bpchar", PostgresWriter.Type(SqlType.Of(SqlTypeKind.Char)));
}
