using System.Reflection;
using Pace.Configuration;
using Pace.Telemetry.Consent;
using Pace.Telemetry.Upload;

namespace Pace.Telemetry;

/// <summary>All that can be asked of the telemetry besides counting: consent, notice, status, and uploads.</summary>
public sealed class TelemetryControl
{
    private static readonly Lazy<TelemetryControl> Process = new(static () => new TelemetryControl(new TelemetryContext(
        Environment.GetEnvironmentVariable, PacePaths.FromProcess, static () => Recorder.Default.Store, ModuleVersion,
        TimeProvider.System)));

    private static int _isStarting;
    private readonly TelemetryContext _context;
    private readonly Uploader _uploader;

    internal TelemetryControl(TelemetryContext context)
    {
        _context = context;
        _uploader = new Uploader(context);
        Background = new BackgroundUpload(context);
        Consent = new TelemetryConsent(context, Background);
        Notice = new TelemetryNotice(context);
    }

    /// <summary>This process's.</summary>
    public static TelemetryControl Default => Process.Value;

    /// <summary>Agreeing and disagreeing.</summary>
    public TelemetryConsent Consent { get; }

    /// <summary>The notice that is shown once for each installation.</summary>
    public TelemetryNotice Notice { get; }

    /// <summary>Uploads beside the commands.</summary>
    public BackgroundUpload Background { get; }

    private static string ModuleVersion => typeof(TelemetryControl).Assembly
        .GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion.Split('+')[0];

    /// <summary>Starts an upload beside the commands if one is due. To be called after a command was counted: returns at
    /// once, never throws, and leaves even the making of <see cref="Default"/> to another thread.</summary>
    public static void ConsiderUpload()
    {
        if (Process.IsValueCreated) Process.Value.Background.Consider();
        else if (Interlocked.Exchange(ref _isStarting, 1) == 0)
            ThreadPool.UnsafeQueueUserWorkItem(static _ => ConsiderFirst(), null);
    }

    /// <summary>How counting and uploading stand, and which switches decided. What this process counted is in it.</summary>
    public TelemetryStatus GetStatus() => TelemetryStatusReader.Read(_context);

    /// <summary>What would be sent, byte by byte, whatever the switches say. Nothing is sent.</summary>
    public UploadBody Preview() => _uploader.Preview();

    /// <summary>Uploads now, if the switches and the schedule let it, and waits for the answer.</summary>
    /// <param name="force">Whether the interval and the wait after a failure are overridden. A switch, the endpoint's own
    /// wish (<c>Retry-After</c>) and another process's upload under way never are.</param>
    /// <param name="cancellation">Ends it; what was sent stays sent.</param>
    /// <returns>What came of it; whatever goes wrong is a result too.</returns>
    /// <exception cref="OperationCanceledException">It was ended.</exception>
    public async Task<UploadResult> SendNowAsync(bool force, CancellationToken cancellation)
    {
        // One's own upload in the background may be what is asked for here.
        await Background.WhenIdleAsync(cancellation).ConfigureAwait(false);
        return await _uploader.UploadNowAsync(force, cancellation).ConfigureAwait(false);
    }

    private static void ConsiderFirst()
    {
        try
        {
            Process.Value.Background.Look();
        }
        catch (Exception)
        {
            // On a thread of the pool it would end the process.
        }
    }
}
