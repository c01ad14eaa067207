using System.Diagnostics;
using System.Globalization;

namespace Pace.Telemetry.Tests.Processes;

/// <summary>Reads the file again and again with PyYAML, in a process of its own, until it is disposed.</summary>
internal sealed class PythonReader : IDisposable
{
    private const string Python = "/usr/bin/python3";

    private const string Script = """
        import select, sys, uuid, yaml
        readings = 0
        last = 0
        while not select.select([sys.stdin], [], [], 0)[0]:
            with open(sys.argv[1]) as file:
                document = yaml.safe_load(file)
            uuid.UUID(document['id'])
            count = document['metric_points'].get('Get-PaceVersion', {}).get(0, {}).get('cumulative_count', 0)
            assert count >= last, (last, count)
            last = count
            readings += 1
        print(readings)
        """;

    private readonly Process _process;

    private PythonReader(Process process) => _process = process;

    /// <summary>Whether python3 with PyYAML is there.</summary>
    public static bool IsThere { get; } = File.Exists(Python) && Run("-c", "import yaml").ExitCode == 0;

    /// <summary>Starts a reader; null where PyYAML is missing.</summary>
    public static PythonReader? TryStart(string file)
    {
        if (!IsThere) return null;
        Process process = Start("-c", Script, file);
        return new PythonReader(process);
    }

    /// <summary>Runs Python.</summary>
    public static (int ExitCode, string Output) Run(params string[] arguments)
    {
        using Process process = Start(arguments);
        process.StandardInput.Close();
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, output);
    }

    /// <summary>Fails if any reading was not a whole document, or if there were too few.</summary>
    public void Check(int atLeast)
    {
        _process.StandardInput.WriteLine();
        _process.StandardInput.Close();
        string output = _process.StandardOutput.ReadToEnd();
        string error = _process.StandardError.ReadToEnd();
        _process.WaitForExit();
        Assert.True(_process.ExitCode == 0, error);
        Assert.True(int.Parse(output, CultureInfo.InvariantCulture) >= atLeast, $"Only {output} readings happened.");
    }

    public void Dispose()
    {
        if (!_process.HasExited) _process.Kill();
        _process.Dispose();
    }

    private static Process Start(params string[] arguments)
    {
        var start = new ProcessStartInfo(Python)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (string argument in arguments) start.ArgumentList.Add(argument);
        return Process.Start(start)!;
    }
}
