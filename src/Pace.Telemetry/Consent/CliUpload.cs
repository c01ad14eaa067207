using System.Globalization;
using Pace.Configuration;

namespace Pace.Telemetry.Consent;

/// <summary>Whether the <c>pace</c> CLI, which keeps its counts in the same file, sends that file to its own maker.</summary>
/// <remarks>
/// It does unless its interval is negative, and it asks nobody. It knows its own environment variable and config.yaml
/// and no file of the machine, and takes a number that it cannot read for its default, 3600.
/// </remarks>
public static class CliUpload
{
    private static readonly string[] Files = ["telemetry-last-upload-timestamp", "pace-cli-last-seen", "pace.log"];

    /// <summary>How to stop it.</summary>
    public const string Remedy = "telemetry-upload-interval-seconds: -1";

    /// <summary>The file by which the CLI shows that it was used here and uploads; null where it was not, or does not.</summary>
    /// <param name="paths">Where the files are.</param>
    /// <param name="environment">Gives a variable's value by its name, or null.</param>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    public static string? FindTrace(PacePaths paths, Func<string, string?> environment)
    {
        ArgumentNullException.ThrowIfNull(paths);
        ArgumentNullException.ThrowIfNull(environment);
        if (paths.ConfigurationDirectoryOrNull is not { } directory) return null;
        string? trace = Files.Select(name => Path.Combine(directory, name)).FirstOrDefault(File.Exists);
        return trace is not null && Uploads(paths, environment) ? trace : null;
    }

    private static bool Uploads(PacePaths paths, Func<string, string?> environment)
    {
        string? text = environment(ConfigurationKeys.EnvironmentName(ConfigurationKeys.UploadInterval));
        if (text is not { Length: > 0 })
        {
            try
            {
                text = TopLevelValues.Read(paths.ConfigFile).Get(ConfigurationKeys.UploadInterval);
            }
            catch (ConfigurationException)
            {
                // Nobody knows what the CLI makes of it; that it uploads is the safer thing to say.
            }
        }

        return !long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long seconds) || seconds >= 0;
    }
}
