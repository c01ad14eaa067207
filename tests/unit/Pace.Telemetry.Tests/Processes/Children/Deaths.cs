using System.Diagnostics;
using Pace.Telemetry.Contract;
using Pace.Telemetry.Store;

namespace Pace.Telemetry.Tests.Processes.Children;

/// <summary>A process that is killed in the middle of a fold.</summary>
internal static class Deaths
{
    /// <summary>Records twice, says so, and folds, leaves or clears until it comes to a step of the fold.</summary>
    public static int DieAt(string step, string file, string act)
    {
        FoldStep last = Enum.Parse<FoldStep>(step);
        YamlTelemetryStore store = Recording.Store(file);
        store.Record("Get-PaceVersion", ExitCode.Completed);
        store.Record("Get-PaceVersion", ExitCode.Failed);
        Console.WriteLine("recorded");
        FoldSteps.Reached = reached =>
        {
            if (reached != last) return;
            using Process self = Process.GetCurrentProcess();
            self.Kill();
            Thread.Sleep(Timeout.Infinite);
        };
        if (act == "clear") store.Clear();
        else if (act == "leave") store.Leave(TimeSpan.FromSeconds(30));
        else store.Flush(TimeSpan.FromSeconds(30));
        return 0;
    }
}
