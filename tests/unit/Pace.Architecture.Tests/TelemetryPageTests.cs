using System.Text.RegularExpressions;
using Pace.Architecture.Tests.Support;

namespace Pace.Architecture.Tests;

/// <summary>docs/telemetry.md is what somebody approves; it shows what the code and its tests hold.</summary>
public class TelemetryPageTests
{
    private static readonly string Page = File.ReadAllText(Repository.File("docs/telemetry.md"));

    [Theory]
    [InlineData("telemetry-sent.json")]
    [InlineData("telemetry-upload.state")]
    public void It_shows_the_files_that_the_tests_compare_with(string fixture) => Assert.Contains(
        File.ReadAllText(Repository.File($"tests/unit/Pace.Telemetry.Tests/Fixtures/{fixture}")).Trim(), Page, StringComparison.Ordinal);

    [Fact]
    public void It_says_how_long_the_body_it_shows_is()
    {
        string body = File.ReadAllText(Repository.File("tests/unit/Pace.Telemetry.Tests/Fixtures/telemetry-sent.json")).TrimEnd('\n');
        Assert.Contains($"Content-Length: {body.Length}\n", Page, StringComparison.Ordinal);
    }

    [Fact]
    public void It_names_every_variable_key_and_file_of_the_telemetry_that_the_source_names()
    {
        IEnumerable<string> names = Repository.SourceFiles(".cs")
            .Where(static file => file.StartsWith(Path.Combine("src", "Pace.Configuration"), StringComparison.Ordinal)
                || file.StartsWith(Path.Combine("src", "Pace.Telemetry"), StringComparison.Ordinal))
            .SelectMany(static file => Regex.Matches(
                File.ReadAllText(Repository.File(file)), "\"([A-Z]+_(?:TELEMETRY|NOT_TRACK)[A-Z_]*|telemetry-[a-z-]+(?:\\.[a-z]+)?)\""))
            .Select(static match => match.Groups[1].Value);
        Assert.All(names.Distinct(), static name => Assert.Contains(name, Page, StringComparison.Ordinal));
    }
}
