using Pace.Relay.Receiving;
using Pace.Relay.Tests.Support;

namespace Pace.Relay.Tests.Receiving;

/// <summary>What is a document, and what is not.</summary>
public class DocumentReaderTests
{
    private const string Id = Body.Id;
    private static readonly NameTable Names = new([]);

    [Fact]
    public void A_body_as_the_CLI_makes_it_is_read()
    {
        ReceivedDocument document = Read(
            """{"metric_points":{"pace version":{"0":{"cumulative_count":17}}},"cli_version":"v1.25.0","operating_system":"darwin","id":"36be4c46-4e1b-431d-b9db-1b315f537a85"}""");
        CountEntry entry = Assert.Single(document.Entries.ToArray());
        Assert.Equal("pace_version", Names.Labels(entry.Name).Command);
        Assert.Equal((0u, 17u), (entry.ExitCode, entry.Count));
        Assert.True(document.IsFromCli);
        Assert.Equal("1.25", ReportedVersion.Text(document.Version));
        Assert.Equal("darwin", ReportedSystem.Text(document.System));
        Assert.Equal(Guid.Parse(Id), ReceivedDocument.ToGuid(document.Id));
    }

    [Fact]
    public void The_body_that_the_module_shows_in_its_documentation_is_read()
    {
        ReceivedDocument document = Read(
            """{"metric_points":{"Get-PaceDataPolicy":{"0":{"cumulative_count":212},"130":{"cumulative_count":1}},"Set-PaceDataPolicy":{"1":{"cumulative_count":11}}},"cli_version":"v0.1.0","operating_system":"linux","id":"36be4c46-4e1b-431d-b9db-1b315f537a85"}""");
        Assert.Equal(
            [("Get-PaceDataPolicy", 0u, 212u), ("Get-PaceDataPolicy", 130u, 1u), ("Set-PaceDataPolicy", 1u, 11u)],
            document.Entries.ToArray().Select(static entry => (Names.Labels(entry.Name).Command, entry.ExitCode, entry.Count)));
        Assert.False(document.IsFromCli);
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("null")]
    public void The_first_body_of_the_CLI_which_has_counted_nothing_is_read(string points)
    {
        ReceivedDocument document = Read($$"""{"metric_points":{{points}},"cli_version":"dev","operating_system":"linux","id":"{{Id}}"}""");
        Assert.Equal(0, document.Count);
        Assert.True(document.IsFromCli);
    }

    [Fact]
    public void Keys_may_come_in_any_order_with_space_between_and_escaped()
    {
        ReceivedDocument document = Read(
            $$""" { "id" : "{{Id}}" , "operating_system":"linux","cli_version":"0.1", "metric_points" : { "Get-Pace\u0054able" : { "\u0030" : { "cumulative_count" : 4294967295 } } } } """);
        CountEntry entry = Assert.Single(document.Entries.ToArray());
        Assert.Equal("Get-PaceTable", Names.Labels(entry.Name).Command);
        Assert.Equal(uint.MaxValue, entry.Count);
    }

    [Theory]
    [InlineData("Get-PaceNothing", "powershell")]
    [InlineData("pace __complete", "cli")]
    [InlineData("rm -rf", "other")]
    [InlineData("get-pacetable", "other")]
    [InlineData("Get-PaceTable ", "other")]
    public void A_command_on_no_list_is_the_other_of_the_client_that_it_looks_like(string name, string client)
    {
        CountEntry entry = Assert.Single(Read(Body.Of((name, 0, 1))).Entries.ToArray());
        Assert.Equal((client, "other"), (Names.Labels(entry.Name).Client, Names.Labels(entry.Name).Command));
    }

