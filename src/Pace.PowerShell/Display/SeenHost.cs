using System.Management.Automation.Host;

namespace Pace.PowerShell.Display;

/// <summary>Whether a person looks at what a host shows.</summary>
internal static class SeenHost
{
    /// <summary>Whether the host is a console that somebody sits at, with nothing redirected.</summary>
    public static bool Is(PSHost host) =>
        host.Name is "ConsoleHost" or "Visual Studio Code Host"
        && !Console.IsInputRedirected && !Console.IsOutputRedirected && !Console.IsErrorRedirected
        && Environment.UserInteractive && !IsNonInteractive();

    /// <summary>Whether a bar is drawn, or handed to somebody who may draw it, as jobs and hosts of others do.</summary>
    public static bool TakesProgress(PSHost host) => host.Name != "ConsoleHost" || Is(host);

    // PowerShell takes its own parameters in any case, with one dash or two or a slash, and shortened.
    private static bool IsNonInteractive() => Environment.GetCommandLineArgs().Skip(1).Any(static argument =>
        argument.TrimStart('-', '/') is { Length: >= 4 } name && name.Length < argument.Length
        && "NonInteractive".StartsWith(name, StringComparison.OrdinalIgnoreCase));
}
