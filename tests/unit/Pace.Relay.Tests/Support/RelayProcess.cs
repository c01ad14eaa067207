using System.Diagnostics;
using System.Text;

namespace Pace.Relay.Tests.Support;

/// <summary>A relay as a process of its own, on a port that the system chose.</summary>
internal sealed class RelayProcess : IDisposable
{
    private const string Listening = "Now listening on: ";
    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(60);
    private readonly StringBuilder _log = new();
    private readonly Process _process;

    private RelayProcess(Process process)
    {
        _process = process;
        Client = new HttpClient { Timeout = Bound };
    }

    public Uri Address { get; private set; } = new("http://127.0.0.1");

    public HttpClient Client { get; }

    public int Id => _process.Id;

    public string Log
    {
        get
        {
            lock (_log) return _log.ToString();
        }
    }

    public long ResidentBytes
    {
        get
        {
            _process.Refresh();
            return _process.WorkingSet64;
        }
    }

    public static RelayProcess Start(string store, params string[] arguments) => Start(store, new Dictionary<string, string?>(), arguments);

    public static RelayProcess Start(string store, IReadOnlyDictionary<string, string?> environment, params string[] arguments)
    {
        Process process = Launch(environment, ["--Urls=http://127.0.0.1:0", $"--Store:Path={store}", .. arguments]);
        var relay = new RelayProcess(process);
        var ready = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
        void Read(object _, DataReceivedEventArgs e)
        {
            if (e.Data is null)
            {
                ready.TrySetResult("");
                return;
            }

            lock (relay._log) relay._log.AppendLine(e.Data);
            int at = e.Data.IndexOf(Listening, StringComparison.Ordinal);
            if (at >= 0) ready.TrySetResult(e.Data[(at + Listening.Length)..]);
        }

        process.OutputDataReceived += Read;
        process.ErrorDataReceived += (_, e) => { lock (relay._log) relay._log.AppendLine(e.Data); };
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        Assert.True(ready.Task.Wait(Bound), "The relay does not start: " + relay.Log);
        Assert.True(Uri.TryCreate(ready.Task.Result, UriKind.Absolute, out Uri? address), "The relay did not start: " + relay.Log);
        relay.Address = address;
        relay.Client.BaseAddress = address;
        return relay;
    }

    /// <summary>Starts one that is not expected to run, and gives its exit code and what it wrote.</summary>
    public static (int ExitCode, string Output, string Error) Run(IReadOnlyDictionary<string, string?> environment, params string[] arguments)
    {
        using Process process = Launch(environment, arguments);
        Task<string> output = process.StandardOutput.ReadToEndAsync();
        Task<string> error = process.StandardError.ReadToEndAsync();
        if (!process.WaitForExit(Bound)) process.Kill();
        return (process.ExitCode, output.Result, error.Result);
    }

    public async Task<(int Status, string Text)> PostAsync(string body)
    {
        using var content = new StringContent(body, Encoding.UTF8, "application/json");
        using HttpResponseMessage response = await Client.PostAsync("/telemetry", content);
        return ((int)response.StatusCode, await response.Content.ReadAsStringAsync());
    }

    public async Task<Exposition> ScrapeAsync()
    {
        using HttpResponseMessage response = await Client.GetAsync("/metrics");
        Assert.Equal("text/plain; version=0.0.4; charset=utf-8", response.Content.Headers.ContentType?.ToString());
        return Exposition.Read(await response.Content.ReadAsStringAsync());
    }

    /// <summary>The end that gives no time for anything.</summary>
    public void Kill()
    {
        _process.Kill();
        _process.WaitForExit(Bound);
    }

    /// <summary>The end that a service manager asks for.</summary>
    public int Stop()
    {
        using (Process kill = Process.Start("kill", ["-TERM", $"{_process.Id}"])) kill.WaitForExit();
        Assert.True(_process.WaitForExit(Bound), "The relay does not stop.");
        return _process.ExitCode;
    }

    public void Dispose()
    {
        if (!_process.HasExited) Kill();
        Client.Dispose();
        _process.Dispose();
    }

    private static Process Launch(IReadOnlyDictionary<string, string?> environment, string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true, RedirectStandardError = true };
        start.ArgumentList.Add(Path.Combine(AppContext.BaseDirectory, "Pace.Relay.dll"));
        foreach (string argument in arguments) start.ArgumentList.Add(argument);
        foreach ((string name, string? value) in environment) start.Environment[name] = value;
        return Process.Start(start)!;
    }
}
