using Pace.Configuration.Files;

namespace Pace.Telemetry;

/// <summary>The files that consent and upload keep beside the telemetry file. Links to it are followed first, so that
/// everyone who leads to the file shares them.</summary>
internal sealed class TelemetryFiles
{
    private TelemetryFiles(string directory) => Directory = directory;

    /// <summary>The directory of the telemetry file itself.</summary>
    public string Directory { get; }

    /// <summary>When the last upload was, how it ended, and who is about to try.</summary>
    public string State => Path.Combine(Directory, "telemetry-upload.state");

    /// <summary>Held while the state is changed; never while a request is under way.</summary>
    public string StateLock => Path.Combine(Directory, "telemetry-upload.lock");

    /// <summary>The last body that was sent, byte by byte.</summary>
    public string Sent => Path.Combine(Directory, "telemetry-sent.json");

    /// <summary>There once the notice was shown.</summary>
    public string NoticeMark => Path.Combine(Directory, "telemetry-notice");

    /// <summary>The files beside a telemetry file.</summary>
    /// <exception cref="IOException">Its links go round in a circle.</exception>
    /// <exception cref="UnauthorizedAccessException">Its directory may not be looked into.</exception>
    public static TelemetryFiles Beside(string telemetryFile) =>
        new(Path.GetDirectoryName(Path.GetFullPath(FileTarget.Resolve(telemetryFile)))!);
}
