namespace Pace.Telemetry;

/// <summary>The counts as they stand.</summary>
/// <param name="State">What was found; the rest is empty unless it is readable.</param>
/// <param name="Entries">All entries, Pace's own and others', by command and exit code.</param>
/// <param name="Id">The random id of the file, or null.</param>
/// <param name="Version">The version of whoever wrote last, or null.</param>
/// <param name="OperatingSystem">The system that the file was made on, or null.</param>
/// <param name="SetAside">The broken files that were set aside, oldest first.</param>
public sealed record TelemetryDocument(
    TelemetryFileState State,
    IReadOnlyList<TelemetryEntry> Entries,
    string? Id,
    string? Version,
    string? OperatingSystem,
    IReadOnlyList<string> SetAside);
