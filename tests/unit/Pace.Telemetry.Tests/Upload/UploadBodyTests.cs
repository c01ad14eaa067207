using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;
using Pace.Telemetry.Contract;
using Pace.Telemetry.Upload;

namespace Pace.Telemetry.Tests.Upload;

public sealed class UploadBodyTests
{
    private const string Id = "36be4c46-4e1b-431d-b9db-1b315f537a85";

    private static TelemetryDocument Document(IEnumerable<TelemetryEntry> entries, string? id = Id) =>
        new(TelemetryFileState.Readable, [.. entries], id, "v9.9.9-canary", "canary-os", ["canary"]);

    [Fact]
    public void It_is_the_documented_shape_byte_by_byte() => Assert.Equal(
        File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Fixtures", "telemetry-sent.json")).TrimEnd('\n')
            .Replace("\"linux\"", $"\"{SystemName.Current}\"", StringComparison.Ordinal),
        UploadBody.Of(Document(
        [
            new TelemetryEntry("Set-PaceDataPolicy", 1, 11),
            new TelemetryEntry("Get-PaceDataPolicy", 130, 1),
            new TelemetryEntry("Get-PaceDataPolicy", 0, 212),
            new TelemetryEntry("pace version", 0, 17),
        ]), "0.1.0").Text);

    private static Arbitrary<TelemetryEntry[]> Entries() => (
        from names in Gen.Elements(
            "Get-PaceDataPolicy", "Set-PaceDataPolicy", "Clear-PaceTelemetry", "Get-PaceCanary", "pace version", "canary", "Invoke-Canary",
            "get-pacedatapolicy").ListOf()
        from codes in Gen.Elements(0, 1, 2, 130, 3, -1, 255).ListOf(names.Count)
        from counts in Gen.Elements(0u, 1u, 17u, uint.MaxValue).ListOf(names.Count)
        select names.Zip(codes, counts).DistinctBy(static row => (row.First, row.Second))
            .Select(static row => new TelemetryEntry(row.First, row.Second, row.Third)).ToArray()).ToArbitrary();

    [Fact]
    public void It_holds_Paces_own_rows_and_nothing_else_in_whatever_order_they_come() => Prop.ForAll(Entries(), entries =>
    {
        UploadBody body = UploadBody.Of(Document(entries), "0.1.0");
        TelemetryEntry[] own = [.. entries.Where(static entry => CommandNames.IsCmdlet(entry.Command)
            && CommandNames.All.Contains(entry.Command) && entry.ExitCode is 0 or 1 or 2 or 130 && entry.Count > 0
            && CommandNames.All.Contains(entry.Command) && entry.Command.Contains("-Pace", StringComparison.Ordinal))];
        if (body.Text is not { } text) return own.Length == 0 && body.Reason is not null;
        using JsonDocument json = JsonDocument.Parse(text);
        JsonElement points = json.RootElement.GetProperty("metric_points");
        var rows = points.EnumerateObject().SelectMany(static command => command.Value.EnumerateObject().Select(code =>
            (command.Name, code.Name, code.Value.GetProperty("cumulative_count").GetUInt32())));
        return !text.Contains("anary", StringComparison.OrdinalIgnoreCase)
            && json.RootElement.EnumerateObject().Select(static key => key.Name)
                .SequenceEqual(["metric_points", "cli_version", "operating_system", "id"])
            && rows.ToHashSet().SetEquals(own.Select(static entry => (entry.Command, $"{entry.ExitCode}", entry.Count)))
            && UploadBody.Of(Document(entries.Reverse()), "0.1.0").Bytes.Span.SequenceEqual(body.Bytes.Span);
    }).QuickCheckThrowOnFailure();

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("ana@example.com")]
    [InlineData("36be4c464e1b431db9db1b315f537a85")]
    [InlineData("{36be4c46-4e1b-431d-b9db-1b315f537a85}")]
    public void An_id_that_is_no_uuid_is_not_sent(string? id)
    {
        UploadBody body = UploadBody.Of(Document([new TelemetryEntry("Get-PaceDataPolicy", 0, 1)], id), "0.1.0");
        Assert.Null(body.Text);
        Assert.Contains("Clear-PaceTelemetry", body.Reason, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(TelemetryFileState.Missing)]
    [InlineData(TelemetryFileState.Broken)]
    [InlineData(TelemetryFileState.Unreadable)]
    public void Without_a_document_there_is_nothing_to_send(TelemetryFileState state)
    {
        UploadBody body = UploadBody.Of(new TelemetryDocument(state, [], Id, null, null, []), "0.1.0");
        Assert.Equal(0, body.Bytes.Length);
        Assert.NotNull(body.Reason);
    }

    [Fact]
    public void Everything_that_can_ever_be_counted_fits_into_what_a_relay_takes()
    {
        IEnumerable<TelemetryEntry> all = CommandNames.Cmdlets.SelectMany(static command =>
            Enum.GetValues<ExitCode>().Select(code => new TelemetryEntry(command, (int)code, uint.MaxValue)));
        Assert.InRange(UploadBody.Of(Document(all), "0.1.0").Bytes.Length, 1, 64 * 1024);
    }
}
