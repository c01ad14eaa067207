using System.Diagnostics;

namespace Pace.Engine.Tests.Storage.Support;

/// <summary>A process of <c>Pace.Engine.Child</c>, killed in the end if it still runs.</summary>
internal sealed class ChildProcess : IDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    private readonly Process _process;

    public ChildProcess(params string[] arguments)
    {
        ProcessStartInfo start = new(Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet")
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        };
        start.ArgumentList.Add(Path.Combine(AppContext.BaseDirectory, "Pace.Engine.Child.dll"));
        Array.ForEach(arguments, start.ArgumentList.Add);
        _process = Process.Start(start)!;
    }

    public string? ReadLine()
    {
        Task<string?> line = _process.StandardOutput.ReadLineAsync();
        return line.Wait(Limit) ? line.Result : throw new TimeoutException("The child process said nothing.");
    }

    public void Continue() => _process.StandardInput.WriteLine();

    /// <summary>What it still prints until it ends.</summary>
    public string[] ReadToEnd()
    {
        Task<string> text = _process.StandardOutput.ReadToEndAsync();
        if (!text.Wait(Limit) || !_process.WaitForExit(Limit))
        {
            throw new TimeoutException("The child process did not end.");
        }

        Assert.Equal(0, _process.ExitCode);
        return text.Result.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
    }

    /// <summary>Ends it at once, with SIGKILL where there are signals.</summary>
    public void Kill()
    {
        _process.Kill();
        _process.WaitForExit();
    }

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            Kill();
        }

        _process.Dispose();
    }
}
