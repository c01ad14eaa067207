using Pace.Engine.Platforms.Postgres;

namespace Pace.Engine.Tests.Platforms.Postgres;

public sealed class PostgresTypeAgreementTests
{
    [Theory]
    [InlineData("varchar", "text")]
    [InlineData("int8", "bigint")]
    [InlineData("numeric", "numeric(10,2)")]
    [InlineData("timestamptz", "timestamp(3) with time zone")]
    [InlineData("mood", "public.mood")]
    [InlineData("integer[]", "int4[]")]
    public void Types_of_one_kind_agree(string declared, string actual) => Assert.True(PostgresColumnCheck.Agree(declared, actual));

    [Theory]
    [InlineData("int", "bigint")]
    [InlineData("timestamp", "timestamp with time zone")]
    [InlineData("date", "timestamp without time zone")]
    [InlineData("text", "public.mood")]
    [InlineData("integer[]", "text[]")]
    [InlineData("integer", "integer[]")]
    public void Types_of_two_kinds_do_not(string declared, string actual) => Assert.False(PostgresColumnCheck.Agree(declared, actual));
}
