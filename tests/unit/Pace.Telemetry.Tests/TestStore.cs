using Pace.Telemetry.Contract;
using YamlDotNet.RepresentationModel;

namespace Pace.Telemetry.Tests;

/// <summary>Stores and what stands in their files, read by another reader than Pace's own.</summary>
internal static class TestStore
{
    public static YamlTelemetryStore Open(TemporaryDirectory directory) =>
        new(directory.Telemetry, "0.1.0", TimeSpan.FromSeconds(30));

    /// <summary>Records, and brings it into the file at once.</summary>
    /// <returns>Whether it got there.</returns>
    public static bool RecordAndFold(this ITelemetryStore store, ExitCode code = ExitCode.Completed)
    {
        store.Record("Get-PaceVersion", code);
        return store.Flush(TimeSpan.FromSeconds(30));
    }

    public static uint CountOf(this TelemetryDocument document, string command, int exitCode = 0) =>
        document.Entries.SingleOrDefault(entry => entry.Command == command && entry.ExitCode == exitCode)?.Count ?? 0;

    /// <summary>The count in the file itself, by YamlDotNet; throws where the file is no whole document.</summary>
    public static uint CountInFile(string text, string command, string exitCode = "0")
    {
        var stream = new YamlStream();
        stream.Load(new StringReader(text));
        var root = (YamlMappingNode)Assert.Single(stream.Documents).RootNode;
        Assert.True(Guid.TryParseExact(((YamlScalarNode)root["id"]).Value, "D", out _));
        var points = (YamlMappingNode)root["metric_points"];
        return points.Children.TryGetValue(command, out YamlNode? codes)
            && ((YamlMappingNode)codes).Children.TryGetValue(exitCode, out YamlNode? row)
            ? uint.Parse(((YamlScalarNode)row["cumulative_count"]).Value!, System.Globalization.CultureInfo.InvariantCulture)
            : 0;
    }
}
