namespace Pace.Configuration.Files;

/// <summary>What a path leads to, once its symbolic links are followed.</summary>
internal static class FileTarget
{
    /// <summary>The path of the file itself: links are followed to their end, also to one that does not exist yet.</summary>
    /// <exception cref="IOException">The links go round in a circle.</exception>
    public static string Resolve(string path)
    {
        var info = new FileInfo(path);
        // Asked first, because resolving throws where nothing is.
        return info.LinkTarget is null ? path : info.ResolveLinkTarget(returnFinalTarget: true)!.FullName;
    }

    /// <summary>Throws where something else than a file that may be replaced stands at a path.</summary>
    /// <remarks>
    /// A rename would put an ordinary file in the place of a device (a link to <c>/dev/null</c> is an old way to opt
    /// out), and would override a file that its owner made read-only on purpose. .NET shows devices as ordinary
    /// files, so they are known by their place.
    /// </remarks>
    /// <exception cref="IOException">The path holds a directory, a device, or a read-only file.</exception>
    public static void EnsureReplaceable(string path)
    {
        EnsureNoDevice(path);
        FileAttributes attributes = new FileInfo(path).Attributes;
        if (attributes == (FileAttributes)(-1)) return;
        if ((attributes & FileAttributes.Directory) != 0) throw new IOException($"'{path}' is a directory.");
        if ((attributes & FileAttributes.ReadOnly) != 0) throw new IOException($"'{path}' is read-only.");
    }

    /// <summary>Throws where a path leads to a device, which is nothing to keep counts or settings in.</summary>
    /// <exception cref="IOException">The path holds a device.</exception>
    public static void EnsureNoDevice(string path)
    {
        if (!OperatingSystem.IsWindows() && path.StartsWith("/dev/", StringComparison.Ordinal)
            && !path.StartsWith("/dev/shm/", StringComparison.Ordinal))
            throw new IOException($"'{path}' is a device.");
    }
}
