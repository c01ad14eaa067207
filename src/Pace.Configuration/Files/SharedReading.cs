using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Pace.Configuration.Files;

/// <summary>Opens files for reading beside whoever writes, replaces or deletes them.</summary>
internal static class SharedReading
{
    private const int NonBlocking = 0x800;
    private const int NonBlockingOnApple = 0x4;

    /// <summary>Opens a file. A pipe or a terminal is an error, since a reader of one waits for whoever writes.</summary>
    /// <exception cref="IOException">It is missing, cannot be opened, or is a pipe or a terminal.</exception>
    /// <exception cref="UnauthorizedAccessException">The user may not read it, or it is a directory.</exception>
    public static FileStream Open(string path)
    {
        if (!OperatingSystem.IsWindows() && IsStream(path)) throw new IOException($"'{path}' is a pipe or a terminal.");
        return new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);
    }

    // .NET shows a pipe as an empty file, and opening it would wait for a writer without end.
    private static bool IsStream(string path)
    {
        var info = new FileInfo(FileTarget.Resolve(path));
        if (!info.Exists || info.Length > 0) return false;
        try
        {
            using SafeFileHandle? handle = OpenWithoutWaiting(info.FullName);
            if (handle is null) return false;
            using var stream = new FileStream(handle, FileAccess.Read, bufferSize: 0);
            return !stream.CanSeek;
        }
        catch (Exception e) when (e is DllNotFoundException or EntryPointNotFoundException)
        {
            // A system whose C library has another name. Ordinary files are still read.
            return false;
        }
    }

    // Null where it cannot be opened: the caller's own attempt then tells why.
    private static SafeFileHandle? OpenWithoutWaiting(string path)
    {
        int flags = OperatingSystem.IsMacOS() || OperatingSystem.IsFreeBSD() ? NonBlockingOnApple : NonBlocking;
        int descriptor = NativeOpen(path, flags);
        return descriptor < 0 ? null : new SafeFileHandle(descriptor, ownsHandle: true);
    }

    [DllImport("libc", EntryPoint = "open")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int NativeOpen([MarshalAs(UnmanagedType.LPUTF8Str)] string path, int flags);
}
