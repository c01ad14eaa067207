namespace Pace.Configuration;

/// <summary>The keys of config.yaml that Pace reads, and how their environment variables are called.</summary>
public static class ConfigurationKeys
{
    /// <summary>Address of a PACE server.</summary>
    public const string ApiHost = "api-host";

    /// <summary>Output format of the CLI.</summary>
    public const string Output = "output";

    /// <summary>Seconds between two uploads; negative: never. 3600 by default.</summary>
    public const string UploadInterval = "telemetry-upload-interval-seconds";

    /// <summary><c>off</c>, <c>local</c> or <c>upload</c>.</summary>
    public const string Telemetry = "telemetry";

    /// <summary>Where counts are sent to.</summary>
    public const string TelemetryEndpoint = "telemetry-endpoint";

    /// <summary>What the endpoint asks for; always written as <c>${NAME}</c>.</summary>
    public const string TelemetryToken = "telemetry-token";

    /// <summary>The list of platforms.</summary>
    public const string ProcessingPlatforms = "processing-platforms";

    /// <summary>The seconds between two uploads where nothing else is configured.</summary>
    public const int DefaultUploadIntervalSeconds = 3600;

    // Keys whose value is a secret by itself. They may hold nothing but references to the environment.
    private static readonly HashSet<string> Secrets = new(StringComparer.Ordinal)
    {
        "password", "private-key", "private-key-passphrase", "client-secret", "service-account-json-key", TelemetryToken,
    };

    /// <summary>The environment variable that overrides a key: <c>api-host</c> is <c>PACE_API_HOST</c>.</summary>
    /// <param name="key">The key, in kebab case.</param>
    /// <exception cref="ArgumentNullException"><paramref name="key"/> is null.</exception>
    public static string EnvironmentName(string key)
    {
        ArgumentNullException.ThrowIfNull(key);
        return "PACE_" + key.Replace('-', '_').ToUpperInvariant();
    }

    /// <summary>Whether the value of a key is a secret, which must never stand in a file.</summary>
    /// <param name="key">The key, of the file or of one of its platforms.</param>
    public static bool IsSecret(string key) => Secrets.Contains(key);
}
