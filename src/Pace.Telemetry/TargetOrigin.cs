namespace Pace.Telemetry;

/// <summary>The part of the environment that leads to the configuration directory.</summary>
/// <param name="configPath">What PACE_CONFIG_PATH says.</param>
/// <param name="home">What the variable with the home directory says.</param>
internal sealed class TargetOrigin(string? configPath, string? home)
{
    private static string HomeVariable => OperatingSystem.IsWindows() ? "USERPROFILE" : "HOME";

    /// <summary>Whether an environment leads the same way.</summary>
    public bool Is(Func<string, string?> environment) =>
        environment("PACE_CONFIG_PATH") == configPath && environment(HomeVariable) == home;

    /// <summary>The origin that an environment is.</summary>
    public static TargetOrigin Of(Func<string, string?> environment) =>
        new(environment("PACE_CONFIG_PATH"), environment(HomeVariable));
}
