namespace Pace.Configuration.Files;

/// <summary>A lock between processes (and within one), held as long as the object lives.</summary>
/// <remarks>
/// A file opened without sharing: <c>flock</c> on Unix, a share mode on Windows. The system releases it when the
/// process ends, however it ends. The file is never deleted, since a waiting process may have it open already.
/// </remarks>
internal sealed class FileLock : IDisposable
{
    private const int SpinsBeforeSleep = 3;
    private readonly FileStream _stream;

    private FileLock(FileStream stream) => _stream = stream;

    /// <summary>Takes the lock, waiting for others.</summary>
    /// <param name="path">The lock file; made if it is missing. Its directory must exist.</param>
    /// <param name="bound">How long to wait; zero tries once.</param>
    /// <param name="time">The clock that the bound is measured by.</param>
    /// <returns>The lock, or null if others held it for all of that time.</returns>
    /// <exception cref="IOException">The lock file cannot be opened for another reason.</exception>
    /// <exception cref="UnauthorizedAccessException">The user may not open it.</exception>
    public static FileLock? TryAcquire(string path, TimeSpan bound, TimeProvider time)
    {
        long start = time.GetTimestamp();
        for (int attempt = 0; ; attempt++)
        {
            try
            {
                return new FileLock(PrivateFiles.Open(
                    path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None));
            }
            catch (IOException e) when (IsHeldByAnother(e))
            {
                if (time.GetElapsedTime(start) >= bound) return null;
            }

            // Jitter, so that those who wait do not wake in step.
            if (attempt < SpinsBeforeSleep) Thread.Yield();
            else Thread.Sleep(Random.Shared.Next(1, 4));
        }
    }

    /// <summary>Lets the next one in.</summary>
    public void Dispose() => _stream.Dispose();

    /// <summary>Whether a file could not be opened because somebody has it open in a way that excludes it.</summary>
    // EWOULDBLOCK (11 on Linux, 35 on macOS and BSD); sharing and lock violations on Windows.
    internal static bool IsHeldByAnother(IOException e) => OperatingSystem.IsWindows()
        ? e.HResult is unchecked((int)0x80070020) or unchecked((int)0x80070021)
        : e.HResult is 11 or 35;
}
