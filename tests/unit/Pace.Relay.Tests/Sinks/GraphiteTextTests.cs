using Pace.Relay.Receiving;
using Pace.Relay.Sinks;
using Pace.Telemetry.Contract;

namespace Pace.Relay.Tests.Sinks;

/// <summary>Carbon's rules for tags, with the test vectors of carbon and metrictank.</summary>
public class GraphiteTextTests
{
    [Theory]
    [InlineData("abc", "cba")]
    [InlineData("@#$%", "(*&")]
    [InlineData("abc", "!fd")]
    [InlineData("a", "===")]
    [InlineData("a", "a~")]
    [InlineData("command", "Get-PaceDataPolicy")]
    [InlineData("cli_version", "1.2")]
    public void What_carbon_takes_is_sent(string name, string value) => Assert.True(GraphiteText.IsTagName(name) && GraphiteText.IsTagValue(value));

    [Theory]
    [InlineData("a", "")]
    [InlineData("a!", "")]
    [InlineData("", "abc")]
    [InlineData("@#$%!", "(*&")]
    [InlineData("@#;$%", "(*&")]
    [InlineData("@#$%", "(;*&")]
    [InlineData("a", "~a")]
    [InlineData("ta!g", "value")]
    [InlineData("ta^g", "value")]
    [InlineData("tag", "two words")]
    [InlineData("tag", "línea")]
    [InlineData("tag", "a\nb")]
    public void What_carbon_refuses_is_not(string name, string value) => Assert.False(GraphiteText.IsTagName(name) && GraphiteText.IsTagValue(value));

    [Fact]
    public void A_line_has_three_fields_and_its_tags_in_order() => Assert.Equal(
        "pace.commands;cli_version=1.2;command=Get-PaceDataPolicy;exit_code=0;operating_system=linux 42 1753000000\n",
        GraphiteText.Line(new SinkRow(
            "pace.commands",
            [("cli_version", "1.2"), ("command", "Get-PaceDataPolicy"), ("exit_code", "0"), ("operating_system", "linux")], 42, true, 1753000000)));

    [Fact]
    public void Every_name_on_the_list_makes_valid_tags() => Assert.All(CommandNames.All.Select(CommandLabels.Of), static labels =>
        Assert.True(GraphiteText.IsTagValue(labels.Command) && GraphiteText.IsTagValue(labels.Verb) && (labels.Noun.Length == 0 || GraphiteText.IsTagValue(labels.Noun))));
}
