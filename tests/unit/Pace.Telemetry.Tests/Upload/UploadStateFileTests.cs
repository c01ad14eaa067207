using FsCheck;
using FsCheck.Fluent;
using Pace.Telemetry.Upload;

namespace Pace.Telemetry.Tests.Upload;

public sealed class UploadStateFileTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();
    private readonly TelemetryFiles _files;
    private readonly UploadStateFile _file;

    public UploadStateFileTests()
    {
        _files = TelemetryFiles.Beside(_directory.Telemetry);
        _file = new UploadStateFile(_files);
    }

    public void Dispose() => _directory.Dispose();

    private static Gen<DateTimeOffset?> Times() =>
        from isThere in Gen.Elements(true, true, false)
        from seconds in Gen.Choose(0, int.MaxValue)
        from milliseconds in Gen.Choose(0, 999)
        select isThere ? (DateTimeOffset?)new DateTimeOffset(2000, 1, 1, 0, 0, 0, milliseconds, TimeSpan.Zero).AddSeconds(seconds) : null;

    private static Arbitrary<UploadState> States() => (
        from jitter in Gen.Choose(0, UploadSchedule.JitterSteps)
        from claim in Times()
        from last in Times()
        from outcome in Gen.Elements(Enum.GetValues<UploadOutcome>())
        from status in Gen.Elements<int?>(null, 200, 429, 500)
        from accepted in Times()
        from failures in Gen.Choose(0, 1000)
        from notBefore in Times()
        select new UploadState(
            jitter, claim is { } at ? new UploadClaim(Guid.NewGuid().ToString("N"), at) : null,
            last is { } ended ? new UploadAttempt(outcome, status, ended) : null, accepted, failures, notBefore)).ToArbitrary();

    [Fact]
    public void Whatever_is_written_is_read_the_same() => Prop.ForAll(States(), state =>
    {
        _file.Write(state);
        return _file.Read() == (UploadStateFile.Condition.Known, state);
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void It_is_the_text_that_the_documentation_shows()
    {
        string text = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Fixtures", "telemetry-upload.state"));
        (UploadStateFile.Condition condition, UploadState? state) = UploadStateFile.Parse(text);
        Assert.Equal(UploadStateFile.Condition.Known, condition);
        Assert.Equal(new UploadAttempt(UploadOutcome.Accepted, 200, new DateTimeOffset(2026, 11, 20, 9, 12, 1, 204, TimeSpan.Zero)), state!.Last);
        Assert.Equal(text, UploadStateFile.Format(state));
    }

    [Fact]
    public void A_state_that_is_cut_off_or_changed_anywhere_is_damaged_or_another_state_and_never_an_exception() =>
        Prop.ForAll(States(), Gen.Choose(0, 400).ToArbitrary(), Gen.Elements('x', ' ', '\n', '9', '-', '\0').ToArbitrary(), (state, place, c) =>
        {
            string text = UploadStateFile.Format(state);
            string cut = text[..Math.Min(place, text.Length - 1)];
            var changed = new System.Text.StringBuilder(text);
            changed[place % text.Length] = c;
            return UploadStateFile.Parse(cut).Condition is UploadStateFile.Condition.Damaged or UploadStateFile.Condition.Foreign
                && UploadStateFile.Parse(changed.ToString()) is var read
                && (read.Condition == UploadStateFile.Condition.Known) == (read.State is not null);
        }).QuickCheckThrowOnFailure();

    [Theory]
    [InlineData("pace-telemetry-upload 2\nwhatever\n", UploadStateFile.Condition.Foreign)]
    [InlineData("pace-telemetry-upload 10\n", UploadStateFile.Condition.Foreign)]
    [InlineData("", UploadStateFile.Condition.Damaged)]
    [InlineData("\0\0\0\0", UploadStateFile.Condition.Damaged)]
    [InlineData("pace-telemetry-upload 1\n", UploadStateFile.Condition.Damaged)]
    internal void Another_version_is_told_from_damage(string text, UploadStateFile.Condition condition)
    {
        File.WriteAllText(_files.State, text);
        Assert.Equal((condition, null), _file.Read());
    }

    [Fact]
    public void No_file_is_no_state() => Assert.Equal((UploadStateFile.Condition.Missing, null), _file.Read());

    [Fact]
    public void It_stands_beside_the_file_that_links_lead_to_and_is_its_owners_alone()
    {
        if (OperatingSystem.IsWindows()) return;
        string elsewhere = Path.Combine(_directory.Root, "elsewhere");
        Directory.CreateDirectory(elsewhere);
        File.CreateSymbolicLink(_directory.Telemetry, Path.Combine(elsewhere, "telemetry.yaml"));
        TelemetryFiles files = TelemetryFiles.Beside(_directory.Telemetry);
        Assert.Equal(elsewhere, files.Directory);
        new UploadStateFile(files).Write(new UploadState(1));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(files.State));
    }
}
