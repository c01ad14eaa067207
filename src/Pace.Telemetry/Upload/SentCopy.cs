using Pace.Configuration.Files;

namespace Pace.Telemetry.Upload;

/// <summary>The last body that left this machine, or was about to: written before it is sent, so that nothing goes
/// without a copy. The caller holds the lock of the state.</summary>
internal sealed class SentCopy(TelemetryFiles files)
{
    /// <summary>Replaces the copy.</summary>
    /// <exception cref="IOException">It cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">The user may not write it.</exception>
    public void Write(ReadOnlySpan<byte> body)
    {
        FileTarget.EnsureReplaceable(files.Sent);
        AtomicFile.Replace(files.Sent, body, toDisk: false);
    }

    /// <summary>Deletes the copy if it is there.</summary>
    /// <exception cref="IOException">It cannot be deleted.</exception>
    /// <exception cref="UnauthorizedAccessException">The user may not delete it.</exception>
    public void Delete()
    {
        if (File.Exists(files.Sent)) File.Delete(files.Sent);
    }
}
