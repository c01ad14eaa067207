using System.Diagnostics;
using System.Globalization;
using Pace.Telemetry.Contract;

namespace Pace.Telemetry.Tests;

/// <summary>What the test assembly does as a process of its own. Its name is Program by the compiler's custom.</summary>
public static class Program
{
    public static int Main(string[] args)
    {
        ArgumentNullException.ThrowIfNull(args);
        switch (args)
        {
            case ["record", var file, var times]: return Record(file, int.Parse(times, CultureInfo.InvariantCulture), echo: false);
            case ["record-and-tell", var file, var times]: return Record(file, int.Parse(times, CultureInfo.InvariantCulture), echo: true);
            case ["measure", var file, var times]: return Measure(file, int.Parse(times, CultureInfo.InvariantCulture));
            case ["assemblies", var file]: return ShowAssemblies(file);
            case ["record-by-default", var times]: return RecordByDefault(int.Parse(times, CultureInfo.InvariantCulture));
            default: return Upload.UploadChild.Run(args);
        }
    }

    private static YamlTelemetryStore Store(string file) => new(file, "0.1.0", TimeSpan.FromSeconds(30));

    // 'begin' before and 'end' after each record: what was begun may be counted, what was ended must be.
    private static int Record(string file, int times, bool echo)
    {
        YamlTelemetryStore store = Store(file);
        using Stream output = Console.OpenStandardOutput();
        for (int i = 0; i < times; i++)
        {
            if (echo) output.Write("b"u8);
            store.Record("Get-PaceVersion", ExitCode.Completed);
            if (echo) output.Write("e"u8);
        }

        return store.Problem is null ? 0 : 1;
    }

    private static int RecordByDefault(int times)
    {
        for (int i = 0; i < times; i++) Recorder.Default.Record("Get-PaceVersion", ExitCode.Completed);
        Console.WriteLine(Recorder.Default.Decision.Reason);
        return 0;
    }

    private static int Measure(string file, int times)
    {
        YamlTelemetryStore store = Store(file);
        var taken = new double[times];
        long first = Stopwatch.GetTimestamp();
        store.Record("Get-PaceVersion", ExitCode.Completed);
        double firstMicroseconds = Stopwatch.GetElapsedTime(first).TotalMicroseconds;
        for (int i = 0; i < times; i++)
        {
            long start = Stopwatch.GetTimestamp();
            store.Record("Get-PaceVersion", ExitCode.Completed);
            taken[i] = Stopwatch.GetElapsedTime(start).TotalMicroseconds;
        }

        Array.Sort(taken);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"first {firstMicroseconds:0} median {taken[times / 2]:0} p99 {taken[times * 99 / 100]:0} µs"));
        return 0;
    }

    private static int ShowAssemblies(string file)
    {
        Store(file).Record("Get-PaceVersion", ExitCode.Completed);
        Store(file).Read();
        foreach (System.Reflection.Assembly assembly in AppDomain.CurrentDomain.GetAssemblies())
            Console.WriteLine(assembly.GetName().Name);
        return 0;
    }
}
