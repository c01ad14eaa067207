namespace Pace.Configuration;

/// <summary>Whether something is on, and which switch decided it.</summary>
/// <param name="IsOn">Whether it is on.</param>
/// <param name="DecidedBy">The first switch that decided, in the documented order.</param>
/// <param name="AlsoSet">Every other switch that is set, in the same order, whatever it says.</param>
/// <param name="Reason">The same as a sentence to show.</param>
public sealed record SwitchDecision(
    bool IsOn, TelemetrySwitch DecidedBy, IReadOnlyList<TelemetrySwitch> AlsoSet, string Reason);
