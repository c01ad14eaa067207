using System.Diagnostics;
using System.Globalization;
using Pace.Telemetry.Contract;
using Pace.Telemetry.Upload;

namespace Pace.Telemetry.Tests.Upload;

/// <summary>What the test assembly does as a process that counts, and uploads by the switches that it finds.</summary>
internal static class UploadChild
{
    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(30);

    public static int Run(string[] args)
    {
        switch (args)
        {
            case ["look"]: return Look(static () => { });
            case ["look-together", var gate]: return Look(() => SpinWait.SpinUntil(() => File.Exists(gate), Bound));
            case ["measure-look"]: return Measure();
            case ["leave", .. var gate]: return Leave(gate.FirstOrDefault());
            case ["send", .. var rest]: return Send(rest is ["force"]);
            case ["notice-then-send"]:
                Console.WriteLine(TelemetryControl.Default.Notice.TryTake(isInteractive: true) ?? "no notice");
                Record();
                return Send(force: true);
            default: return 64;
        }
    }

    private static void Record()
    {
        Recorder.Default.Record("Get-PaceVersion", ExitCode.Completed);
        TelemetryControl.ConsiderUpload();
    }

    // Counts, waits for what comes of it, and tells it together with what was loaded for it.
    private static int Look(Action beforehand)
    {
        beforehand();
        Record();
        SpinWait.SpinUntil(static () => TelemetryControl.Default.Background.LastAttempt?.IsCompleted == true, Bound);
        Console.WriteLine(TelemetryControl.Default.Background.LastAttempt!.Result.Status);
        foreach (System.Reflection.Assembly assembly in AppDomain.CurrentDomain.GetAssemblies())
            Console.WriteLine(assembly.GetName().Name);
        return 0;
    }

    private static int Measure()
    {
        Recorder.Default.Record("Get-PaceVersion", ExitCode.Completed);
        // As in any PowerShell, the pool runs already.
        Task.Run(static () => { }).Wait();
        long start = Stopwatch.GetTimestamp();
        TelemetryControl.ConsiderUpload();
        double asking = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
        SpinWait.SpinUntil(static () => TelemetryControl.Default.Background.LastAttempt?.IsCompleted == true, Bound);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"asking {asking:0.00} ms, look {Stopwatch.GetElapsedTime(start).TotalMilliseconds:0.0} ms: {TelemetryControl.Default.Background.LastAttempt!.Result.Status}"));
        return 0;
    }

    // Tells when it leaves: at once, or once a file is there.
    private static int Leave(string? gate)
    {
        Record();
        if (gate is not null) SpinWait.SpinUntil(() => File.Exists(gate), Bound);
        Console.WriteLine(DateTimeOffset.UtcNow.ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture));
        return 0;
    }

    private static int Send(bool force)
    {
        UploadResult result = TelemetryControl.Default.SendNowAsync(force, CancellationToken.None).GetAwaiter().GetResult();
        Console.WriteLine($"{result.Status}: {result.Reason}");
        return 0;
    }
}
