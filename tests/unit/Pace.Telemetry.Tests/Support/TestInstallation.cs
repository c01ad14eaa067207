using System.Collections.Concurrent;
using Pace.Configuration;
using Pace.Telemetry.Contract;
using Pace.Telemetry.Upload;

namespace Pace.Telemetry.Tests.Support;

/// <summary>A configuration directory of its own, with a clock and an environment that the test sets.</summary>
internal sealed class TestInstallation : IDisposable
{
    private readonly TemporaryDirectory _directory = new();
    private int _connectors;

    public TestInstallation()
    {
        Environment["PACE_CONFIG_PATH"] = _directory.Root;
        Environment["HOME"] = Path.Combine(_directory.Root, "home");
        Store = new FakeStore(_directory.Telemetry);
        Files = TelemetryFiles.Beside(_directory.Telemetry);
    }

    public ConcurrentDictionary<string, string?> Environment { get; } = new();

    public ManualClock Clock { get; } = new();

    public FakeStore Store { get; }

    public TelemetryFiles Files { get; }

    public string Root => _directory.Root;

    public string ConfigFile => Path.Combine(Root, "config.yaml");

    public string MachineFile => Path.Combine(Root, "machine.yaml");

    public string PresetFile => Path.Combine(Root, "preset.yaml");

    /// <summary>How often the means to connect were made: without them no socket can have been opened.</summary>
    public int Connectors => Volatile.Read(ref _connectors);

    /// <summary>The share of randomness that a new installation draws.</summary>
    public int Jitter { get; set; }

    public PacePaths Paths => PacePaths.FromEnvironment(Get).WithMachineFile(MachineFile).WithPresetFile(PresetFile);

    public string? Get(string name) => Environment.GetValueOrDefault(name);

    public void Agree(Uri endpoint) => File.WriteAllText(ConfigFile, $"telemetry: upload\ntelemetry-endpoint: {endpoint}\n");

    public TestInstallation WithCounts(int times = 1)
    {
        for (int i = 0; i < times; i++) Store.Record("Get-PaceVersion", ExitCode.Completed);
        return this;
    }

    /// <summary>Another process of this installation.</summary>
    public TelemetryContext NewProcess(TimeSpan? bound = null) => new(Get, () => Paths, () => Store, "0.1.0", Clock)
    {
        Client = new UploadClient(Clock, bound, () => Interlocked.Increment(ref _connectors)),
        DrawJitter = () => Jitter,
    };

    public UploadState? ReadState() => new UploadStateFile(Files).Read().State;

    public void Dispose() => _directory.Dispose();
}
