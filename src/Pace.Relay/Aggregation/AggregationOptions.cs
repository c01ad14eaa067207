namespace Pace.Relay.Aggregation;

/// <summary>What can be set of the aggregation.</summary>
/// <param name="VersionThreshold">How many installations must report a version within 7 days before it is published.</param>
/// <param name="MostVersions">How many versions are published at most.</param>
/// <param name="MostInstallations">How many rows are kept at most, those of the forgotten included.</param>
internal sealed record AggregationOptions(int VersionThreshold = 10, int MostVersions = 50, int MostInstallations = 1_000_000);

/// <summary>What became of a document.</summary>
internal enum ApplyOutcome
{
    /// <summary>It is counted, as far as it raised anything.</summary>
    Counted,

    /// <summary>There is no room for another installation.</summary>
    Full,
}
