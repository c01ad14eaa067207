using Pace.Configuration;
using Pace.Telemetry.Consent;
using Pace.Telemetry.Upload;

namespace Pace.Telemetry;

/// <summary>Finds out how counting and uploading stand. Changes nothing.</summary>
internal static class TelemetryStatusReader
{
    public static TelemetryStatus Read(TelemetryContext context)
    {
        TelemetrySwitches switches = context.ReadSwitches();
        PacePaths paths = context.FindPaths();
        var problems = new List<string>();
        problems.AddRange(switches.All.Where(static found => found.Problem is not null).Select(static found => found.Problem!));
        ITelemetryStore? store = context.FindStore();
        if (store is not null && switches.Recording.IsOn) store.Flush(TimeSpan.FromSeconds(1));
        TelemetryDocument? document = store?.Read();
        AddFileProblems(problems, store, document);
        (TelemetryFiles? files, UploadState? state) = ReadState(store, problems);
        if (CliUpload.FindTrace(paths, context.Environment) is { } trace)
        {
            problems.Add($"The pace CLI was used here ({paths.Shorten(trace)}) and uploads the telemetry file to its own maker. "
                + $"'{CliUpload.Remedy}' in config.yaml stops that, and Pace's uploads too.");
        }

        if (context.NoticeShown) problems.Add("The notice was shown in this process, so that it sends nothing; the next one may.");
        (int commands, ulong counts) = TelemetryTotals.Of(document);
        string? copy = files is not null && File.Exists(files.Sent) ? files.Sent : null;
        return new TelemetryStatus(
            switches.Recording, switches.Upload, store?.File, document?.State ?? TelemetryFileState.Missing, commands, counts,
            document?.Id, switches.Endpoint, switches.EndpointSwitch, switches.Interval, state?.Last?.At, state?.Last?.Outcome,
            state?.Last?.HttpStatus, state?.Accepted, FindNext(context, switches, state), copy, problems);
    }

    private static DateTimeOffset? FindNext(TelemetryContext context, TelemetrySwitches switches, UploadState? state)
    {
        if (!switches.Upload.IsOn || switches.Interval is not { } interval) return null;
        return state is null ? context.Clock.GetUtcNow() : new UploadSchedule(context.Clock, interval).Next(state).At;
    }

    private static void AddFileProblems(List<string> problems, ITelemetryStore? store, TelemetryDocument? document)
    {
        if (store?.Problem is { } problem) problems.Add($"The newest counts are not in the file yet: {problem}");
        if (document?.State == TelemetryFileState.Broken)
            problems.Add("The telemetry file is no telemetry document; the next Pace cmdlet sets it aside and begins a new one.");
        if (document?.State == TelemetryFileState.Unreadable)
            problems.Add("The telemetry file cannot be read: see that it is a file, and who may read it.");
        problems.AddRange((document?.SetAside ?? []).Select(
            static file => $"A telemetry file that could not be read was set aside: {file}"));
    }

    private static (TelemetryFiles? Files, UploadState? State) ReadState(ITelemetryStore? store, List<string> problems)
    {
        if (store is null) return (null, null);
        try
        {
            TelemetryFiles files = TelemetryFiles.Beside(store.File);
            (UploadStateFile.Condition condition, UploadState? state) = new UploadStateFile(files).Read();
            if (condition == UploadStateFile.Condition.Foreign)
                problems.Add($"Another version of Pace keeps '{files.State}'; this one sends nothing.");
            if (condition == UploadStateFile.Condition.Damaged)
                problems.Add($"'{files.State}' is damaged; the next upload waits for an interval.");
            return (files, state);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            problems.Add($"When the last upload was cannot be read: {e.Message}");
            return (null, null);
        }
    }
}
