using Pace.Telemetry.Contract;

namespace Pace.Telemetry.Tests.Processes.Children;

/// <summary>A process that records as fast as it can, in several threads, and tells each count before and after.</summary>
internal static class Storm
{
    /// <summary>What is counted: a mark of a count that begins is 'A' and on, of one that ended 'a' and on.</summary>
    public static IReadOnlyList<(string Command, ExitCode Code)> Keys { get; } =
    [
        ("Get-PaceVersion", ExitCode.Completed),
        ("Get-PaceVersion", ExitCode.Failed),
        ("Set-PaceDataPolicy", ExitCode.Completed),
        ("Get-PaceTable", ExitCode.Stopped),
    ];

    /// <summary>Runs until its input ends, or it is killed.</summary>
    public static int Run(int threads)
    {
        using Stream output = Console.OpenStandardOutput();
        using var stop = new CancellationTokenSource();
        Recorder.Default.Prepare();
        Thread[] running = [.. Enumerable.Range(0, threads).Select(number => new Thread(() => Record(output, number, stop.Token)))];
        Array.ForEach(running, static thread => thread.Start());
        var folding = new Thread(() => Fold(stop.Token));
        folding.Start();
        Console.OpenStandardInput().ReadByte();
        stop.Cancel();
        Array.ForEach(running, static thread => thread.Join());
        folding.Join();
        return 0;
    }

    private static void Record(Stream output, int seed, CancellationToken stop)
    {
        var random = new Random(Environment.ProcessId + seed);
        while (!stop.IsCancellationRequested)
        {
            int key = random.Next(Keys.Count);
            output.Write([(byte)('A' + key)]);
            Recorder.Default.Record(Keys[key].Command, Keys[key].Code);
            output.Write([(byte)('a' + key)]);
            if (random.Next(50) == 0) Thread.Sleep(random.Next(3));
        }
    }

    // More often than the schedule does, so that many are in the middle of it when they are killed.
    private static void Fold(CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            Recorder.Default.Flush(TimeSpan.FromSeconds(1));
            Thread.Sleep(Random.Shared.Next(10));
        }
    }
}
