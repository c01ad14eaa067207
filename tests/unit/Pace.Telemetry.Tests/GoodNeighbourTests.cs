using Pace.Telemetry.Contract;
using YamlDotNet.RepresentationModel;

namespace Pace.Telemetry.Tests;

public sealed class GoodNeighbourTests : IDisposable
{
    private const string Id = "36be4c46-4e1b-431d-b9db-1b315f537a85";
    private readonly TemporaryDirectory _directory = new();
    private readonly YamlTelemetryStore _store;

    public GoodNeighbourTests() => _store = TestStore.Open(_directory);

    public void Dispose()
    {
        _store.Dispose();
        _directory.Dispose();
    }

    private TelemetryDocument RecordOnce()
    {
        Assert.True(_store.RecordAndFold());
        Assert.Null(_store.Problem);
        return _store.Read();
    }

    [Fact]
    public void The_first_record_makes_a_file_in_the_documented_shape()
    {
        _store.RecordAndFold();
        string id = _store.Read().Id!;
        Assert.Equal('4', id[14]);
        Assert.Equal(
            "metric_points:\n    Get-PaceVersion:\n        0:\n            cumulative_count: 1\n"
            + $"cli_version: v0.1.0\noperating_system: {SystemName.Current}\nid: {id}\n",
            File.ReadAllText(_directory.Telemetry));
    }

    [Fact]
    public void The_commands_of_the_CLI_are_kept_and_its_version_is_replaced()
    {
        _directory.Put("cli-only.yaml");
        TelemetryDocument document = RecordOnce();
        Assert.Equal(17u, document.CountOf("pace version"));
        Assert.False(document.Entries.Single(static entry => entry.Command == "pace version").IsOwn);
        Assert.True(document.Entries.Single(static entry => entry.Command == "Get-PaceVersion").IsOwn);
        Assert.Equal("v0.1.0", document.Version);
        Assert.Equal("darwin", document.OperatingSystem);
    }

    [Fact]
    public void Keys_that_Pace_does_not_know_survive_and_the_next_record_needs_no_yaml_library_for_simple_ones()
    {
        _directory.Put("unknown-keys.yaml");
        TelemetryDocument document = RecordOnce();
        Assert.Equal(3u, document.CountOf("pace version"));
        Assert.Equal(4u, document.CountOf("odd: name", 1));
        Assert.Equal("windows", document.OperatingSystem);
        RecordOnce();
        var stream = new YamlStream();
        stream.Load(new StringReader(File.ReadAllText(_directory.Telemetry)));
        var root = (YamlMappingNode)stream.Documents[0].RootNode;
        Assert.Equal("ana", ((YamlScalarNode)root["reviewed"]["by"]).Value);
        Assert.Equal("0x1", ((YamlScalarNode)root["reviewed"]["tickets"][1]).Value);
        Assert.Equal("yes", ((YamlScalarNode)root["reviewed"]["note"]).Value);
        Assert.Equal(YamlDotNet.Core.ScalarStyle.DoubleQuoted, ((YamlScalarNode)root["reviewed"]["note"]).Style);
        Assert.Equal("2024-01-01", ((YamlScalarNode)root["metric_points"]["pace version"]["0"]["first_seen"]).Value);
    }

    [Fact]
    public void An_overwrite_with_older_counts_is_mended_by_the_next_record()
    {
        RecordOnce();
        string old = File.ReadAllText(_directory.Telemetry);
        RecordOnce();
        File.WriteAllText(_directory.Telemetry, old);
        Assert.Equal(2u, _store.Read().CountOf("Get-PaceVersion"));
        Assert.Equal(3u, RecordOnce().CountOf("Get-PaceVersion"));
    }

    [Fact]
    public void A_deleted_file_starts_anew_with_a_new_id()
    {
        string id = RecordOnce().Id!;
        File.Delete(_directory.Telemetry);
        TelemetryDocument document = RecordOnce();
        Assert.Equal(1u, document.CountOf("Get-PaceVersion"));
        Assert.NotEqual(id, document.Id);
    }

    [Fact]
    public void A_file_with_another_id_counts_on_from_what_it_says()
    {
        RecordOnce();
        _directory.Put("usual.yaml");
        TelemetryDocument document = RecordOnce();
        Assert.Equal(Id, document.Id);
        Assert.Equal(1u, document.CountOf("Get-PaceVersion"));
        Assert.Equal(2u, document.CountOf("Get-PaceDataPolicy"));
    }

    [Fact]
    public void An_empty_file_is_mended_from_the_ledger_with_its_id()
    {
        string id = RecordOnce().Id!;
        File.WriteAllText(_directory.Telemetry, "");
        TelemetryDocument document = RecordOnce();
        Assert.Equal(2u, document.CountOf("Get-PaceVersion"));
        Assert.Equal(id, document.Id);
        Assert.Empty(document.SetAside);
    }

