using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Pace.Telemetry.Store;
using Pace.Telemetry.Tests.Processes;

namespace Pace.Telemetry.Tests;

/// <summary>What is written can be read again: by the small reader, by YamlDotNet, and by others.</summary>
public sealed class FormatTests
{
    private static readonly string[] Commands =
        ["Get-PaceVersion", "Set-PaceDataPolicy", "pace get data-policy", "yes", "null", "12", "a: b", "#x", "*a", "é", "quo\"te\n"];

    private static Arbitrary<TelemetryContent> Contents() => (
        from rows in (
            from command in Gen.Elements(Commands)
            from code in Gen.Elements(0, 1, 2, 130)
            from count in Gen.Choose(0, int.MaxValue)
            select (command, code, (uint)count * 2)).ListOf()
        from version in Gen.Elements("v0.1.0", "1.0", "no", "dev build")
        from id in Gen.Elements(Guid.NewGuid().ToString("D"), "7", "true", "a b")
        select Content(rows, version, id)).ToArbitrary();

    private static TelemetryContent Content(IEnumerable<(string Command, int Code, uint Count)> rows, string version, string id)
    {
        var content = new TelemetryContent { Version = version, Id = id, OperatingSystem = "linux" };
        foreach ((string command, int code, uint count) in rows) content.RaiseTo(command, code, count);
        content.Extras.Add(new Extra("note", "\"kept\""));
        return content;
    }

    private static IEnumerable<CountRow> Rows(TelemetryContent content) => Enumerable.Range(0, content.Rows.Count).Select(i => content.Rows[i]);

    private static string Describe(TelemetryContent? content) => content is null
        ? "nothing"
        : string.Join('\n', Rows(content).Select(static row => $"{row.Command} {row.ExitCode} {row.Count}")
            .Append($"{content.Version}|{content.OperatingSystem}|{content.Id}|{string.Join(',', content.Extras)}"));

    [Fact]
    public void Whatever_is_written_is_read_the_same_by_a_yaml_parser() => Prop.ForAll(Contents(), static content =>
        Describe(YamlShapeReader.TryRead(Encoding.UTF8.GetString(TelemetryWriter.Write(content)))) == Describe(content))
        .QuickCheckThrowOnFailure();

    [Fact]
    public void Where_the_small_reader_answers_it_answers_what_a_yaml_parser_does() => Prop.ForAll(Contents(), static content =>
    {
        string text = Encoding.UTF8.GetString(TelemetryWriter.Write(content));
        TelemetryContent? read = UsualShapeReader.TryRead(text);
        return read is null || Describe(read) == Describe(YamlShapeReader.TryRead(text));
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void A_text_that_is_cut_off_anywhere_is_refused_or_read_as_a_yaml_parser_reads_it()
    {
        string whole = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Fixtures", "usual.yaml"));
        Assert.NotNull(UsualShapeReader.TryRead(whole));
        for (int length = 0; length < whole.Length; length++)
        {
            if (UsualShapeReader.TryRead(whole.AsSpan(0, length)) is { } read)
                Assert.Equal(Describe(YamlShapeReader.TryRead(whole[..length])), Describe(read));
        }
    }

    [Theory]
    [InlineData("metric_points: {}\nid: a\nid: b\n")]
    [InlineData("metric_points:\n    a:\n        0:\n            cumulative_count: 01\n")]
    [InlineData("metric_points:\n    a:\n        0:\n            cumulative_count: -1\n")]
    [InlineData("metric_points:\n    a:\n        0:\n            cumulative_count: 1\n        0:\n            cumulative_count: 2\n")]
    [InlineData("metric_points:\n     a:\n        0:\n            cumulative_count: 1\n")]
    [InlineData("id: a # comment\n")]
    [InlineData("id: a\r\n")]
    [InlineData("id: &x a\n")]
    [InlineData("id: null\n")]
    [InlineData("\"id: a\n")]
    public void What_is_not_exactly_the_usual_shape_is_left_to_a_yaml_parser(string text) =>
        Assert.Null(UsualShapeReader.TryRead(text));

    [Fact]
    public void No_text_at_all_can_make_the_readers_throw() => Prop.ForAll<string?>(static text =>
    {
        UsualShapeReader.TryRead(text ?? "");
        YamlShapeReader.TryRead(text ?? "");
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void Nesting_without_end_is_no_document_and_no_crash()
    {
        Assert.Null(YamlShapeReader.TryRead("id: " + new string('[', 100_000)));
        string bomb = "a: &a [x, x, x, x, x, x, x, x, x, x]\n" + string.Concat(Enumerable.Range(1, 20).Select(static i =>
            $"{(char)('a' + i)}: &{(char)('a' + i)} [{string.Join(", ", Enumerable.Repeat($"*{(char)('a' + i - 1)}", 10))}]\n"));
        Assert.Null(YamlShapeReader.TryRead(bomb));
    }

    [FactWithPyYaml]
    public void PyYAML_reads_the_same_counts()
    {
        var content = Content([("Get-PaceVersion", 0, 3), ("pace get data-policy", 1, 4), ("a: b", 2, 5)], "v0.1.0", "7");
        (int exitCode, string output) = PythonReader.Run(
            "-c",
            "import sys, yaml; d = yaml.safe_load(sys.argv[1]); p = d['metric_points']; print(sorted("
            + "(c, e, r['cumulative_count']) for c, m in p.items() for e, r in m.items()), repr(d['id']))",
            Encoding.UTF8.GetString(TelemetryWriter.Write(content)));
        Assert.Equal(0, exitCode);
        Assert.Equal("[('Get-PaceVersion', 0, 3), ('a: b', 2, 5), ('pace get data-policy', 1, 4)] '7'\n", output);
    }
}
