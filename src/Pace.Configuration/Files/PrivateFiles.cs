namespace Pace.Configuration.Files;

/// <summary>Files and directories that only their owner may read: what Pace creates is nobody else's business.</summary>
internal static class PrivateFiles
{
    /// <summary>Reading and writing for the owner alone.</summary>
    public const UnixFileMode FileMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private const UnixFileMode DirectoryMode = FileMode | UnixFileMode.UserExecute;

    /// <summary>Makes a directory, and what is missing above it, for the owner alone; one that exists stays as it is.</summary>
    /// <exception cref="IOException">It cannot be made.</exception>
    /// <exception cref="UnauthorizedAccessException">The user may not make it.</exception>
    public static void CreateDirectory(string path)
    {
        if (!Directory.Exists(path)) CreateMissing(path);
    }

    /// <summary>Opens a file; one that this creates is for the owner alone, who is the directory's where root creates it.</summary>
    /// <exception cref="IOException">It cannot be opened, or another process holds it.</exception>
    /// <exception cref="UnauthorizedAccessException">The user may not open it.</exception>
    public static FileStream Open(string path, System.IO.FileMode mode, FileAccess access, FileShare share)
    {
        // No buffer: what is written here is written in one piece.
        var options = new FileStreamOptions { Mode = mode, Access = access, Share = share, BufferSize = 0 };
        if (!OperatingSystem.IsWindows() && mode != System.IO.FileMode.Open) options.UnixCreateMode = FileMode;
        return mode != System.IO.FileMode.Open && FileOwner.MayGiveAway ? OpenAsRoot(path, options) : new FileStream(path, options);
    }

    // Only a file that was made here is given away: one that a user put in its place is not.
    private static FileStream OpenAsRoot(string path, FileStreamOptions options)
    {
        System.IO.FileMode mode = options.Mode;
        if (mode != System.IO.FileMode.CreateNew && File.Exists(path)) return new FileStream(path, options);
        try
        {
            options.Mode = System.IO.FileMode.CreateNew;
            var stream = new FileStream(path, options);
            FileOwner.Adopt(stream.SafeFileHandle, path);
            return stream;
        }
        catch (IOException) when (mode != System.IO.FileMode.CreateNew && File.Exists(path))
        {
            options.Mode = mode;
            return new FileStream(path, options);
        }
    }

    private static void CreateMissing(string path)
    {
        string? above = Path.GetDirectoryName(path);
        if (above is not null && !Directory.Exists(above)) CreateMissing(above);
        if (OperatingSystem.IsWindows()) Directory.CreateDirectory(path);
        else Directory.CreateDirectory(path, DirectoryMode);
        FileOwner.AdoptDirectory(path);
    }
}
