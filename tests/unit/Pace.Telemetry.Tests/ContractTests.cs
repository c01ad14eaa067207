using Pace.Telemetry.Contract;

namespace Pace.Telemetry.Tests;

public sealed class ContractTests
{
    [Fact]
    public void Every_name_on_the_list_is_a_cmdlet_of_Pace_or_a_command_of_the_CLI() => Assert.All(
        CommandNames.All, static name => Assert.True(CommandNames.IsCmdlet(name) || name.StartsWith("pace ", StringComparison.Ordinal)));

    [Theory]
    [InlineData("Get-PaceDataPolicy")]
    [InlineData("ConvertTo-PaceSql")]
    [InlineData("Unregister-PaceProcessingPlatform")]
    [InlineData("pace get data-policy")]
    public void The_list_holds_cmdlets_and_commands(string name) => Assert.Contains(name, CommandNames.All);

    [Theory]
    [InlineData("Get-PaceVersion", true)]
    [InlineData("Connect-Pace", true)]
    [InlineData("get-PaceVersion", false)]
    [InlineData("Get-Paceversion", false)]
    [InlineData("Get-PaceVersion ", false)]
    [InlineData("Get-PaceVersión", false)]
    [InlineData("-PaceVersion", false)]
    [InlineData("Get-Foo-PaceVersion", false)]
    [InlineData(null, false)]
    public void A_cmdlets_name_is_known_by_its_shape(string? name, bool isCmdlet) =>
        Assert.Equal(isCmdlet, CommandNames.IsCmdlet(name));

    [Fact]
    public void The_exit_codes_are_those_of_the_contract() =>
        Assert.Equal([0, 1, 2, 130], Enum.GetValues<ExitCode>().Select(static code => (int)code));
}
