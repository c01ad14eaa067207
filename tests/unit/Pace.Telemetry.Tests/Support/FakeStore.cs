using Pace.Telemetry.Contract;

namespace Pace.Telemetry.Tests.Support;

/// <summary>Counts in memory, which reach the document by a flush only, as a journal's do.</summary>
internal sealed class FakeStore(string file) : ITelemetryStore
{
    private readonly object _gate = new();
    private readonly Dictionary<(string Command, int Code), uint> _written = [];
    private readonly List<(string Command, int Code)> _pending = [];

    public string File { get; } = file;

    public string? Problem { get; set; }

    /// <summary>Whether a flush succeeds.</summary>
    public bool CanFlush { get; set; } = true;

    /// <summary>What happens during a flush, once its counts are written.</summary>
    public Action OnFlush { get; set; } = static () => { };

    public TelemetryFileState State { get; set; } = TelemetryFileState.Readable;

    public string Id { get; private set; } = Guid.NewGuid().ToString("D");

    public int Clears { get; private set; }

    public void Record(string command, ExitCode code)
    {
        lock (_gate) _pending.Add((command, (int)code));
    }

    public bool Flush(TimeSpan bound)
    {
        if (!CanFlush) return false;
        lock (_gate)
        {
            foreach ((string, int) key in _pending) _written[key] = _written.GetValueOrDefault(key) + 1;
            _pending.Clear();
        }

        OnFlush();
        return true;
    }

    public TelemetryDocument Read()
    {
        lock (_gate)
        {
            return new TelemetryDocument(
                State, [.. _written.Select(static row => new TelemetryEntry(row.Key.Command, row.Key.Code, row.Value))],
                Id, "v0.1.0", "linux", []);
        }
    }

    public void Clear()
    {
        lock (_gate)
        {
            _pending.Clear();
            _written.Clear();
            Id = Guid.NewGuid().ToString("D");
            Clears++;
        }
    }
}
