using System.Diagnostics;

namespace Pace.Telemetry.Tests;

/// <summary>Named pipes, which .NET cannot make by itself.</summary>
internal static class Pipe
{
    public static async Task MakeAsync(string path)
    {
        using Process process = Process.Start("mkfifo", [path]);
        await process.WaitForExitAsync();
        Assert.Equal(0, process.ExitCode);
    }
}
