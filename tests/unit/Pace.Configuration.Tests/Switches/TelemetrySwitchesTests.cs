using FsCheck;
using FsCheck.Fluent;

namespace Pace.Configuration.Tests.Switches;

public sealed class TelemetrySwitchesTests : IDisposable
{
    private const string Agreed = "telemetry: upload\ntelemetry-endpoint: https://relay.example.com/\n";
    private readonly TemporaryDirectory _directory = new();
    private readonly Dictionary<string, string> _environment = [];
    private readonly string _machine;
    private readonly string _preset;

    public TelemetrySwitchesTests()
    {
        _machine = Path.Combine(_directory.Root, "machine.yaml");
        _preset = Path.Combine(_directory.Root, "preset.yaml");
        _environment["PACE_CONFIG_PATH"] = _directory.Root;
    }

    private PacePaths Paths => PacePaths.FromEnvironment(Get).WithMachineFile(_machine).WithPresetFile(_preset);

    public void Dispose() => _directory.Dispose();

    private string? Get(string name) => _environment.GetValueOrDefault(name);

    private TelemetrySwitches Read() => TelemetrySwitches.Read(Paths, Get);

    private void AssertOff(string decidedBy)
    {
        SwitchDecision upload = Read().Upload;
        Assert.False(upload.IsOn, upload.Reason);
        Assert.Equal(decidedBy, upload.DecidedBy.ToString());
    }

    [Fact]
    public void Recording_is_on_and_uploading_off_by_default()
    {
        TelemetrySwitches switches = Read();
        Assert.True(switches.Recording.IsOn);
        Assert.Equal("default", switches.Recording.DecidedBy.ToString());
        Assert.False(switches.Upload.IsOn);
        Assert.Equal("default", switches.Upload.DecidedBy.ToString());
        Assert.Empty(switches.All);
        Assert.Equal("off (default)", switches.Upload.ToString());
    }

    [Fact]
    public void A_decision_reads_as_the_status_shows_it()
    {
        _directory.Put(Agreed);
        _environment["POWERSHELL_TELEMETRY_OPTOUT"] = "1";
        Assert.Equal(
            "off, decided by POWERSHELL_TELEMETRY_OPTOUT=1; also set: telemetry: upload (config.yaml), telemetry-endpoint (config.yaml)",
            Read().Upload.ToString());
        Assert.Equal("on, decided by telemetry: upload (config.yaml)", Read().Recording.ToString());
    }

    [Fact]
    public void Who_agrees_and_names_an_endpoint_uploads_every_hour()
    {
        _directory.Put(Agreed);
        TelemetrySwitches switches = Read();
        Assert.True(switches.Upload.IsOn, switches.Upload.Reason);
        Assert.Equal("telemetry: upload (config.yaml)", switches.Upload.DecidedBy.ToString());
        Assert.Equal(new Uri("https://relay.example.com/"), switches.Endpoint);
        Assert.Equal(TimeSpan.FromHours(1), switches.Interval);
    }

    // Each switch as it is set alone, beside an agreement, in the documented order: the earlier one decides.
    public static TheoryData<int> PlacesInTheOrder() => [.. Enumerable.Range(0, 12)];

    private (Action Set, string Name)[] InOrder() =>
    [
        (() => _environment["PACE_TELEMETRY_OPTOUT"] = "1", "PACE_TELEMETRY_OPTOUT=1"),
        (() => _environment["DO_NOT_TRACK"] = "true", "DO_NOT_TRACK=true"),
        (() => _environment["PACE_TELEMETRY"] = "off", "PACE_TELEMETRY=off"),
        (() => Add(_directory.Config, "telemetry: off\n"), "telemetry: off (config.yaml)"),
        (() => Add(_machine, "telemetry: off\n"), $"telemetry: off ({_machine})"),
        (() => _environment["POWERSHELL_TELEMETRY_OPTOUT"] = "yes", "POWERSHELL_TELEMETRY_OPTOUT=yes"),
        (() => _environment["PACE_TELEMETRY_UPLOAD_INTERVAL_SECONDS"] = "-1", "PACE_TELEMETRY_UPLOAD_INTERVAL_SECONDS=-1"),
        (() => Add(_directory.Config, "telemetry-upload-interval-seconds: -1\n"), "telemetry-upload-interval-seconds: -1 (config.yaml)"),
        (() => Add(_machine, "telemetry-upload-interval-seconds: -5\n"), $"telemetry-upload-interval-seconds: -5 ({_machine})"),
        (() => _environment.TryAdd("PACE_TELEMETRY", "local"), "PACE_TELEMETRY=local"),
        (() => _environment["PACE_TELEMETRY_ENDPOINT"] = "http://relay.example.com/", "PACE_TELEMETRY_ENDPOINT"),
        (() => Add(_directory.Config, "telemetry-token: ${NOT_SET}\n"), "telemetry-token (config.yaml)"),
    ];

