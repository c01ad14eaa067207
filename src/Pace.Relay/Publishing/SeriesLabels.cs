using Pace.Relay.Aggregation;
using Pace.Relay.Receiving;

namespace Pace.Relay.Publishing;

/// <summary>The labels of a series, by name in order, the empty ones left out.</summary>
internal static class SeriesLabels
{
    /// <summary>The labels, sorted by name.</summary>
    public static IReadOnlyList<(string Name, string Value)> Of(SeriesKey key, NameTable names)
    {
        CommandLabels command = names.Labels(key.Name);
        (string, string)[] all =
        [
            ("cli_version", ReportedVersion.Text(key.Version)),
            ("client", command.Client),
            ("command", command.Command),
            ("exit_code", ReportedExit.Text(key.Exit)),
            ("noun", command.Noun),
            ("operating_system", ReportedSystem.Text(key.System)),
            ("verb", command.Verb),
        ];
        return Array.FindAll(all, static label => label.Item2.Length > 0);
    }
}
