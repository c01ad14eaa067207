using System.Diagnostics;
using Pace.Telemetry.Contract;

namespace Pace.Telemetry.Tests.Processes.Children;

/// <summary>Processes that record.</summary>
internal static class Recording
{
    /// <summary>Records, brings it into the file again and again, and leaves.</summary>
    public static int Run(string file, int times)
    {
        YamlTelemetryStore store = Store(file);
        for (int i = 0; i < times; i++)
        {
            store.Record("Get-PaceVersion", ExitCode.Completed);
            if (i % 20 == 0) store.Flush(TimeSpan.FromSeconds(30));
        }

        store.Leave(TimeSpan.FromSeconds(30));
        return store.Problem is null ? 0 : 1;
    }

    /// <summary>Records as cmdlets do, and says why it may.</summary>
    public static int RunByDefault(int times)
    {
        for (int i = 0; i < times; i++) Recorder.Default.Record("Get-PaceVersion", ExitCode.Completed);
        Console.WriteLine(Recorder.Default.Decision.Reason);
        return 0;
    }

    /// <summary>Records, starts another program, says its number, and waits to be killed.</summary>
    public static int Hold(string file, int times, string program)
    {
        YamlTelemetryStore store = Store(file);
        for (int i = 0; i < times; i++) store.Record("Get-PaceVersion", ExitCode.Completed);
        using Process? started = program.Length > 0 ? Process.Start(program, ["60"]) : null;
        Console.WriteLine(started?.Id ?? 0);
        Console.ReadLine();
        GC.KeepAlive(store);
        return 0;
    }

    /// <summary>Says which assemblies it takes to record, to write the file and to read it.</summary>
    public static int ShowAssemblies(string file)
    {
        using YamlTelemetryStore store = Store(file);
        store.RecordAndFold();
        store.Read();
        foreach (System.Reflection.Assembly assembly in AppDomain.CurrentDomain.GetAssemblies())
            Console.WriteLine(assembly.GetName().Name);
        return 0;
    }

    public static YamlTelemetryStore Store(string file) => new(file, "0.1.0", TimeSpan.FromSeconds(30));
}
