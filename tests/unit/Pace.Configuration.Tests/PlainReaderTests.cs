using FsCheck;
using FsCheck.Fluent;
using Pace.Configuration.Yaml;

namespace Pace.Configuration.Tests;

public sealed class PlainReaderTests
{
    private static readonly string[] Keys =
        ["telemetry", "telemetry-endpoint", "telemetry-token", "api-host", "id", "processing-platforms", "Key", "a b", "\"q\"", "?", "-"];

    private static readonly string[] Values =
    [
        "", " ", " upload", " off", " local # note", " \"off\"", " 'up' # x", " \"a\\tb\"", " 'it''s'", " \"open", " -1", " - x", " -", " ~",
        " ~/x", " null", " Null", " NULL", " nULL", " ${TOKEN}", " https://h/p?q#f", " a: b", " a:", " [x]", " {a: b}", " |", " >-", " &x y",
        " *x", " !!str x", " @x", " `x`", " %x", " #c", "#c", "x", " 1 2", " \"\"", " ''", " \"a\" b", " é", " \"a\"#b", " .5", " +1", " ]", " a\tb",
    ];

    private static Gen<string> Line() =>
        from indent in Gen.Elements("", "", "", "", "  ", "    ", "- ", "  - ", "    - ", "      ", "#", "  # ", "\t")
        from key in Gen.Elements(Keys)
        from value in Gen.Elements(Values)
        from kind in Gen.Choose(0, 9)
        select kind == 0 ? "" : kind == 1 ? indent + value : $"{indent}{key}:{value}";

    private static Arbitrary<string> Texts() => (
        from count in Gen.Choose(0, 6)
        from lines in Line().ListOf(count)
        from end in Gen.Elements("\n", "\r\n")
        from mark in Gen.Elements("", "", "", "\uFEFF")
        select mark + string.Concat(lines.Select(line => line + end))).ToArbitrary();

    [Fact]
    public void Where_it_answers_a_yaml_parser_answers_the_same()
    {
        int answers = 0;
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(50_000), Prop.ForAll(Texts(), text =>
        {
            if (!PlainReader.TryRead(text, out IReadOnlyDictionary<string, string?> values, out IReadOnlySet<string> collections))
                return true;
            answers++;
            ConfigurationFile parsed = ConfigurationFile.Parse(text, "config.yaml");
            return parsed.Keys.Order(StringComparer.Ordinal)
                    .SequenceEqual(values.Keys.Concat(collections).Order(StringComparer.Ordinal))
                && values.All(pair => parsed.GetText(pair.Key) == pair.Value)
                && collections.All(key => Record.Exception(() => parsed.GetText(key)) is ConfigurationException);
        }));
        Assert.True(answers > 5000, $"Only {answers} texts were plain.");
    }

    [Fact]
    public void It_answers_for_the_documented_file()
    {
        string text = TemporaryDirectory.Fixture("usual.yaml");
        Assert.True(PlainReader.TryRead(text, out IReadOnlyDictionary<string, string?> values, out IReadOnlySet<string> collections));
        Assert.Equal("upload", values["telemetry"]);
        Assert.Equal("https://relay.example.com/telemetry", values["telemetry-endpoint"]);
        Assert.Equal("${PACE_RELAY_TOKEN}", values["telemetry-token"]);
        Assert.Equal("7200", values["telemetry-upload-interval-seconds"]);
        Assert.Equal(["processing-platforms"], collections);
    }

    [Fact]
    public void No_text_at_all_can_make_it_throw() => Prop.ForAll<string?>(static text =>
    {
        PlainReader.TryRead(text ?? "", out _, out _);
    }).QuickCheckThrowOnFailure();
}
