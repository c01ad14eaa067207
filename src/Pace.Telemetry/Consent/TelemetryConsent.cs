using Pace.Configuration;
using Pace.Configuration.Files;
using Pace.Telemetry.Upload;

namespace Pace.Telemetry.Consent;

/// <summary>Agreeing and disagreeing, written to the user's config.yaml, so that it holds for good.</summary>
/// <remarks>
/// The file's comments, order and unknown keys stay. No switch of anybody else is touched: where the environment or the
/// machine's file still says off, the answer tells which. Nothing here sends anything.
/// </remarks>
public sealed class TelemetryConsent
{
    private static readonly TimeSpan LockBound = TimeSpan.FromSeconds(2);
    private readonly TelemetryContext _context;
    private readonly BackgroundUpload _background;

    internal TelemetryConsent(TelemetryContext context, BackgroundUpload background)
    {
        _context = context;
        _background = background;
    }

    /// <summary>Agrees to counting and to uploading.</summary>
    /// <param name="endpoint">Where counts shall go, written to config.yaml; null: where the configuration says. An
    /// address that only the package presets is written too, since it is what was agreed to: a later package cannot
    /// lead the counts elsewhere.</param>
    /// <param name="fromNow">Whether Pace's counts so far are forgotten first, and a new id begins.</param>
    /// <returns>What holds from now on.</returns>
    /// <exception cref="ConfigurationException">There is no usable endpoint, or config.yaml cannot be changed. Nothing
    /// was agreed to.</exception>
    /// <exception cref="IOException">The counts cannot be forgotten. Nothing was agreed to.</exception>
    /// <exception cref="UnauthorizedAccessException">Likewise.</exception>
    public ConsentResult EnableUpload(string? endpoint = null, bool fromNow = false)
    {
        PacePaths paths = _context.FindPaths();
        TelemetrySwitches before = _context.ReadSwitches();
        TelemetrySwitch? configured = before.EndpointSwitch;
        if (endpoint is not null) TelemetryEndpoint.Parse(endpoint);
        else if (configured is null)
        {
            TelemetrySwitch? unusable = before.All.FirstOrDefault(IsEndpoint);
            throw new ConfigurationException(
                unusable?.Problem is { } problem ? $"No endpoint can be used: {problem.TrimEnd('.')}" : "No endpoint is configured",
                $"Name the address that counts shall go to with -Endpoint, or set '{ConfigurationKeys.TelemetryEndpoint}'");
        }

        string? written = endpoint ?? (configured!.Source == SettingSource.Package ? configured.Value : null);
        ConfigurationChange agreed = ConfigurationChange.Set(ConfigurationKeys.Telemetry, "upload");
        ConfigurationChange[] changes = written is null
            ? [agreed]
            : [ConfigurationChange.Set(ConfigurationKeys.TelemetryEndpoint, written), agreed];
        var editor = new ConfigurationEditor(paths.ConfigFile);
        if (fromNow)
        {
            editor.Check(changes);
            // Until the old counts are gone nobody may send them.
            editor.Apply(ConfigurationChange.Set(ConfigurationKeys.Telemetry, "local"));
            Clear();
        }

        editor.Apply(changes);
        return Describe();
    }

    /// <summary>Agrees to counting, and to nothing else.</summary>
    /// <returns>What holds from now on.</returns>
    /// <exception cref="ConfigurationException">config.yaml cannot be changed.</exception>
    public ConsentResult EnableLocal() => Write("local");

    /// <summary>Turns counting and uploading off, at once, for good, and without a word to anybody.</summary>
    /// <remarks>The counts so far stay in their file for their user to read; what was planned to be uploaded is
    /// forgotten, and a request under way in this process is ended.</remarks>
    /// <returns>What holds from now on.</returns>
    /// <exception cref="ConfigurationException">config.yaml cannot be changed.</exception>
    public ConsentResult Disable() => Write("off");

    /// <summary>Forgets Pace's own counts and the copy of what was sent, and begins a new id; the CLI's counts stay.</summary>
    /// <exception cref="IOException">A file cannot be written, or other processes held it too long.</exception>
    /// <exception cref="UnauthorizedAccessException">The user may not write it.</exception>
    public void Clear()
    {
        _background.Cancel();
        if (_context.FindStore() is not { } store) return;
        TelemetryFiles files = TelemetryFiles.Beside(store.File);
        bool isThere = store.Read().State != TelemetryFileState.Missing;
        // Who turned recording off finds no new file.
        if (isThere || _context.ReadSwitches().Recording.IsOn) store.Clear();
        if (!File.Exists(files.Sent)) return;
        // Under the lock: whoever is about to send has written its copy before, or reads the new counts.
        using FileLock? held = new UploadStateFile(files).TryLock(LockBound, _context.Clock);
        new SentCopy(files).Delete();
    }

    private ConsentResult Write(string word)
    {
        new ConfigurationEditor(_context.FindPaths().ConfigFile)
            .Apply(ConfigurationChange.Set(ConfigurationKeys.Telemetry, word));
        _background.Cancel();
        ForgetPlans();
        return Describe();
    }

    private void ForgetPlans()
    {
        try
        {
            if (_context.FindStore() is not { } store) return;
            TelemetryFiles files = TelemetryFiles.Beside(store.File);
            if (!File.Exists(files.State)) return;
            var file = new UploadStateFile(files);
            using FileLock? held = file.TryLock(LockBound, _context.Clock);
            file.Delete();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // The switch is off, which is what counts: no plan is carried out.
        }
    }

    private ConsentResult Describe()
    {
        TelemetrySwitches switches = _context.ReadSwitches();
        (int commands, ulong counts) = TelemetryTotals.Of(_context.FindStore()?.Read());
        return new ConsentResult(
            switches.Recording, switches.Upload, switches.Endpoint, _context.FindPaths().ConfigFile, commands, counts);
    }

    private static bool IsEndpoint(TelemetrySwitch found) =>
        found.Name.EndsWith("ENDPOINT", StringComparison.OrdinalIgnoreCase);
}
