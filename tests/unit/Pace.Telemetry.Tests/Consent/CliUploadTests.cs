using Pace.Telemetry.Consent;
using Pace.Telemetry.Tests.Support;

namespace Pace.Telemetry.Tests.Consent;

public sealed class CliUploadTests : IDisposable
{
    private readonly TestInstallation _here = new();

    public void Dispose() => _here.Dispose();

    private string? Find() => CliUpload.FindTrace(_here.Paths, _here.Get);

    [Fact]
    public void Where_the_CLI_was_never_used_nothing_is_said() => Assert.Null(Find());

    [Theory]
    [InlineData("telemetry-last-upload-timestamp")]
    [InlineData("pace-cli-last-seen")]
    [InlineData("pace.log")]
    public void Each_file_that_only_the_CLI_makes_tells_of_it(string name)
    {
        string file = Path.Combine(_here.Root, name);
        File.WriteAllText(file, "");
        Assert.Equal(file, Find());
    }

    [Theory]
    [InlineData("-1", "", false)]
    [InlineData("3600", "telemetry-upload-interval-seconds: -1\n", true)]
    [InlineData(null, "telemetry-upload-interval-seconds: -1\n", false)]
    [InlineData(null, "telemetry-upload-interval-seconds: 0\n", true)]
    [InlineData(null, "telemetry: off\n", true)]
    [InlineData(null, "telemetry-upload-interval-seconds: never\n", true)]
    [InlineData(null, "broken: [\n", true)]
    public void It_uploads_unless_its_own_interval_is_negative(string? variable, string configuration, bool uploads)
    {
        File.WriteAllText(Path.Combine(_here.Root, "pace.log"), "");
        _here.Environment["PACE_TELEMETRY_UPLOAD_INTERVAL_SECONDS"] = variable;
        File.WriteAllText(_here.ConfigFile, configuration);
        // The CLI knows no file of the machine.
        File.WriteAllText(_here.MachineFile, "telemetry-upload-interval-seconds: -1\n");
        Assert.Equal(uploads, Find() is not null);
    }
}
