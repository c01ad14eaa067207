namespace Pace.Configuration;

/// <summary>Something in a configuration that works and should be changed.</summary>
/// <param name="Message">What it is and what to do. Never holds a secret's value.</param>
/// <param name="File">The file it stands in.</param>
/// <param name="Line">Its line, counted from 1.</param>
/// <param name="Column">Its column, counted from 1.</param>
public sealed record ConfigurationWarning(string Message, string File, int Line, int Column);
