using System.Globalization;
using FsCheck.Fluent;
using Npgsql;
using Pace.Engine.Sql.Dialects;
using Pace.Engine.Sql.Patterns;
using Pace.Engine.Tests.Support;
using StringGen = FsCheck.Gen<string>;

namespace Pace.Engine.Tests.Sql.Patterns;

/// <summary>Whatever pattern is accepted means the same on the server and in memory.</summary>
public class PatternServerTests
{
    private const string Prepare = """
        create function pg_temp.try(pattern text, val text, replacement text, out matched text[], out extracted text, out replaced text, out problem text)
        language plpgsql as $body$
        begin
            matched := regexp_match(val collate "C", pattern);
            extracted := substring(val collate "C" from pattern);
            replaced := regexp_replace(val collate "C", pattern, replacement, 'g');
        exception when others then
            problem := sqlerrm;
        end
        $body$;
        """;

    private static readonly string[] Values = ["a", "b", "c", "ab", "-", "\n", "A", "1", "_", " ", "\u00e9", "\ud83d\ude00"];

    private static StringGen Characters { get; } = Gen.Elements(
        "a", "b", "c", "1", "-", @"\-", ".", ".", @"\.", @"\w", @"\d", @"\s", @"\W", @"\D", @"\S", "[ab]", "[^a]", "[a-c]", @"[\w-]", "[[:alpha:]]",
        "[^[:upper:]b]", "[]a]", "[^]-]", @"\n", @"\x61", "\u00e9", "\ud83d\ude00", "_", " ", "[ -~]", "[A-Z]", "[\u00e0-\u00ff]");

    private static StringGen Places { get; } = Gen.Elements("^", "$", @"\b", @"\B", @"\A", @"\Z");

    private static StringGen Greedy { get; } = Gen.Elements("", "", "*", "+", "?", "{2}", "{1,2}", "{0,3}", "{2,}");

    private static StringGen Patterns(string lazy, bool flat, int depth)
    {
        StringGen repeated =
            from character in Characters
            from bounds in Greedy
            from mark in Gen.Elements(lazy.Length == 2 ? ["", "?"] : new[] { lazy })
            select character + bounds + (bounds.Length == 0 || bounds == "{2}" ? "" : mark);
        StringGen part = depth == 0 ? repeated : Gen.Frequency(
            (6, repeated),
            (1, Places),
            (3, Patterns(lazy, flat, depth - 1).Select(body => $"({body})")),
            (1, Patterns(lazy, flat, depth - 1).Select(body => $"(?:{body})")),
            (flat ? 0 : 2, Patterns(lazy, flat, depth - 1).SelectMany(_ => Greedy, (body, bounds) => $"(?:{body}){bounds}{(bounds.Length == 0 || bounds == "{2}" ? "" : lazy)}")),
            (flat ? 0 : 2, Patterns(lazy, flat, depth - 1).SelectMany(_ => Greedy, (body, bounds) => $"({body}){bounds}{(bounds.Length == 0 || bounds == "{2}" ? "" : lazy)}")),
            (1, Gen.Elements("(?=", "(?!", "(?<=", "(?<!").SelectMany(_ => repeated, (open, body) => open + body + ")")));
        StringGen sequence = Gen.Choose(1, 3).SelectMany(count => Gen.CollectToArray(Enumerable.Repeat(part, count))).Select(string.Concat);
        return flat || lazy.Length > 0
            ? sequence
            : Gen.Frequency((3, sequence), (1, sequence.SelectMany(_ => sequence, (left, right) => $"{left}|{right}")));
    }

