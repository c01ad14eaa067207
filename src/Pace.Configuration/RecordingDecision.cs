namespace Pace.Configuration;

/// <summary>Whether commands are counted, and what decided it.</summary>
/// <param name="IsOn">Whether they are counted.</param>
/// <param name="DecidedBy">The switch that decided: a variable, a file, <c>default</c>, or <c>no home directory</c>.</param>
/// <param name="Reason">The same as a sentence to show.</param>
public sealed record RecordingDecision(bool IsOn, string DecidedBy, string Reason);
