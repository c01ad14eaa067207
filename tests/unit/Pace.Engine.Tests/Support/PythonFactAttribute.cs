using System.Diagnostics;

namespace Pace.Engine.Tests.Support;

/// <summary>A test that lets PyYAML read what Pace wrote; it is skipped where Python or PyYAML is not installed.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class PythonFactAttribute : FactAttribute
{
    private static readonly Lazy<string?> Reason = new(Probe);

    public PythonFactAttribute() => Skip = Reason.Value;

    /// <summary>Runs a script with arguments and gives what it printed; throws with its errors when it fails.</summary>
    public static string Run(string script, params string[] arguments)
    {
        ProcessStartInfo start = new("python3", ["-c", script, .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using Process process = Process.Start(start) ?? throw new InvalidOperationException("python3 did not start.");
        Task<string> errors = process.StandardError.ReadToEndAsync();
        Task<string> output = process.StandardOutput.ReadToEndAsync();
        if (!process.WaitForExit(TimeSpan.FromMinutes(2)))
        {
            process.Kill();
            throw new TimeoutException("python3 did not end.");
        }

        return process.ExitCode == 0 ? output.Result : throw new InvalidOperationException(errors.Result);
    }

    private static string? Probe()
    {
        try
        {
            Run("import yaml");
            return null;
        }
        catch (Exception e) when (e is InvalidOperationException or System.ComponentModel.Win32Exception)
        {
            return "PyYAML is not installed: install python3-yaml (Debian, Ubuntu) or 'pip install pyyaml'.";
        }
    }
}
