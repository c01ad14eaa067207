using Pace.Configuration;
using Pace.Telemetry.Upload;

namespace Pace.Telemetry;

/// <summary>What consent, notice and upload work with. Asked anew each time, since a session may change its environment.</summary>
/// <param name="Environment">Gives a variable's value by its name, or null.</param>
/// <param name="FindPaths">Works out the paths.</param>
/// <param name="FindStore">The store in use; null where there is no place for a file.</param>
/// <param name="Version">The module's version, for instance <c>0.1.0</c>.</param>
/// <param name="Clock">The clock.</param>
internal sealed record TelemetryContext(
    Func<string, string?> Environment,
    Func<PacePaths> FindPaths,
    Func<ITelemetryStore?> FindStore,
    string Version,
    TimeProvider Clock)
{
    private volatile bool _noticeShown;
    private volatile bool _isLeaving;

    /// <summary>Sends bodies.</summary>
    public UploadClient Client { get; init; } = new(Clock);

    /// <summary>Draws an installation's share of randomness.</summary>
    public Func<int> DrawJitter { get; init; } = static () => Random.Shared.Next(UploadSchedule.JitterSteps + 1);

    /// <summary>Whether this process showed the notice, so that it never sends anything.</summary>
    public bool NoticeShown
    {
        get => _noticeShown;
        set => _noticeShown = value;
    }

    /// <summary>Whether this process is about to end, so that it begins nothing.</summary>
    public bool IsLeaving
    {
        get => _isLeaving;
        set => _isLeaving = value;
    }

    /// <summary>All switches as they are at this moment.</summary>
    public TelemetrySwitches ReadSwitches() => TelemetrySwitches.Read(FindPaths(), Environment);
}
