namespace Pace.Telemetry.Store;

/// <summary>A key that Pace does not know, kept for whoever wrote it.</summary>
/// <param name="Key">The key as YAML text.</param>
/// <param name="Value">Its value as YAML text of one line.</param>
internal sealed record Extra(string Key, string Value);