    [PostgresTheory]
    [InlineData("greedy sequences", "", true, false)]
    [InlineData("lazy sequences", "?", true, false)]
    [InlineData("mixed sequences between the ends", "*?", true, true)]
    [InlineData("lazy patterns", "?", false, false)]
    [InlineData("all greedy patterns", "", false, false)]
    [InlineData("all greedy patterns between the ends", "", false, true)]
    public async Task A_pattern_means_the_same_on_PostgreSQL_and_in_memory(string kind, string lazy, bool flat, bool whole)
    {
        FsCheck.Gen<(RegexpPattern Pattern, string Value)[]> cases = (
            from pattern in Patterns(lazy, flat, 2)
            from ignoreCase in Gen.Frequency((5, Gen.Constant("")), (1, Gen.Constant("(?i)")))
            from parts in Gen.ArrayOf(Gen.Elements(Values))
            select (ignoreCase + (whole ? $"^{pattern}$" : pattern), string.Concat(parts)))
            .Select(item => RegexpPattern.TryParse(item.Item1, out RegexpPattern pattern, out _) && RegexpMatcher.Problem(pattern) is null ? (pattern, item.Item2) : (null!, ""))
            .Where(item => item.Item1 is not null).Resize(8).ArrayOf(3000);
        (RegexpPattern Pattern, string Value)[] sample = cases.Sample(1).Single();

        string[] found = [.. await OnServer(sample)];

        List<string> differences = [];
        for (int at = 0; at < sample.Length; at++)
        {
            (RegexpPattern pattern, string value) = sample[at];
            RegexpMatcher matcher = new(pattern);
            string[] here = [InMemory(pattern, value, matcher.Find), InMemory(pattern, value, matcher.FindExactly)];
            if (here.Any(result => result != found[at]))
            {
                differences.Add($"{pattern} [{PostgresPattern.Write(pattern)}] on '{value}': server {found[at]}, here {here[0]}, exactly {here[1]}");
            }
        }

        Assert.True(differences.Count == 0, $"{kind}: {differences.Count} of {sample.Length} differ\n{string.Join('\n', differences.OrderBy(line => line.Length).Take(12))}");
    }

    private static ReplacementTemplate Template(RegexpPattern pattern)
    {
        string text = "<$0" + string.Concat(Enumerable.Range(1, Math.Min(9, pattern.GroupCount)).Select(group => $",${group.ToString(CultureInfo.InvariantCulture)}")) + ">";
        Assert.True(ReplacementTemplate.TryParse(text, pattern.GroupCount, out ReplacementTemplate template, out _));
        return template;
    }

    private static string InMemory(RegexpPattern pattern, string value, Func<string, int, PatternMatch?> find)
    {
        PatternMatch? match = find(value, 0);
        string groups = match is null ? "none" : string.Join('|', (pattern.GroupCount == 0 ? [0] : Enumerable.Range(1, pattern.GroupCount)).Select(group => match.Group(value, group) ?? "NULL"));
        RegexpMatcher matcher = new(pattern);
        string replaced = matcher.Replace(value, Template(pattern), find) ?? value;
        string? extracted = match?.Group(value, pattern.GroupCount > 0 ? 1 : 0);
        return $"{groups} ~ {extracted ?? "NULL"} ~ {replaced}";
    }

    private static async Task<List<string>> OnServer((RegexpPattern Pattern, string Value)[] sample)
    {
        await using NpgsqlConnection connection = new(PostgresServer.ConnectionString);
        await connection.OpenAsync();
        await using (NpgsqlCommand prepare = new(Prepare, connection))
        {
            await prepare.ExecuteNonQueryAsync();
        }

        await using NpgsqlCommand command = new(
            "select r.* from unnest($1::text[], $2::text[], $3::text[]) with ordinality as c(p, v, x, n), pg_temp.try(p, v, x) r order by n", connection)
        {
            Parameters =
            {
                new() { Value = sample.Select(item => PostgresPattern.Write(item.Pattern)).ToArray() },
                new() { Value = sample.Select(item => item.Value).ToArray() },
                new() { Value = sample.Select(item => PostgresPattern.Write(Template(item.Pattern))).ToArray() },
            },
        };
        List<string> results = [];
        await using NpgsqlDataReader reader = await command.ExecuteReaderAsync();
        while (await reader.ReadAsync())
        {
            if (!reader.IsDBNull(3))
            {
                results.Add(reader.GetString(3));
                continue;
            }

            string groups = reader.IsDBNull(0) ? "none" : string.Join('|', reader.GetFieldValue<string?[]>(0).Select(group => group ?? "NULL"));
            results.Add($"{groups} ~ {(reader.IsDBNull(1) ? "NULL" : reader.GetString(1))} ~ {reader.GetString(2)}");
        }

        return results;
    }
}
