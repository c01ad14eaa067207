using System.ComponentModel;
using System.Runtime.InteropServices;
using Pace.Telemetry.Contract;

namespace Pace.Telemetry.Tests.Processes.Children;

/// <summary>Processes to which the system says no.</summary>
internal static class BadPlaces
{
    // The same numbers on Linux and macOS.
    private const int FileSize = 1;
    private const int FileSizeSignal = 25;
    private const uint Nobody = 65534;
    private static readonly nint Ignore = 1;

    /// <summary>Records while no file may grow beyond what a journal's header takes, then while it may.</summary>
    public static int FillDisk(string file)
    {
        using YamlTelemetryStore store = Recording.Store(file);
        _ = SetSignal(FileSizeSignal, Ignore);
        Limit(128);
        for (int i = 0; i < 3; i++) store.Record("Get-PaceVersion", ExitCode.Completed);
        Console.WriteLine($"{store.Flush(TimeSpan.FromSeconds(1))} {store.Problem}");
        Limit(1 << 20);
        Console.WriteLine($"{store.RecordAndFold()} {store.Problem}");
        return 0;
    }

    /// <summary>Records as a user who may write nothing there.</summary>
    public static int ReadOnly(string file)
    {
        if (Environment.IsPrivilegedProcess && SetUser(Nobody) != 0) throw new Win32Exception(Marshal.GetLastPInvokeError());
        using YamlTelemetryStore store = Recording.Store(file);
        for (int i = 0; i < 3; i++) store.Record("Get-PaceVersion", ExitCode.Completed);
        Console.WriteLine($"{store.Flush(TimeSpan.FromSeconds(1))} {store.Read().CountOf("Get-PaceVersion")} {store.Problem}");
        return 0;
    }

    private static void Limit(ulong bytes)
    {
        LimitPair limit = new() { Soft = bytes, Hard = ulong.MaxValue };
        if (SetLimit(FileSize, ref limit) != 0) throw new Win32Exception(Marshal.GetLastPInvokeError());
    }

    [DllImport("libc", EntryPoint = "setrlimit", SetLastError = true)]
    private static extern int SetLimit(int resource, ref LimitPair limit);

    [DllImport("libc", EntryPoint = "signal")]
    private static extern nint SetSignal(int signal, nint handler);

    [DllImport("libc", EntryPoint = "setuid", SetLastError = true)]
    private static extern int SetUser(uint user);

    [StructLayout(LayoutKind.Sequential)]
    private struct LimitPair
    {
        public ulong Soft;
        public ulong Hard;
    }
}
