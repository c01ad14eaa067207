namespace Pace.Configuration.Tests;

public sealed class SettingsTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();
    private readonly Dictionary<string, string> _environment = [];

    public void Dispose() => _directory.Dispose();

    private Settings Load(string user, string machine)
    {
        _directory.Put(user);
        string machineFile = Path.Combine(_directory.Root, "machine.yaml");
        File.WriteAllText(machineFile, machine);
        _environment["PACE_CONFIG_PATH"] = _directory.Root;
        return Settings.Load(PacePaths.FromEnvironment(Get).WithMachineFile(machineFile), Get);
    }

    private string? Get(string name) => _environment.GetValueOrDefault(name);

    [Fact]
    public void Parameter_beats_environment_beats_the_users_file_beats_the_machines()
    {
        Settings settings = Load("output: user\n", "output: machine\napi-host: machine\n");
        Assert.Equal(SettingSource.MachineFile, settings.Get(ConfigurationKeys.ApiHost).Source);
        Assert.Equal(("user", SettingSource.UserFile), (settings.Get("output").Value, settings.Get("output").Source));
        _environment["PACE_OUTPUT"] = "environment";
        SettingValue value = settings.Get("output");
        Assert.Equal(("environment", SettingSource.Environment, "PACE_OUTPUT"), (value.Value, value.Source, value.Origin));
        Assert.Equal(("p", SettingSource.Parameter), (settings.Get("output", "p").Value, settings.Get("output", "p").Source));
        Assert.Equal(["environment", "user", "machine", null], settings.GetAll("output").Select(static each => each.Value));
    }

    [Fact]
    public void The_upload_interval_is_an_hour_unless_configured()
    {
        Assert.Equal(3600, Load("", "").GetUploadIntervalSeconds());
        Assert.Equal(-1, Load("telemetry-upload-interval-seconds: -1\n", "").GetUploadIntervalSeconds());
        _environment["PACE_TELEMETRY_UPLOAD_INTERVAL_SECONDS"] = "1h";
        var error = Assert.Throws<ConfigurationException>(() => Load("", "").GetUploadIntervalSeconds());
        Assert.Contains("PACE_TELEMETRY_UPLOAD_INTERVAL_SECONDS", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_wrong_interval_is_an_error_with_its_position()
    {
        Settings settings = Load("output: x\ntelemetry-upload-interval-seconds: soon\n", "");
        Assert.Equal(2, Assert.Throws<ConfigurationException>(() => settings.GetUploadIntervalSeconds()).Line);
    }

    [Fact]
    public void The_users_platforms_stand_before_the_machines_and_replace_those_of_the_same_id()
    {
        Settings settings = Load(
            "processing-platforms:\n  - {id: a, type: U}\n", "processing-platforms:\n  - {id: a, type: M}\n  - {id: b, type: M}\n");
        Assert.Equal([("a", "U"), ("b", "M")], settings.ReadPlatforms().Select(static platform => (platform.Id, platform.Type)));
    }
}
