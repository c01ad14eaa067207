namespace Pace.Configuration.Tests;

public sealed class PacePathsTests
{
    private static PacePaths Paths(bool windows = false, params (string Name, string Value)[] variables) =>
        PacePaths.FromEnvironment(
            name => variables.FirstOrDefault(variable => variable.Name == name).Value, windows: windows);

    [Fact]
    public void Files_stand_below_the_home_directory_by_default()
    {
        PacePaths paths = Paths(variables: ("HOME", "/home/ana"));
        Assert.Equal("/home/ana/.config/pace/config.yaml", paths.ConfigFile);
        Assert.Equal("/home/ana/.config/pace/telemetry.yaml", paths.TelemetryFile);
        Assert.Equal("/home/ana/.local/share/pace/policies.db", paths.PoliciesDatabase);
        Assert.Equal("/home/ana/.local/share/pace/embedded.db", paths.EmbeddedDatabase);
        Assert.Equal("/etc/pace/config.yaml", paths.MachineFile);
    }

    [Theory]
    [InlineData("~", "/home/ana")]
    [InlineData("~/x", "/home/ana/x")]
    [InlineData("/opt/pace", "/opt/pace")]
    public void Variables_beat_the_home_directory_and_may_begin_with_a_tilde(string value, string expected)
    {
        PacePaths paths = Paths(variables: [("HOME", "/home/ana"), ("PACE_CONFIG_PATH", value), ("PACE_DATA_PATH", value)]);
        Assert.Equal(expected, paths.ConfigurationDirectory);
        Assert.Equal(expected, paths.DataDirectory);
    }

    [Theory]
    [InlineData("/data", "/data/pace")]
    [InlineData("relative", "/home/ana/.local/share/pace")]
    [InlineData("", "/home/ana/.local/share/pace")]
    public void An_XDG_data_home_counts_only_if_it_is_absolute(string value, string expected) =>
        Assert.Equal(expected, Paths(variables: [("HOME", "/home/ana"), ("XDG_DATA_HOME", value)]).DataDirectory);

    [Fact]
    public void An_empty_variable_counts_as_not_set() => Assert.Equal(
        "/home/ana/.config/pace", Paths(variables: [("HOME", "/home/ana"), ("PACE_CONFIG_PATH", "")]).ConfigurationDirectory);

    [Fact]
    public void Without_a_home_directory_the_error_says_which_variable_helps()
    {
        PacePaths paths = Paths();
        Assert.Null(paths.ConfigurationDirectoryOrNull);
        Assert.Null(paths.DataDirectoryOrNull);
        Assert.Contains("PACE_CONFIG_PATH", Assert.Throws<ConfigurationException>(() => paths.TelemetryFile).Message, StringComparison.Ordinal);
        Assert.Contains("PACE_DATA_PATH", Assert.Throws<ConfigurationException>(() => paths.EmbeddedDatabase).Message, StringComparison.Ordinal);
        Assert.Throws<ConfigurationException>(() => paths.Expand("~/x"));
        Assert.Equal("x", paths.Expand("x"));
    }

    [Fact]
    public void Windows_has_its_own_places()
    {
        PacePaths paths = Paths(windows: true, ("USERPROFILE", "/u"), ("LOCALAPPDATA", "/l"), ("ProgramData", "/p"));
        Assert.Equal(Path.Combine("/u", ".config", "pace"), paths.ConfigurationDirectory);
        Assert.Equal(Path.Combine("/l", "pace"), paths.DataDirectory);
        Assert.Equal(Path.Combine("/p", "pace", "config.yaml"), paths.MachineFile);
    }
}
