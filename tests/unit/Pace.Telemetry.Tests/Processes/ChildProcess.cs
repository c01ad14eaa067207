using System.Diagnostics;

namespace Pace.Telemetry.Tests.Processes;

/// <summary>The test assembly, started as a process of its own.</summary>
internal static class ChildProcess
{
    private const int BoundMilliseconds = 60_000;

    public static Process Start(params string[] arguments) => Start(new Dictionary<string, string?>(), arguments);

    public static Process Start(IReadOnlyDictionary<string, string?> environment, params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true, RedirectStandardInput = true };
        start.ArgumentList.Add(typeof(Program).Assembly.Location);
        foreach (string argument in arguments) start.ArgumentList.Add(argument);
        foreach ((string name, string? value) in environment) start.Environment[name] = value;
        return Process.Start(start)!;
    }

    /// <summary>Starts a process whose default recorder counts in a directory, whatever the tests' own environment says.</summary>
    public static Process StartRecorder(string directory, params string[] arguments) => Start(
        new Dictionary<string, string?>
        {
            ["PACE_CONFIG_PATH"] = directory,
            ["PACE_TELEMETRY_OPTOUT"] = null,
            ["DO_NOT_TRACK"] = null,
            ["PACE_TELEMETRY"] = null,
        },
        arguments);

    /// <summary>Waits for the end, and says what the process wrote.</summary>
    public static string Finish(this Process process)
    {
        string output = process.StandardOutput.ReadToEnd();
        Assert.True(process.WaitForExit(BoundMilliseconds), "The process did not end.");
        Assert.Equal(0, process.ExitCode);
        return output;
    }

    /// <summary>Ends a process at once, and waits until it is gone.</summary>
    public static void KillAndWait(this Process process)
    {
        process.Kill();
        Assert.True(process.WaitForExit(BoundMilliseconds), "The process did not end.");
    }
}
