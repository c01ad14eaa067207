namespace Pace.Configuration;

/// <summary>A setting and who decided it.</summary>
/// <param name="Key">The key, as in config.yaml.</param>
/// <param name="Value">The value as text, or null where nobody configured it and it has no default.</param>
/// <param name="Source">What kind of source decided it.</param>
/// <param name="Origin">That source by name: a variable, a file, <c>parameter</c> or <c>default</c>.</param>
public sealed record SettingValue(string Key, string? Value, SettingSource Source, string Origin);
