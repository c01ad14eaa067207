using Pace.Relay.Receiving;
using Pace.Telemetry.Contract;

namespace Pace.Relay.Tests.Receiving;

/// <summary>What is published of a command's name.</summary>
public class CommandLabelsTests
{
    [Theory]
    [InlineData("Get-PaceDataPolicy", "powershell", "Get-PaceDataPolicy", "get", "data-policy")]
    [InlineData("ConvertTo-PaceSql", "powershell", "ConvertTo-PaceSql", "convertto", "sql")]
    [InlineData("Connect-Pace", "powershell", "Connect-Pace", "connect", "")]
    [InlineData("pace get data-policy", "cli", "pace_get_data-policy", "get", "data-policy")]
    [InlineData("pace version", "cli", "pace_version", "version", "")]
    [InlineData("pace completion bash", "cli", "pace_completion_bash", "completion", "bash")]
    public void Client_command_verb_and_noun_come_from_the_name(string name, string client, string command, string verb, string noun) =>
        Assert.Equal(new CommandLabels(client, command, verb, noun), CommandLabels.Of(name));

    [Fact]
    public void Every_name_on_the_list_has_labels_of_its_own_that_every_sink_takes()
    {
        CommandLabels[] all = [.. CommandNames.All.Select(CommandLabels.Of)];
        Assert.Equal(all.Length, all.DistinctBy(static labels => labels.Command).Count());
        Assert.All(all, static labels => Assert.Matches("^[A-Za-z_-]+$", labels.Command));
        Assert.All(all, static labels => Assert.NotEqual("", labels.Verb));
        Assert.All(all, static labels => Assert.Contains(labels.Client, new[] { "cli", "powershell" }));
    }

    [Fact]
    public void A_name_that_left_the_list_keeps_its_number_and_is_published_as_other()
    {
        var table = new NameTable(["Get-PaceOld"]);
        int number = table.Find("Get-PaceOld"u8, NameTable.HashOf("Get-PaceOld"u8));
        Assert.Equal(NameTable.FirstName, number);
        Assert.Equal("other", table.Labels((ushort)number).Command);
    }

    // Stores keep these hashes: another function would count everything unlisted again.
    [Fact]
    public void The_hash_of_a_name_is_the_same_in_every_version()
    {
        // FNV-1a of "a" is e40c292c (its authors' test vectors); then x ^= x >> 15, x *= 2246822519 modulo 2^32.
        uint fnv = 0xE40C292C;
        Assert.Equal((uint)((fnv ^ (fnv >> 15)) * 2246822519UL % (1UL << 32)), NameTable.HashOf("a"u8));
    }
}
