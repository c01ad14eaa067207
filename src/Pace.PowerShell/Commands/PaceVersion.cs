namespace Pace.PowerShell.Commands;

/// <summary>The versions of what is running.</summary>
/// <param name="Module">The module's version.</param>
/// <param name="Engine">The policy engine's version.</param>
/// <param name="PowerShell">PowerShell's version.</param>
/// <param name="Edition">PowerShell's edition, <c>Core</c>.</param>
/// <param name="OS">The operating system, as it calls itself.</param>
public sealed record PaceVersion(string Module, string Engine, string PowerShell, string Edition, string OS);