    [Theory]
    [InlineData("no-points.yaml")]
    [InlineData("null-points.yaml")]
    public void A_file_without_metric_points_is_filled(string fixture)
    {
        _directory.Put(fixture);
        TelemetryDocument document = RecordOnce();
        Assert.Equal(1u, document.CountOf("Get-PaceVersion"));
        Assert.Equal(Id, document.Id);
    }

    [Fact]
    public void Counts_stop_at_their_limit()
    {
        _directory.Put("at-limit.yaml");
        _store.RecordAndFold(ExitCode.Failed);
        TelemetryDocument document = RecordOnce();
        Assert.Equal(uint.MaxValue, document.CountOf("Get-PaceVersion"));
        Assert.Equal(uint.MaxValue, document.CountOf("Get-PaceVersion", 1));
        Assert.Equal(uint.MaxValue, document.CountOf("pace version"));
    }

    [Theory]
    [InlineData("broken.yaml")]
    [InlineData("list.yaml")]
    [InlineData("wrong-shape.yaml")]
    public void A_file_that_stays_broken_is_set_aside_and_a_new_id_begins(string fixture)
    {
        RecordOnce();
        string id = _store.Read().Id!;
        string broken = File.ReadAllText(_directory.Put(fixture));
        Assert.Equal(TelemetryFileState.Broken, _store.Read().State);
        TelemetryDocument document = RecordOnce();
        Assert.Equal(1u, document.CountOf("Get-PaceVersion"));
        Assert.NotEqual(id, document.Id);
        string aside = Assert.Single(document.SetAside);
        Assert.Matches(@"telemetry\.broken-\d{8}T\d{6}Z\.yaml$", aside);
        Assert.Equal(broken, File.ReadAllText(aside));
    }

    [Fact]
    public void Files_that_were_set_aside_are_listed_oldest_first()
    {
        string stem = Path.Combine(_directory.Root, "telemetry.broken-20260102T030405Z");
        string[] files =
        [
            Path.Combine(_directory.Root, "telemetry.broken-20260102T030404Z.yaml"),
            stem + ".yaml", stem + "-2.yaml", stem + "-9.yaml", stem + "-10.yaml",
            Path.Combine(_directory.Root, "telemetry.broken-20260102T030406Z.yaml"),
        ];
        RecordOnce();
        foreach (string file in files) File.WriteAllText(file, "");
        Assert.Equal(files, _store.Read().SetAside);
    }

    [Fact]
    public void A_file_that_is_being_written_is_waited_for()
    {
        RecordOnce();
        string whole = File.ReadAllText(_directory.Telemetry).Replace(
            "metric_points:\n", "metric_points:\n    pace version:\n        0:\n            cumulative_count: 5\n", StringComparison.Ordinal);
        File.WriteAllText(_directory.Telemetry, whole[..60]);
        var writer = new Thread(() =>
        {
            Thread.Sleep(60);
            File.WriteAllText(_directory.Telemetry, whole);
        });
        writer.Start();
        TelemetryDocument document = RecordOnce();
        writer.Join();
        Assert.Equal(2u, document.CountOf("Get-PaceVersion"));
        Assert.Equal(5u, document.CountOf("pace version"));
        Assert.Empty(document.SetAside);
    }

    [Fact]
    public void Clearing_removes_Paces_rows_and_keeps_the_others_under_a_new_id()
    {
        _directory.Put("usual.yaml");
        RecordOnce();
        _store.Clear();
        TelemetryDocument document = _store.Read();
        Assert.Equal([new TelemetryEntry("pace get data-policy", 0, 17)], document.Entries);
        Assert.NotEqual(Id, document.Id);
        Assert.Equal(1u, RecordOnce().CountOf("Get-PaceVersion"));
    }

    [Fact]
    public void A_damaged_ledger_costs_nothing_and_one_of_another_version_is_left_alone()
    {
        RecordOnce();
        File.WriteAllText(_directory.Ledger, "pace-ledger 1\nid x\ncount");
        Assert.Equal(2u, RecordOnce().CountOf("Get-PaceVersion"));
        File.WriteAllText(_directory.Ledger, "pace-ledger 9\n");
        Assert.Equal(3u, RecordOnce().CountOf("Get-PaceVersion"));
        Assert.Equal("pace-ledger 9\n", File.ReadAllText(_directory.Ledger));
    }

    [Theory]
    [InlineData("Get-ChildItem")]
    [InlineData("get data-policy")]
    [InlineData("Get-Pacemaker")]
    [InlineData("Get-PaceTable -Name secret")]
    [InlineData("")]
    public void Nothing_but_the_name_of_a_Pace_cmdlet_can_be_counted(string name)
    {
        _store.Record(name, ExitCode.Completed);
        _store.Record("Get-PaceVersion", (ExitCode)77);
        Assert.False(File.Exists(_directory.Telemetry));
    }
}
