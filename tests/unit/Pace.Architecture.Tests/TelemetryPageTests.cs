using System.Text.RegularExpressions;
using Pace.Architecture.Tests.Support;

namespace Pace.Architecture.Tests;

/// <summary>
/// docs/telemetry.md is what somebody approves, about_Pace_Telemetry is what somebody at a prompt reads: both show what
/// the code and its tests hold, so that neither says anything that the other does not know.
/// </summary>
public class TelemetryPageTests
{
    private const string Fixtures = "tests/unit/Pace.Telemetry.Tests/Fixtures/";

    private static readonly string Page = Read("docs/telemetry.md");
    private static readonly string Topic = Read("docs/en-US/about_Pace_Telemetry.md");

    [Theory]
    [InlineData("telemetry-sent.json")]
    [InlineData("telemetry-upload.state")]
    public void It_shows_the_files_that_the_tests_compare_with(string fixture) =>
        Assert.Contains(Read(Fixtures + fixture).Trim(), Page, StringComparison.Ordinal);

    [Fact]
    public void The_topic_shows_the_exact_bytes_that_are_sent() =>
        Assert.Contains(Read(Fixtures + "telemetry-sent.json").Trim(), Topic, StringComparison.Ordinal);

    [Fact]
    public void Both_show_the_same_telemetry_file()
    {
        string file = Regex.Match(Page, "```yaml\n(metric_points:.*?)```", RegexOptions.Singleline).Groups[1].Value;
        Assert.NotEmpty(file);
        Assert.Contains(file, Topic, StringComparison.Ordinal);
    }

    [Fact]
    public void Both_list_the_same_files()
    {
        List<string> page = [.. Files(Page, @"^\| (`(?:telemetry|config)[-.][^|]*)\|")];
        Assert.Equal(8, page.Count);
        Assert.Equal(page, Files(Topic, "^- (`(?:telemetry|config)[-.][^:]*):"));
    }

    [Fact]
    public void Both_number_the_same_switches_in_the_same_order()
    {
        List<string[]> page = Switches(Page);
        List<string[]> topic = Switches(Topic);
        Assert.Equal(12, page.Count);
        // The row that says "the same" in the page has its names in the topic.
        Assert.All(page.Zip(topic), static pair => Assert.Empty(pair.First.Except(pair.Second)));
        Assert.Equal(page.Count, topic.Count);
    }

    [Fact]
    public void It_says_how_long_the_body_it_shows_is()
    {
        string body = Read(Fixtures + "telemetry-sent.json").TrimEnd('\n');
        Assert.Contains($"Content-Length: {body.Length}\n", Page, StringComparison.Ordinal);
    }

    [Fact]
    public void Both_name_every_variable_key_and_file_of_the_telemetry_that_the_source_names()
    {
        IEnumerable<string> names = Repository.SourceFiles(".cs")
            .Where(static file => file.StartsWith(Path.Combine("src", "Pace.Configuration"), StringComparison.Ordinal)
                || file.StartsWith(Path.Combine("src", "Pace.Telemetry"), StringComparison.Ordinal))
            .SelectMany(static file => Regex.Matches(
                Read(file), "\"([A-Z]+_(?:TELEMETRY|NOT_TRACK)[A-Z_]*|telemetry-[a-z-]+(?:\\.[a-z]+)?)\""))
            .Select(static match => match.Groups[1].Value);
        Assert.All(names.Distinct(), static name =>
        {
            Assert.Contains(name, Page, StringComparison.Ordinal);
            Assert.Contains(name, Topic, StringComparison.Ordinal);
        });
    }

    // The first name of each line about files.
    private static IEnumerable<string> Files(string page, string line) => Regex.Matches(page, line, RegexOptions.Multiline)
        .Select(static row => Regex.Match(row.Groups[1].Value, "`([a-z.-]+)`").Groups[1].Value)
        .Where(static name => Path.HasExtension(name) || name == "telemetry-notice");

    // The names in each numbered row of a page's table of switches.
    private static List<string[]> Switches(string page) => [.. Regex.Matches(page, @"^\| \d+ \|.*$", RegexOptions.Multiline)
        .Select(static row => Regex.Matches(row.Value, "`([^`]+)`").Select(static name => name.Groups[1].Value)
            .Where(static name => name != "config.yaml" && name != "telemetry" && name != "upload").ToArray())];

    private static string Read(string file) => File.ReadAllText(Repository.File(file));
}
