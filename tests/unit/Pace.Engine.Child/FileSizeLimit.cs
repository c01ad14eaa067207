using System.ComponentModel;
using System.Runtime.InteropServices;
using System.Runtime.Versioning;

namespace Pace.Engine.Child;

/// <summary>Makes writing beyond a file size fail, as <c>ulimit -f</c> does and a full disk would.</summary>
internal static class FileSizeLimit
{
    // The same numbers on Linux and macOS.
    private const int FileSize = 1;
    private const int FileSizeSignal = 25;
    private static readonly nint Ignore = 1;

    public static void Set(ulong bytes)
    {
        if (OperatingSystem.IsWindows())
        {
            throw new PlatformNotSupportedException("Windows has no file-size limit for a process.");
        }

        Limit limit = new() { Soft = bytes, Hard = bytes };
        _ = SetSignal(FileSizeSignal, Ignore);
        if (SetLimit(FileSize, ref limit) != 0)
        {
            throw new Win32Exception(Marshal.GetLastPInvokeError());
        }
    }

    [UnsupportedOSPlatform("windows")]
    [DllImport("libc", EntryPoint = "setrlimit", SetLastError = true)]
    private static extern int SetLimit(int resource, ref Limit limit);

    [UnsupportedOSPlatform("windows")]
    [DllImport("libc", EntryPoint = "signal")]
    private static extern nint SetSignal(int signal, nint handler);

    [StructLayout(LayoutKind.Sequential)]
    private struct Limit
    {
        public ulong Soft;
        public ulong Hard;
    }
}
