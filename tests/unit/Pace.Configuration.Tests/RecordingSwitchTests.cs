namespace Pace.Configuration.Tests;

public sealed class RecordingSwitchTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();
    private readonly Dictionary<string, string> _environment = [];
    private readonly string _machine;

    public RecordingSwitchTests()
    {
        _machine = Path.Combine(_directory.Root, "machine.yaml");
        _environment["PACE_CONFIG_PATH"] = _directory.Root;
    }

    public void Dispose() => _directory.Dispose();

    private string? Get(string name) => _environment.GetValueOrDefault(name);

    private RecordingDecision Decide() =>
        RecordingSwitch.Decide(PacePaths.FromEnvironment(Get).WithMachineFile(_machine), Get);

    [Fact]
    public void Recording_is_on_by_default() => Assert.Equal((true, "default"), (Decide().IsOn, Decide().DecidedBy));

    [Theory]
    [InlineData("PACE_TELEMETRY_OPTOUT", "1", false)]
    [InlineData("PACE_TELEMETRY_OPTOUT", "True", false)]
    [InlineData("DO_NOT_TRACK", "yes", false)]
    [InlineData("DO_NOT_TRACK", " ON ", false)]
    [InlineData("DO_NOT_TRACK", "0", true)]
    [InlineData("DO_NOT_TRACK", "", true)]
    [InlineData("PACE_TELEMETRY", "off", false)]
    [InlineData("PACE_TELEMETRY", "OFF", false)]
    [InlineData("PACE_TELEMETRY", "of", false)]
    [InlineData("PACE_TELEMETRY", "upload", true)]
    public void Variables_decide(string name, string value, bool isOn)
    {
        _environment[name] = value;
        RecordingDecision decision = Decide();
        Assert.Equal(isOn, decision.IsOn);
        if (!isOn) Assert.Equal(name, decision.DecidedBy);
    }

    [Theory]
    [InlineData("telemetry: off\n", false)]
    [InlineData("telemetry: \"off\"  # never\n", false)]
    [InlineData("telemetry : 'Off'\n", false)]
    [InlineData("telemetry: false\n", false)]
    [InlineData("{telemetry: off}\n", false)]
    [InlineData("  telemetry: off\n", false)]
    [InlineData("\"telemetry\": off\n", false)]
    [InlineData("? telemetry\n: off\n", false)]
    [InlineData("telemetry:\n  off\n", false)]
    [InlineData("telemetry: maybe\n", false)]
    [InlineData("telemetry: [off]\n", false)]
    [InlineData("telemetry: local\ntelemetry: off\n", false)]
    [InlineData("telemetry: local\n  off\n", false)]
    [InlineData("telemetry: {\n", false)]
    [InlineData("telemetry: local\n", true)]
    [InlineData("telemetry:\n", true)]
    [InlineData("# telemetry: off\ntelemetry-endpoint: https://telemetry: off\n", true)]
    [InlineData("note: |\n  telemetry: off\n", true)]
    [InlineData("telemetry: upload # telemetry: off\r\n", true)]
    [InlineData("api-host: telemetry.example.com\n", true)]
    public void Both_files_decide_however_the_switch_is_written(string text, bool isOn)
    {
        foreach (string file in (string[])[_directory.Config, _machine])
        {
            File.WriteAllText(file, text);
            RecordingDecision decision = Decide();
            Assert.True(decision.IsOn == isOn, decision.Reason);
            if (!isOn) Assert.Equal(file, decision.DecidedBy);
            File.Delete(file);
        }
    }

    [Fact]
    public void Off_wins_from_wherever_it_comes()
    {
        _directory.Put("telemetry: upload\n");
        _environment["PACE_TELEMETRY"] = "local";
        Assert.True(Decide().IsOn);
        File.WriteAllText(_machine, "telemetry: off\n");
        Assert.Equal(_machine, Decide().DecidedBy);
    }

    [Fact]
    public void A_file_that_cannot_be_read_means_off_and_says_why()
    {
        Directory.CreateDirectory(_directory.Config);
        RecordingDecision decision = Decide();
        Assert.False(decision.IsOn);
        Assert.Contains("cannot be read", decision.Reason, StringComparison.Ordinal);
    }
}