    private static void Add(string file, string text)
    {
        string before = File.Exists(file) ? File.ReadAllText(file) : "";
        if (text.StartsWith("telemetry: ", StringComparison.Ordinal))
            before = before.Replace("telemetry: upload\n", "", StringComparison.Ordinal);
        File.WriteAllText(file, before + text);
    }

    [Theory]
    [MemberData(nameof(PlacesInTheOrder))]
    public void Each_switch_alone_turns_uploading_off_and_of_several_the_first_is_named(int place)
    {
        _directory.Put(Agreed);
        (Action Set, string Name)[] order = InOrder();
        order[place].Set();
        AssertOff(order[place].Name);
        foreach ((Action set, _) in order[(place + 1)..]) set();
        AssertOff(order[place].Name);
        IEnumerable<string> also = Read().Upload.AlsoSet.Select(static found => found.ToString());
        // Two of the later ones cannot stand beside an earlier one: they are the same key.
        string[] expected = [.. order[(place + 1)..].Select(static item => item.Name)
            .Where(name => name != "PACE_TELEMETRY=local" || place > 2)];
        Assert.Empty(expected.Except(also));
        Assert.DoesNotContain(order[place].Name, also);
    }

    [Fact]
    public void Every_other_switch_is_named_too_where_nothing_is_off()
    {
        _directory.Put(Agreed + "telemetry-token: ${MINE}\n");
        _environment["MINE"] = "S3cret";
        _environment["DO_NOT_TRACK"] = "0";
        _environment["PACE_TELEMETRY_UPLOAD_INTERVAL_SECONDS"] = "60";
        File.WriteAllText(_preset, "telemetry-endpoint: https://maker.example.com/\n");
        TelemetrySwitches switches = Read();
        Assert.True(switches.Upload.IsOn);
        Assert.Equal(
            ["DO_NOT_TRACK=0", "PACE_TELEMETRY_UPLOAD_INTERVAL_SECONDS=60", "telemetry-endpoint (config.yaml)",
                "telemetry-endpoint (preset of the package)", "telemetry-token (config.yaml)"],
            switches.Upload.AlsoSet.Select(static found => found.ToString()));
        Assert.Equal("S3cret", switches.Token);
        Assert.DoesNotContain(switches.All, static found => $"{found} {found.Value}".Contains("S3cret", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("upload", "local", "local", true)]
    [InlineData("local", "upload", "upload", false)]
    [InlineData("", "upload", "local", true)]
    [InlineData("", "local", "upload", false)]
    [InlineData("", "", "upload", true)]
    public void Of_local_and_upload_the_stronger_source_has_its_say(string environment, string user, string machine, bool isOn)
    {
        _environment["PACE_TELEMETRY"] = environment;
        _environment["PACE_TELEMETRY_ENDPOINT"] = "https://relay.example.com/";
        if (user.Length > 0) _directory.Put($"telemetry: {user}\n");
        File.WriteAllText(_machine, $"telemetry: {machine}\n");
        Assert.Equal(isOn, Read().Upload.IsOn);
        Assert.True(Read().Recording.IsOn);
    }

    [Fact]
    public void A_preset_gives_an_endpoint_and_never_consent()
    {
        File.WriteAllText(_preset, "telemetry: upload\ntelemetry-endpoint: https://maker.example.com/\ntelemetry-upload-interval-seconds: 1\n");
        Assert.Equal("default", Read().Upload.DecidedBy.ToString());
        Assert.Equal(TimeSpan.FromHours(1), Read().Interval);
        _directory.Put("telemetry: upload\n");
        Assert.True(Read().Upload.IsOn);
        Assert.Equal("maker.example.com", Read().Endpoint!.Host);
        Assert.Equal(SettingSource.Package, Read().EndpointSwitch!.Source);
        File.WriteAllText(_machine, "telemetry-endpoint: https://admin.example.com/\n");
        Assert.Equal("admin.example.com", Read().Endpoint!.Host);
    }

    [Fact]
    public void Who_agrees_without_an_endpoint_uploads_nothing()
    {
        _directory.Put("telemetry: upload\n");
        AssertOff("no endpoint");
    }

    [Theory]
    [InlineData("telemetry-upload-interval-seconds: soon\n")]
    [InlineData("telemetry-upload-interval-seconds: 1.5\n")]
    [InlineData("telemetry-upload-interval-seconds: [3600]\n")]
    [InlineData("telemetry-endpoint: [https://relay.example.com/]\n")]
    [InlineData("telemetry-token: {a: b}\n")]
    [InlineData("telemetry-token: \"two words\"\n")]
    [InlineData("note: [\n")]
    [InlineData("note: 1\nnote: 2\n")]
    public void What_cannot_be_understood_turns_uploading_off_and_says_why(string text)
    {
        string agreed = text.StartsWith("telemetry-endpoint", StringComparison.Ordinal) ? "telemetry: upload\n" : Agreed;
        _directory.Put(agreed + text);
        SwitchDecision upload = Read().Upload;
        Assert.False(upload.IsOn);
        Assert.NotNull(upload.DecidedBy.Problem);
        Assert.Contains(upload.DecidedBy.Problem, upload.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_that_cannot_be_read_turns_uploading_off_whosoever_file_it_is()
    {
        _environment["PACE_TELEMETRY"] = "upload";
        _environment["PACE_TELEMETRY_ENDPOINT"] = "https://relay.example.com/";
        Assert.True(Read().Upload.IsOn);
        foreach (string file in (string[])[_directory.Config, _machine, _preset])
        {
            Directory.CreateDirectory(file);
            Assert.False(Read().Upload.IsOn);
            Assert.Equal(file, Read().Upload.DecidedBy.Name);
            Assert.Single(Read().All, found => found.Name == file);
            Directory.Delete(file);
        }
    }

    [Fact]
    public void A_weaker_interval_that_is_negative_is_off_all_the_same()
    {
        _directory.Put(Agreed + "telemetry-upload-interval-seconds: 60\n");
        File.WriteAllText(_machine, "telemetry-upload-interval-seconds: -1\n");
        AssertOff($"telemetry-upload-interval-seconds: -1 ({_machine})");
    }

    [Fact]
    public void A_token_in_the_environment_is_taken_as_it_is()
    {
        _directory.Put(Agreed);
        _environment["PACE_TELEMETRY_TOKEN"] = "${not-a-reference}";
        Assert.Equal("${not-a-reference}", Read().Token);
        Assert.Null(Read().All.Single(static found => found.Name == "PACE_TELEMETRY_TOKEN").Value);
    }

    [Fact]
    public void A_value_cannot_move_the_cursor_or_fill_the_screen()
    {
        _environment["PACE_TELEMETRY"] = "\u001b[2Joff" + new string('x', 1000);
        string shown = Read().Recording.DecidedBy.ToString();
        Assert.DoesNotContain('\u001b', shown);
        Assert.True(shown.Length < 80, shown);
    }

    [Fact]
    public void Without_a_home_directory_nothing_is_counted_or_sent()
    {
        TelemetrySwitches switches = TelemetrySwitches.Read(
            PacePaths.FromEnvironment(static _ => null).WithMachineFile(_machine), static _ => null);
        Assert.Equal("no home directory", switches.Recording.DecidedBy.ToString());
        Assert.Equal("no home directory", switches.Upload.DecidedBy.ToString());
    }

    [Fact]
    public void Recording_is_decided_as_the_recorder_decides_it()
    {
        Gen<string?> word = Gen.Elements<string?>(null, "off", "local", "upload", "maybe", "[off]", "{", "\"off\"", "on");
        Gen<string?> flag = Gen.Elements<string?>(null, "", "1", "0", "yes");
        var settings =
            from seconds in Gen.Elements<string?>(null, "0", "60", "-1", "+5", "soon", "99999999999999")
            from optOut in flag
            from track in flag
            from variable in word
            from user in word
            from machine in word
            select (seconds, optOut, track, variable, user, machine);
        Prop.ForAll(settings.ToArbitrary(), given =>
        {
            Set("PACE_TELEMETRY_OPTOUT", given.optOut);
            Set("DO_NOT_TRACK", given.track);
            Set("PACE_TELEMETRY", given.variable);
            Set("PACE_TELEMETRY_UPLOAD_INTERVAL_SECONDS", given.seconds);
            Set("PACE_TELEMETRY_ENDPOINT", "https://relay.example.com/");
            Write(_directory.Config, given.user);
            Write(_machine, given.machine);
            RecordingDecision expected = RecordingSwitch.Decide(Paths, Get);
            SwitchDecision actual = Read().Recording;
            string by = actual.DecidedBy.Source is SettingSource.UserFile or SettingSource.MachineFile
                ? actual.DecidedBy.Origin
                : actual.DecidedBy.Name;
            // The first glance may see more than there is, never less.
            if (Read().Upload.IsOn && TelemetrySwitches.Glance(Paths, Get) != Read().Interval) return false;
            return actual.IsOn == expected.IsOn && by == expected.DecidedBy && (actual.IsOn || !Read().Upload.IsOn);
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(300));
    }

    private void Set(string name, string? value)
    {
        _environment.Remove(name);
        if (value is not null) _environment[name] = value;
    }

    private static void Write(string file, string? word)
    {
        File.Delete(file);
        if (word is not null) File.WriteAllText(file, $"telemetry: {word}\n");
    }
}
