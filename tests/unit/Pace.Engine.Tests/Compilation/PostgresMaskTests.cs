using Pace.Engine.Tests.Support;

namespace Pace.Engine.Tests.Compilation;

/// <summary>However a mask is written in SQL, it shows what replacing every match shows, and NULL where nothing matches.</summary>
public sealed class PostgresMaskTests(PostgresWorld world) : IClassFixture<PostgresWorld>
{
    private static readonly string[] Values = ["", "a", "ab", "abc", "ABC", "a@b", "@", "x@y@z", "1234567", "12", "line\nbreak", "ä@ö", "a\\b", "$1"];

    [PostgresTheory]
    [InlineData("^.*(@.*)$", "****$1")]
    [InlineData("^(.).*$", "$1")]
    [InlineData("^(.).*$", "<$1>")]
    [InlineData("^(.)(.*)$", "$2$1")]
    [InlineData("^(a)?b$", "[$1]")]
    [InlineData("^(?:(a)|b)c?$", "[$1]")]
    [InlineData("^(a|ab)c?$", "[$1]")]
    [InlineData("^(a*)$", "[$1]")]
    [InlineData("^(.)$|^..$", "[$1]")]
    [InlineData("(?i)^(abc)$", "$1!")]
    [InlineData("^.*$", "fixed")]
    [InlineData("^.+$", "$0$0")]
    [InlineData("^(.+)$", "$1$1")]
    [InlineData("^\\\\d+(\\\\d{3})$", "***$1")]
    [InlineData("^(.*)$", "\\\\$1$$")]
    public async Task A_mask_of_the_whole_value_is_the_replacement_where_it_matches_and_NULL_elsewhere(string pattern, string replacement)
    {
        string table = "mask_" + Guid.NewGuid().ToString("N")[..8];
        string[] literals = [.. Values.Select(value => $"('{value}')")];
        await world.Run($"create table {table} (v text); insert into {table} values {string.Join(", ", literals)}, (null)");
        await world.Apply(PolicyText.Of("public." + table, "v text", $$"""
              - field: { name_parts: [ v ] }
                transforms: [ { regexp: { regexp: "{{pattern}}", replacement: "{{replacement}}" } } ]
        """));

        string regexp = pattern.Replace("\\\\", "\\", StringComparison.Ordinal);
        string written = replacement.Replace("\\\\", "\\", StringComparison.Ordinal).Replace("\\", "\\\\", StringComparison.Ordinal)
            .Replace("$$", "\u0001", StringComparison.Ordinal).Replace("$0", "\\&", StringComparison.Ordinal)
            .Replace("$1", "\\1", StringComparison.Ordinal).Replace("$2", "\\2", StringComparison.Ordinal)
            .Replace("\u0001", "$", StringComparison.Ordinal);
        Assert.Equal(
            await world.Query(null, $"select case when v ~ '{regexp}' then regexp_replace(v, '{regexp}', '{written}', 'g') end from {table}"),
            await world.Query(null, $"select v from {table}_view"));
    }
}
