using FsCheck;
using FsCheck.Fluent;

namespace Pace.Configuration.Tests;

public sealed class ConfigurationEditorTests : IDisposable
{
    private static readonly string Full = TemporaryDirectory.Fixture("full.yaml");
    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    private static string Edit(string text, params ConfigurationChange[] changes) =>
        new ConfigurationEditor("config.yaml").Edit(text, changes);

    private static KeyValuePair<string, string> Pair(string key, string value) => KeyValuePair.Create(key, value);

    private static string Replaced(string text, string old, string @new)
    {
        Assert.Contains(old, text, StringComparison.Ordinal);
        return text.Replace(old, @new, StringComparison.Ordinal);
    }

    [Fact]
    public void A_changed_value_leaves_every_other_byte_as_it_was()
    {
        Assert.Equal(Replaced(Full, "telemetry: local", "telemetry: off"), Edit(Full, ConfigurationChange.Set("telemetry", "off")));
        Assert.Equal(Replaced(Full, "\"yaml\"", "table"), Edit(Full, ConfigurationChange.Set("output", "table")));
        Assert.Equal(
            Replaced(Full, "api-host: localhost:50051   # the", "api-host: \"[::1]:5\"   # the"),
            Edit(Full, ConfigurationChange.Set("api-host", "[::1]:5")));
        Assert.Equal(
            Replaced(Full, "seconds: 3600", "seconds: -1"), Edit(Full, ConfigurationChange.Set(ConfigurationKeys.UploadInterval, -1)));
    }

    [Fact]
    public void Line_ends_and_a_byte_order_mark_stay()
    {
        string windows = "\uFEFF" + Full.Replace("\n", "\r\n", StringComparison.Ordinal);
        Assert.Equal(
            Replaced(windows, "telemetry: local", "telemetry: off") + "telemetry-endpoint: x\r\n",
            Edit(windows, ConfigurationChange.Set("telemetry", "off"), ConfigurationChange.Set("telemetry-endpoint", "x")));
    }

    [Theory]
    [InlineData("", "telemetry: off\n")]
    [InlineData("# only", "# only\ntelemetry: off\n")]
    [InlineData("telemetry:\n", "telemetry: off\n")]
    [InlineData("telemetry:   # which?\n", "telemetry: off   # which?\n")]
    [InlineData("telemetry: ~\n", "telemetry: off\n")]
    [InlineData("telemetry: off", "telemetry: off")]
    [InlineData("telemetry: 'off' # mine\n", "telemetry: 'off' # mine\n")]
    [InlineData("  a: 1\n", "  a: 1\n  telemetry: off\n")]
    public void A_key_is_added_or_filled(string before, string after) =>
        Assert.Equal(after, Edit(before, ConfigurationChange.Set("telemetry", "off")));

    [Fact]
    public void A_key_is_removed_with_its_line()
    {
        Assert.Equal(Replaced(Full, "telemetry: local\n", ""), Edit(Full, ConfigurationChange.Remove("telemetry")));
        Assert.Equal(Full, Edit(Full, ConfigurationChange.Remove("missing")));
    }

    [Theory]
    [InlineData("{telemetry: local}\n")]
    [InlineData("telemetry: |\n  local\n")]
    [InlineData("telemetry: local\n  wrapped\n")]
    [InlineData("telemetry: [local]\n")]
    [InlineData("telemetry: &a local\nother: *a\n")]
    [InlineData("a: 1\n...\n")]
    [InlineData("a: [1\n")]
    public void What_cannot_be_changed_safely_is_refused(string text)
    {
        Assert.Throws<ConfigurationException>(() => Edit(text, ConfigurationChange.Set("telemetry", "off")));
        _directory.Put(text);
        Assert.Throws<ConfigurationException>(
            () => new ConfigurationEditor(_directory.Config).Apply(ConfigurationChange.Set("telemetry", "off")));
        Assert.Equal(text, File.ReadAllText(_directory.Config));
    }

