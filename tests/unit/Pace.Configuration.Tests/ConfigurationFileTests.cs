namespace Pace.Configuration.Tests;

public sealed class ConfigurationFileTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    private static ConfigurationFile Parse(string text) => ConfigurationFile.Parse(text, "config.yaml");

    [Fact]
    public void A_full_file_gives_its_values_and_platforms()
    {
        ConfigurationFile file = ConfigurationFile.Read(_directory.Put(TemporaryDirectory.Fixture("full.yaml")));
        Assert.Equal("localhost:50051", file.GetText(ConfigurationKeys.ApiHost));
        Assert.Equal(3600, file.GetInteger(ConfigurationKeys.UploadInterval));
        Assert.Null(file.GetText("missing"));
        Assert.Contains("unknown-key", file.Keys);
        Assert.Empty(file.Warnings);
        PlatformEntry[] platforms = [.. file.ReadPlatforms()];
        Assert.Equal([("pg", "POSTGRES"), ("sales", "SQLITE")], platforms.Select(static platform => (platform.Id, platform.Type)));
        Assert.Equal(["host-name", "port", "database", "user-name", "password", "judge-by"], platforms[0].Settings.Keys);
        Assert.Equal((10, 7), (platforms[0].Line, platforms[0].Column));
        Assert.Equal("s3", platforms[0].Resolve(static name => name == "PACE_PG_PASSWORD" ? "s3" : null)["password"]);
    }

    [Theory]
    [InlineData("")]
    [InlineData("# nothing\n")]
    [InlineData("---\n")]
    [InlineData("telemetry:\nprocessing-platforms: ~\n")]
    public void A_file_that_says_nothing_is_no_error(string text)
    {
        ConfigurationFile file = Parse(text);
        Assert.Null(file.GetText(ConfigurationKeys.Telemetry));
        Assert.Empty(file.ReadPlatforms());
    }

    [Fact]
    public void A_missing_file_has_no_keys() => Assert.Empty(ConfigurationFile.Read(_directory.Config).Keys);

    [Theory]
    [InlineData("a: [1\nb: 2\n", "not YAML")]
    [InlineData("- a\n", "mapping")]
    [InlineData("a: 1\na: 2\n", "second time")]
    [InlineData("a: 1\n---\nb: 2\n", "second document")]
    [InlineData("a: *b\n", "anchor")]
    public void What_is_no_configuration_is_an_error_with_file_line_and_column(string text, string part)
    {
        var error = Assert.Throws<ConfigurationException>(() => Parse(text));
        Assert.Contains(part, error.Message, StringComparison.Ordinal);
        Assert.StartsWith("config.yaml(", error.Message, StringComparison.Ordinal);
        Assert.True(error.Line > 0 && error.Column > 0);
        Assert.NotEmpty(error.Advice);
    }

    [Theory]
    [InlineData("*hunter2")]
    [InlineData("*hunter2!")]
    [InlineData("@hunter2")]
    [InlineData("!a!hunter2")]
    [InlineData("[hunter2")]
    [InlineData("\"hunter2")]
    [InlineData("\"\\qhunter2\"")]
    [InlineData("%hunter2: a: b")]
    public void A_password_that_is_no_YAML_is_not_repeated_in_the_error(string password)
    {
        var error = Assert.Throws<ConfigurationException>(() => Parse(
            $"processing-platforms:\n    - id: a\n      type: POSTGRES\n      password: {password}\n"));
        Assert.DoesNotContain("hunter2", error.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("processing-platforms: x\n", "list")]
    [InlineData("processing-platforms:\n  - x\n", "mapping")]
    [InlineData("processing-platforms:\n  - type: A\n", "'id'")]
    [InlineData("processing-platforms:\n  - id: a\n", "'type'")]
    [InlineData("processing-platforms:\n  - {id: a, type: A}\n  - {id: a, type: B}\n", "second platform")]
    [InlineData("processing-platforms:\n  - id: a\n    type: A\n    path: [1]\n", "single value")]
    public void A_wrong_platform_is_an_error_but_leaves_the_other_keys_readable(string text, string part)
    {
        ConfigurationFile file = Parse(text + "telemetry: off\n");
        Assert.Contains(part, Assert.Throws<ConfigurationException>(file.ReadPlatforms).Message, StringComparison.Ordinal);
        Assert.Equal("off", file.GetText(ConfigurationKeys.Telemetry));
    }

    [Fact]
    public void Secrets_that_stand_in_the_file_are_warned_of_without_being_shown()
    {
        ConfigurationFile file = Parse(TemporaryDirectory.Fixture("literal-secret.yaml"));
        Assert.Equal([1, 5], file.Warnings.Select(static warning => warning.Line));
        Assert.All(file.Warnings, static warning =>
        {
            Assert.Contains("${NAME}", warning.Message, StringComparison.Ordinal);
            Assert.DoesNotContain("hunter2", warning.Message, StringComparison.Ordinal);
        });
    }

    [Fact]
    public void Text_that_is_not_UTF8_is_an_error_that_says_so()
    {
        File.WriteAllBytes(_directory.Config, [0x61, 0x3A, 0x20, 0xFF]);
        Assert.Contains("UTF-8", Assert.Throws<ConfigurationException>(() => ConfigurationFile.Read(_directory.Config)).Message, StringComparison.Ordinal);
    }
}
