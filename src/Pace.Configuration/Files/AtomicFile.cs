namespace Pace.Configuration.Files;

/// <summary>Replaces a file as a whole: a reader sees the old content or the new one, never a part.</summary>
internal static class AtomicFile
{
    private const int RenameAttempts = 20;

    /// <summary>Writes a temporary file beside the file and renames it over the file.</summary>
    /// <param name="path">The file itself, not a link to it. The caller holds the lock that guards it: the temporary
    /// file has one name, so that what a killed process left is used up instead of piling up.</param>
    /// <param name="content">All of the new content.</param>
    /// <param name="toDisk">Whether to wait until the content is on the disk.</param>
    /// <param name="isStillWanted">Asked at the last moment before the rename; null: yes.</param>
    /// <returns>Whether the file was replaced.</returns>
    /// <exception cref="IOException">The disk is full, or the place cannot be written. The file is as it was.</exception>
    /// <exception cref="UnauthorizedAccessException">The user may not write there. The file is as it was.</exception>
    public static bool Replace(string path, ReadOnlySpan<byte> content, bool toDisk, Func<bool>? isStillWanted = null)
    {
        string temporary = path + ".tmp";
        try
        {
            using (FileStream stream = CreateNew(temporary))
            {
                if (!OperatingSystem.IsWindows() && File.Exists(path))
                {
                    File.SetUnixFileMode(stream.SafeFileHandle, File.GetUnixFileMode(path));
                    FileOwner.Keep(stream.SafeFileHandle, path);
                }

                stream.Write(content);
                if (toDisk) stream.Flush(flushToDisk: true);
            }

            if (isStillWanted?.Invoke() == false)
            {
                TryDelete(temporary);
                return false;
            }

            Rename(temporary, path);
            return true;
        }
        catch
        {
            TryDelete(temporary);
            throw;
        }
    }

    // CreateNew never follows a link that somebody planted under the temporary name.
    private static FileStream CreateNew(string path)
    {
        try
        {
            return PrivateFiles.Open(path, FileMode.CreateNew, FileAccess.Write, FileShare.Read);
        }
        catch (IOException) when (File.Exists(path))
        {
            File.Delete(path);
            return PrivateFiles.Open(path, FileMode.CreateNew, FileAccess.Write, FileShare.Read);
        }
    }

    // On Windows a reader that does not share deletion, as Go's do not, holds a rename off while it reads.
    private static void Rename(string from, string to)
    {
        for (int attempt = 1; ; attempt++)
        {
            try
            {
                File.Move(from, to, overwrite: true);
                return;
            }
            catch (Exception e) when (OperatingSystem.IsWindows() && attempt < RenameAttempts
                && e is (IOException or UnauthorizedAccessException))
            {
                Thread.Sleep(5);
            }
        }
    }

    private static void TryDelete(string path)
    {
        try
        {
            File.Delete(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // The error that led here says more; the next replacement uses the leftover up.
        }
    }
}