    [Fact]
    public void Every_text_that_is_written_is_read_back_the_same() => Prop.ForAll<string?>(static text =>
    {
        string value = text ?? "";
        if (!Yaml.ScalarText.IsText(value)) return;
        string result = Edit("a: 1\n", ConfigurationChange.Set("output", value),
            ConfigurationChange.SetPlatform("p", "T", [Pair("path", value)]));
        ConfigurationFile file = ConfigurationFile.Parse(result, "config.yaml");
        Assert.Equal(value, file.GetText("output"));
        Assert.Equal(value, file.ReadPlatforms().Single().Settings["path"]);
    }).Check(Config.QuickThrowOnFailure.WithMaxTest(500));

    [Theory]
    [InlineData("yes")]
    [InlineData("Off")]
    [InlineData("null")]
    [InlineData("~")]
    [InlineData("012")]
    [InlineData("1e3")]
    [InlineData(".5")]
    [InlineData("a: b")]
    [InlineData("a #b")]
    [InlineData("*a")]
    [InlineData("&a")]
    [InlineData("!a")]
    [InlineData("%a")]
    [InlineData("@a")]
    [InlineData("- a")]
    [InlineData("? a")]
    [InlineData("{a")]
    [InlineData("${A}-b:")]
    [InlineData(" a ")]
    [InlineData("a\r\nb\u2028\u0085c\0")]
    [InlineData("😀")]
    [InlineData("")]
    public void Text_that_YAML_would_take_for_something_else_is_quoted(string value)
    {
        string result = Edit("", ConfigurationChange.Set("output", value));
        Assert.StartsWith("output: \"", result, StringComparison.Ordinal);
        Assert.Equal(value, ConfigurationFile.Parse(result, "x").GetText("output"));
    }

    [Fact]
    public void Secrets_are_written_as_references_alone()
    {
        var error = Assert.Throws<ConfigurationException>(
            () => ConfigurationChange.SetPlatform("p", "POSTGRES", [Pair("password", "hunter2")]));
        Assert.DoesNotContain("hunter2", error.Message, StringComparison.Ordinal);
        Assert.Throws<ConfigurationException>(() => ConfigurationChange.Set(ConfigurationKeys.TelemetryToken, "x"));
        Assert.Contains("      password: ${PW}\n",
            Edit("", ConfigurationChange.SetPlatform("p", "POSTGRES", [Pair("password", "${PW}")])), StringComparison.Ordinal);
    }

    [Fact]
    public void A_change_follows_a_link_keeps_the_mode_and_leaves_nothing_but_the_lock()
    {
        if (OperatingSystem.IsWindows()) return;
        string target = Path.Combine(_directory.Root, "real.yaml");
        File.WriteAllText(target, Full);
        const UnixFileMode Mode = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead;
        File.SetUnixFileMode(target, Mode);
        File.CreateSymbolicLink(_directory.Config, target);
        Assert.True(new ConfigurationEditor(_directory.Config).Apply(ConfigurationChange.Set("telemetry", "off")));
        Assert.False(new ConfigurationEditor(_directory.Config).Apply(ConfigurationChange.Set("telemetry", "off")));
        Assert.Equal(target, new FileInfo(_directory.Config).LinkTarget);
        Assert.Equal(Mode, File.GetUnixFileMode(target));
        Assert.Equal(["config.yaml", "real.yaml", "real.yaml.lock"],
            Directory.EnumerateFiles(_directory.Root).Select(Path.GetFileName).Order());
    }

    [Fact]
    public void A_file_that_stays_locked_is_an_error_after_the_bound()
    {
        using var held = new FileStream(_directory.Config + ".lock", FileMode.Create, FileAccess.ReadWrite, FileShare.None);
        var editor = new ConfigurationEditor(_directory.Config, TimeSpan.FromMilliseconds(50));
        Assert.Contains("Another process",
            Assert.Throws<ConfigurationException>(() => editor.Apply(ConfigurationChange.Set("a", "b"))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Editors_at_the_same_time_lose_no_change()
    {
        Parallel.For(0, 40, i => new ConfigurationEditor(_directory.Config, TimeSpan.FromSeconds(30))
            .Apply(ConfigurationChange.Set($"key-{i}", i)));
        Assert.Equal(40, ConfigurationFile.Read(_directory.Config).Keys.Count);
    }
}
