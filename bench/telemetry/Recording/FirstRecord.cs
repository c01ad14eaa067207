using System.Diagnostics;
using System.Globalization;
using System.Runtime.CompilerServices;

namespace Pace.Bench.Recording;

/// <summary>What the first record of a process takes on its thread, and what is left for the process's end.</summary>
internal static class FirstRecord
{
    private static long _leaving;

    /// <summary>As a cmdlet does: make ready when it begins, count when it is over.</summary>
    public static int Measure()
    {
        // Those that are added first run first: this one before the recorder's, the other one after it.
        AppDomain.CurrentDomain.ProcessExit += static (_, _) => _leaving = Stopwatch.GetTimestamp();
        long start = Stopwatch.GetTimestamp();
        Prepare();
        Thread.Sleep(10);
        long middle = Stopwatch.GetTimestamp();
        Record();
        double record = Stopwatch.GetElapsedTime(middle).TotalMilliseconds;
        AppDomain.CurrentDomain.ProcessExit += (_, _) => Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture, $"{record:0.00};{Stopwatch.GetElapsedTime(_leaving).TotalMilliseconds:0.00}"));
        GC.KeepAlive(start);
        return 0;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Prepare() => ThreadPool.UnsafeQueueUserWorkItem(static _ => PrepareThere(), null);

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void PrepareThere() => Telemetry.Recorder.Default.Prepare();

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Record() => Telemetry.Recorder.Default.Record("Get-PaceVersion", Telemetry.Contract.ExitCode.Completed);
}
