namespace Pace.Configuration;

/// <summary>Whether something is on, and which switch decided it.</summary>
/// <param name="IsOn">Whether it is on.</param>
/// <param name="DecidedBy">The first switch that decided, in the documented order.</param>
/// <param name="AlsoSet">Every other switch that is set, in the same order, whatever it says.</param>
/// <param name="Reason">The same as a sentence to show.</param>
public sealed record SwitchDecision(
    bool IsOn, TelemetrySwitch DecidedBy, IReadOnlyList<TelemetrySwitch> AlsoSet, string Reason)
{
    /// <summary>The decision in one line: <c>off, decided by DO_NOT_TRACK=1; also set: telemetry: upload (config.yaml)</c>.</summary>
    public override string ToString()
    {
        string word = IsOn ? "on" : "off";
        string by = DecidedBy.Source == SettingSource.Default ? $" ({DecidedBy})" : $", decided by {DecidedBy}";
        return AlsoSet.Count == 0 ? word + by : $"{word}{by}; also set: {string.Join(", ", AlsoSet)}";
    }
}
