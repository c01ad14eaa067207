namespace Pace.Telemetry.Contract;

/// <summary>The operating systems of the contract, by the names that the CLI uses.</summary>
public static class SystemName
{
    /// <summary>Every name that may become a metric.</summary>
    public static IReadOnlyList<string> All { get; } = ["linux", "darwin", "windows"];

    /// <summary>This system's name. A Unix that is not macOS calls itself linux.</summary>
    public static string Current =>
        OperatingSystem.IsWindows() ? "windows" : OperatingSystem.IsMacOS() ? "darwin" : "linux";
}