    [Theory]
    [InlineData("", "empty")]
    [InlineData("x", "not JSON: line 1, byte 1")]
    [InlineData("[]", "not a JSON object")]
    [InlineData("{}", "'metric_points' is missing")]
    [InlineData("""{"metric_points":{},"cli_version":"1.0","operating_system":"linux"}""", "'id' is missing")]
    [InlineData("""{"metric_points":{},"cli_version":"1.0","operating_system":"linux","id":"x"}""", "id: not a UUID")]
    [InlineData("""{"metric_points":{},"cli_version":"1.0","operating_system":"linux","id":7}""", "id: not a text")]
    [InlineData("""{"metric_points":{},"cli_version":"1.0","operating_system":"linux","id":"00000000-0000-0000-0000-000000000000"}""", "nil UUID")]
    [InlineData("""{"metric_points":{},"cli_version":null,"operating_system":"linux","id":"36be4c46-4e1b-431d-b9db-1b315f537a85"}""", "cli_version: not a text")]
    [InlineData("""{"metric_points":[],"cli_version":"1.0"}""", "metric_points: not an object")]
    [InlineData("""{"metric_points":{},"metric_points":{}}""", "twice")]
    [InlineData("""{"password":"hunter2"}""", "Unknown key 'password'")]
    [InlineData("""{"metric_points":{"":{}}}""", "no name")]
    [InlineData("""{"metric_points":{"Get-PaceTable":1}}""", "'Get-PaceTable': not an object")]
    [InlineData("""{"metric_points":{"Get-PaceTable":{},"Get-PaceTable":{}}}""", "'Get-PaceTable' stands there twice")]
    [InlineData("""{"metric_points":{"a":{},"a":{}}}""", "'a' stands there twice")]
    [InlineData("""{"metric_points":{"Get-PaceTable":{"0":{"cumulative_count":1},"0":{"cumulative_count":1}}}}""", "exit code 0 stands there twice")]
    [InlineData("""{"metric_points":{"Get-PaceTable":{"-1":{}}}}""", "'-1' is not an exit code")]
    [InlineData("""{"metric_points":{"Get-PaceTable":{"01":{}}}}""", "'01' is not an exit code")]
    [InlineData("""{"metric_points":{"Get-PaceTable":{"+1":{}}}}""", "'+1' is not an exit code")]
    [InlineData("""{"metric_points":{"Get-PaceTable":{"4294967296":{}}}}""", "is not an exit code")]
    [InlineData("""{"metric_points":{"Get-PaceTable":{"0":{}}}}""", "no 'cumulative_count'")]
    [InlineData("""{"metric_points":{"Get-PaceTable":{"0":3}}}""", "exit code 0 is not an object")]
    [InlineData("""{"metric_points":{"Get-PaceTable":{"0":{"count":3}}}}""", "unknown key 'count'")]
    [InlineData("""{"metric_points":{"Get-PaceTable":{"0":{"cumulative_count":-1}}}}""", "not a whole number")]
    [InlineData("""{"metric_points":{"Get-PaceTable":{"0":{"cumulative_count":1.5}}}}""", "not a whole number")]
    [InlineData("""{"metric_points":{"Get-PaceTable":{"0":{"cumulative_count":4294967296}}}}""", "not a whole number")]
    [InlineData("""{"metric_points":{"Get-PaceTable":{"0":{"cumulative_count":"3"}}}}""", "not a whole number")]
    [InlineData("""{"metric_points":{"Get-PaceTable":{"0":{"cumulative_count":3,"x":1}}}}""", "more than a 'cumulative_count'")]
    public void What_is_malformed_is_told_in_one_line(string body, string expected)
    {
        string? problem = DocumentReader.Read(Body.Bytes(body), Names, new ReceivedDocument());
        Assert.NotNull(problem);
        Assert.Contains(expected, problem, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', problem);
        Assert.DoesNotContain("hunter2", problem, StringComparison.Ordinal);
    }

    [Fact]
    public void Text_behind_the_document_is_refused() =>
        Assert.NotNull(DocumentReader.Read(Body.Bytes(Body.Of() + "{}"), Names, new ReceivedDocument()));

    [Fact]
    public void What_is_not_UTF_8_is_refused() =>
        Assert.Equal("The body is not UTF-8.", DocumentReader.Read([.. "{\""u8, 0xC3, 0x28, .. "\":1}"u8], Names, new ReceivedDocument()));

    [Fact]
    public void An_echo_of_what_was_sent_is_short_and_printable()
    {
        string name = "\\u001b[31m\\n" + new string('x', 500);
        string? problem = DocumentReader.Read(Body.Bytes($$"""{"{{name}}":1}"""), Names, new ReceivedDocument());
        Assert.NotNull(problem);
        Assert.InRange(problem.Length, 1, 100);
        Assert.All(problem, static c => Assert.InRange(c, ' ', '~'));
    }

    [Theory]
    [InlineData("v0.1.0", "0.1")]
    [InlineData("1.25", "1.25")]
    [InlineData("1.2.3-alpha.4+build", "1.2")]
    [InlineData("1.2-rc1", "1.2")]
    [InlineData("65534.0", "65534.0")]
    [InlineData("65535.0", "other")]
    [InlineData("1", "other")]
    [InlineData("1.", "other")]
    [InlineData("01.2", "other")]
    [InlineData("1.2x", "other")]
    [InlineData("dev", "other")]
    [InlineData("", "other")]
    [InlineData("v1.2\n", "other")]
    public void Versions_are_counted_by_major_and_minor(string text, string expected) =>
        Assert.Equal(expected, ReportedVersion.Text(ReportedVersion.Parse(Body.Bytes(text))));

    [Fact]
    public void Whatever_is_sent_is_read_or_told_and_never_more()
    {
        var random = new Random(20261120);
        byte[] whole = Body.Bytes(Body.Of(("Get-PaceTable", 0, 3), ("pace version", 1, 4), ("odd", 7, 5)));
        var document = new ReceivedDocument();
        for (int i = 0; i < Nightly.Times(20_000); i++)
        {
            byte[] body = Mutation.Of(whole, random);
            if (DocumentReader.Read(body, Names, document) is not { } problem) continue;
            Assert.InRange(problem.Length, 1, 200);
            Assert.DoesNotContain('\n', problem);
        }
    }

    private static ReceivedDocument Read(string body)
    {
        var document = new ReceivedDocument();
        Assert.Null(DocumentReader.Read(Body.Bytes(body), Names, document));
        return document;
    }
}
